// `npm test`: every stage, also after a failed one, so that all failures show at once. The last line is the verdict.
//   npm test                              everything
//   npm test -- --only types,server       some stages
//   npm test -- invitations               the tests whose file name contains this
//   npm test -- sessions -t 'signs out'   further options go to vitest
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { countsOf, leftUntold, total } from './counts.mjs'
import { ensureInstalled, root } from './install.mjs'
import { endAllOnInterrupt, run } from './run.mjs'
import { choose, stagesOf, testFiles } from './stages.mjs'

const started = Date.now()
endAllOnInterrupt()

try {
  const { only, filters, flags } = readArguments(process.argv.slice(2))
  const { node, bin } = await ensureInstalled()
  const files = testFiles(root)
  const rounds = choose(stagesOf({ root, node, filters, flags }), { only, filters, files })
  if (!rounds.length) throw new Error(`No test file's name contains ${filters.join(' or ')}.`)
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` }

  mkdirSync(join(root, 'reports'), { recursive: true })
  const results = []
  for (const lanes of rounds) {
    // What runs side by side is printed when it is done, each in one piece.
    const live = lanes.length === 1
    if (!live) console.log(`\n${lanes.map((lane) => lane.map((it) => it.name).join(', ')).join(' beside ')} …`)
    results.push(...(await Promise.all(lanes.map((lane) => inOrder(lane, { env, live })))).flat())
  }
  summarize(results)
} catch (error) {
  console.error(error.message)
  summarize([{ name: 'start', ok: false, seconds: 0 }])
}

function readArguments(args) {
  const read = { only: [], filters: [], flags: [] }
  for (let i = 0; i < args.length; i += 1) {
    const it = args[i]
    if (it === '--only') read.only.push(...(args[(i += 1)] ?? '').split(','))
    else if (it.startsWith('--only=')) read.only.push(...it.slice('--only='.length).split(','))
    else if (it === '-t' || it === '--testNamePattern') read.flags.push(it, args[(i += 1)] ?? '')
    else (it.startsWith('-') ? read.flags : read.filters).push(it)
  }
  return read
}

async function inOrder(stages, { env, live }) {
  const results = []
  for (const stage of stages) results.push(await carryOut(stage, { env, live }))
  return results
}

async function carryOut({ name, command, limit, report, skip }, { env, live }) {
  if (skip) {
    // Known to be empty, which is not the same as missing.
    if (report)
      writeFileSync(join(root, report), JSON.stringify({ numPassedTests: 0, numFailedTests: 0, testResults: [] }))
    console.log(`\n${heading(name)}\nskipped: ${skip}`)
    return { name, ok: true, skipped: skip, seconds: 0 }
  }
  // An old report must not speak for a run that wrote none.
  if (report) rmSync(join(root, report), { force: true })
  if (live) console.log(`\n${heading(name)}`)
  const begin = Date.now()
  const { code, output, timedOut } = await run(command, { limit, live, cwd: root, env })
  const seconds = (Date.now() - begin) / 1000
  const verdict = code === 0 ? 'passed' : timedOut ? `ended after its limit of ${limit / 60_000} minutes` : 'failed'
  if (!live) console.log(`\n${heading(name)}\n${output.trim()}`)
  console.log(`${name} ${verdict} in ${seconds.toFixed(1)} s`)
  const counts = report ? countsOf(join(root, report)) : undefined
  // Exit 1 of the coverage of requirements repeats failed tests, which their own stage has counted.
  const untold = code === 0 || name === 'requirements' ? [] : leftUntold({ output, counts })
  return { name, ok: code === 0, seconds, counts, untold, counted: name === 'requirements' && code === 1 }
}

function heading(name) {
  return `── ${name} ${'─'.repeat(Math.max(4, 60 - name.length))}`
}

function summarize(results) {
  console.log(`\n${heading('summary')}`)
  for (const { name, ok, seconds, counts, skipped } of results) {
    const tests = counts ? `  ${counts.passed} passed, ${counts.failed} failed` : ''
    const word = skipped ? 'skipped' : ok ? 'passed' : 'FAILED'
    console.log(`${word.padEnd(8)} ${name.padEnd(14)} ${seconds.toFixed(1).padStart(7)} s${tests}`)
  }
  // Once more at the very end: the output of a run elsewhere is often known by its last lines alone.
  for (const { name, counts, untold } of results) {
    for (const failure of counts?.failures ?? []) console.log(`FAILED ${failure}`)
    for (const line of untold ?? []) console.log(`FAILED ${name}: ${line}`)
  }
  console.log(`all in ${((Date.now() - started) / 1000).toFixed(1)} s`)
  const { passed, failed } = total(results)
  process.exitCode = failed ? 1 : 0
  console.log(`${passed} passed, ${failed} failed`)
}
