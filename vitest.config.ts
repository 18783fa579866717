import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { mutation } from './tools/mutation/plugin.ts'
import { unhandledErrors } from './tools/unhandled.ts'

// One report per project, so that a run of one does not wipe what the other proved; nor does a run of some of its files.
const words = process.argv.slice(2).filter((it) => it !== 'run' && it !== 'watch')
const projects = words.flatMap((it, i) => (it === '--project' ? [words[i + 1]] : it.split('--project=').slice(1)))
const partial = words.some((it) => !it.startsWith('-') && !projects.includes(it))
const report = `${partial ? 'partial-' : ''}${projects.length === 1 ? projects[0] : 'all'}`
const serverSetup = 'apps/server/test/setup.ts'

// A lane of the mutation run: nothing may fail there because the machine is busy.
const mutating = process.env['MUTATION_FOLDER'] !== undefined
const patience = mutating ? 4 : 1

export default defineConfig({
  plugins: mutating ? [mutation()] : [],
  test: {
    reporters: ['default', 'json', unhandledErrors()],
    outputFile: { json: `reports/${report}.json` },
    projects: [
      {
        extends: true,
        test: {
          name: 'server',
          include: [
            'packages/*/src/**/*.test.ts',
            'apps/server/src/**/*.test.ts',
            'apps/server/test/**/*.test.ts',
            'apps/cli/src/**/*.test.ts',
            'tools/**/*.test.ts',
            'bench/**/*.test.ts',
            ...(mutating ? ['apps/server/test/*.mutation.ts'] : []),
          ],
          ...(existsSync(new URL(serverSetup, import.meta.url)) ? { globalSetup: serverSetup } : {}),
          environment: 'node',
          pool: 'forks',
          // Loading the server anew for every file took a third of the time. No file replaces a module; a mutant does.
          isolate: mutating,
          maxWorkers: Math.max(3, Math.min(8, availableParallelism())),
          testTimeout: 30_000 * patience,
          hookTimeout: 60_000 * patience,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['apps/console/test/**/*.browser.test.ts'],
          globalSetup: serverSetup,
          environment: 'node',
          pool: 'forks',
          // Its files share one browser.
          isolate: false,
          // Two at least, since every one of them waits for the other half of a click about as often as it works.
          maxWorkers: Math.max(2, Math.min(6, Math.floor(availableParallelism() / 2))),
          // Generous, for a machine with other things to do: a test that waits in vain is found all the same.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
