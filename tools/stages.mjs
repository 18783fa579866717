// What `npm test` consists of, in what order, and how long each part may take.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const minutes = 60_000

/**
 * Rounds, one after the other, of lanes that run side by side: each round keeps two cores busy. Tests of the server and of
 * the console spend much of their time waiting, for a browser, a start or a refusal, so they fill each other's pauses.
 * @param {{ root: string, node: string, filters?: string[], flags?: string[] }} options
 */
export function stagesOf({ root, node, filters = [], flags = [] }) {
  const tool = (file, ...args) => [node, join(root, 'tools', file), ...args]
  const bin = (name) => join(root, 'node_modules/.bin', name)
  const partial = filters.length > 0 || flags.length > 0
  const report = (project) => `reports/${partial ? 'partial-' : ''}${project}.json`
  const vitest = (project) => ({
    command: [
      bin('vitest'),
      'run',
      '--project',
      project,
      `--outputFile.json=${report(project)}`,
      ...(partial ? ['--passWithNoTests'] : []),
      ...flags,
      ...filters,
    ],
    report: report(project),
  })
  const checks = [
    [
      { name: 'types', command: [bin('tsc'), '-b'], limit: 5 * minutes },
      {
        name: 'build',
        command: ['npm', 'run', 'build', '-w', 'apps/console'],
        limit: 5 * minutes,
        skip: noBuild(root),
      },
    ],
    [
      { name: 'lint', command: tool('lint.mjs'), limit: 10 * minutes },
      { name: 'format', command: tool('format.mjs', '--check'), limit: 5 * minutes },
      { name: 'arrows', command: tool('arrows.ts'), limit: 2 * minutes },
      { name: 'sizes', command: tool('sizes.ts'), limit: 2 * minutes },
    ],
  ]
  const tests = [
    [{ name: 'server', ...vitest('server'), limit: 30 * minutes }],
    [{ name: 'browser', ...vitest('browser'), limit: 30 * minutes, skip: noBrowserTests(root) }],
  ]
  const proofs = [[{ name: 'requirements', command: tool('coverage-requirements.ts', '--brief'), limit: 2 * minutes }]]
  return [checks, tests, proofs]
}

/**
 * The stages that were asked for: by name, or by file filters (then only the vitest projects whose files match).
 * @param {ReturnType<typeof stagesOf>} rounds
 * @param {{ only: string[], filters: string[], files: { server: string[], browser: string[] } }} asked
 */
export function choose(rounds, { only, filters, files }) {
  const known = rounds.flat(2).map((it) => it.name)
  const unknown = only.filter((it) => !known.includes(it))
  if (unknown.length) throw new Error(`There is no stage ${unknown.join(', ')}: the stages are ${known.join(', ')}.`)
  const matches = (project) =>
    files[project].some((file) => filters.some((it) => file.includes(it.replace(/^\.\//, ''))))
  const wanted = (name) => {
    if (only.length) return only.includes(name)
    if (!filters.length) return true
    return name === 'build' ? matches('browser') : (name === 'server' || name === 'browser') && matches(name)
  }
  return rounds
    .map((lanes) => lanes.map((lane) => lane.filter((it) => wanted(it.name))).filter((lane) => lane.length))
    .filter((lanes) => lanes.length)
}

/** Test files by project, as vitest.config.ts sorts them. */
export function testFiles(root) {
  const all = ['packages', 'apps', 'tools', 'bench']
    .flatMap((it) => walk(root, it))
    .filter((it) => it.endsWith('.test.ts'))
  const isBrowser = (it) => it.endsWith('.browser.test.ts')
  return { server: all.filter((it) => !isBrowser(it)), browser: all.filter(isBrowser) }
}

function walk(root, folder) {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((it) => {
    if (it.name === 'node_modules' || it.name === 'dist') return []
    return it.isDirectory() ? walk(root, `${folder}/${it.name}`) : [`${folder}/${it.name}`]
  })
}

function noBuild(root) {
  const manifest = JSON.parse(readFileSync(join(root, 'apps/console/package.json'), 'utf8'))
  return manifest.scripts?.build ? undefined : 'apps/console has no build script yet'
}

function noBrowserTests(root) {
  return existsSync(join(root, 'apps/console/test')) ? undefined : 'there is no apps/console/test yet'
}
