/** `npm run bench` runs every benchmark there is; `npm run bench -- P1 P6` those named. Writes bench/results.json and .md. */
import { readdirSync } from 'node:fs'
import { openInstallation, type Bench, type Opened } from './installation.ts'
import { write, type Section } from './report.ts'

const say = (line: string) => void process.stderr.write(`${line}\n`)
const users = Number(process.env['BENCH_USERS'] ?? 1_000_000)
const wanted = process.argv.slice(2).map((it) => it.toUpperCase())

const files = readdirSync(import.meta.dirname).filter((it) => /^p\d+-[a-z-]+\.ts$/.test(it))
const number = (name: string) => Number(/\d+/.exec(name)?.[0])
const loaded = await Promise.all(
  files.map(async (file) => (await import(new URL(file, import.meta.url).href)) as { bench: Bench }),
)
const all = loaded.map(({ bench }) => bench).sort((a, b) => number(a.id) - number(b.id))
const known = all.map(({ id }) => id)
const unknown = wanted.filter((id) => !known.includes(id))
if (unknown.length) throw new Error(`There is no benchmark ${unknown.join(', ')}: there are ${known.join(', ')}.`)

let opened: Promise<Opened> | undefined
const installation = () => (opened ??= openInstallation(users, say))
const sections: Section[] = []
try {
  for (const bench of all.filter(({ id }) => !wanted.length || wanted.includes(id))) {
    const begin = performance.now()
    const told = await bench.run({ say, installation })
    const seconds = (performance.now() - begin) / 1000
    sections.push({ ...told, id: bench.id, seconds })
    for (const { id, what, value, baseline, ratio, target, met } of told.results)
      say(
        `${id} ${what}: ${value}${baseline === null ? '' : ` (baseline ${baseline}, ratio ${ratio})`}; ${target}: ${met}`,
      )
    say(`${bench.id} took ${seconds.toFixed(0)} s\n`)
    write(import.meta.dirname, sections, users) // what is there is kept, whatever happens to the next one
  }
} finally {
  await (await opened)?.close()
}
