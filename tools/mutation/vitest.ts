/** The project's tests in this process, again and again, with one change of a source file at a time that is never written. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createVitest, type TestModule } from 'vitest/node'
import type { Mutant } from './mutants.ts'

const root = join(import.meta.dirname, '../..')
export interface Ran {
  readonly failed: readonly string[]
  readonly passed: readonly string[]
  /** Files that did not get as far as their tests. */
  readonly broken: readonly string[]
}
export interface Runner {
  run(filters: readonly string[], change: Change | null, all?: boolean): Promise<Ran>
  close(): Promise<void>
}
export type Change = Pick<Mutant, 'file' | 'start' | 'end' | 'replacement'>

export async function openTests(): Promise<Runner> {
  let active: (Change & { readonly path: string }) | null = null
  const plugin = {
    name: 'mutation',
    enforce: 'pre' as const,
    load: (id: string) => {
      if (!active || id.split('?')[0] !== active.path) return null
      const source = readFileSync(active.path, 'utf8')
      return source.slice(0, active.start) + active.replacement + source.slice(active.end)
    },
  }
  process.env['MUTATION_RUN'] = '1' // vitest.config.ts then knows the proofs that are for this alone
  const quiet = { reporters: [{}], outputFile: {}, watch: false, project: ['server'] }
  const vitest = await createVitest('test', { root, ...quiet }, { plugins: [plugin] })
  const invalidate = (file: string) => vitest.invalidateFile(join(root, file))
  return {
    async run(filters, change, all = false) {
      active = change && { ...change, path: join(root, change.file) }
      if (change) invalidate(change.file)
      const found = await vitest.getRelevantTestSpecifications([...filters])
      if (!found.length) throw new Error(`no tests: ${filters.join(', ')}`)
      vitest.config.bail = all ? 0 : 1
      for (const project of vitest.projects) project.config.bail = all ? 0 : 1
      const { testModules } = await vitest.runTestSpecifications(found)
      active = null
      if (change) invalidate(change.file)
      return summary(testModules)
    },
    close: () => vitest.close(),
  }
}

function summary(modules: readonly TestModule[]): Ran {
  const failed: string[] = []
  const passed: string[] = []
  const broken: string[] = []
  for (const module of modules) {
    for (const test of module.children.allTests()) {
      const { state } = test.result()
      if (state === 'failed') failed.push(test.fullName)
      if (state === 'passed') passed.push(test.fullName)
    }
    const suites = [...module.children.allSuites()].flatMap((it) => it.errors())
    if (module.errors().length + suites.length) broken.push(module.relativeModuleId)
  }
  return { failed, passed, broken }
}
