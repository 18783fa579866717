// `npm run lint`: oxlint with type information, then the check of suppressions and TODOs.
import { spawnSync } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { ensureInstalled, root } from './install.mjs'

try {
  const { node, bin } = await ensureInstalled({ lint: true })
  const lintBin = join(root, 'tools/lint/node_modules/.bin')
  const env = { ...process.env, PATH: [lintBin, bin, process.env.PATH].join(delimiter) }
  const call = (file, args) => spawnSync(file, args, { cwd: root, env, stdio: 'inherit' }).status === 0
  const clean = call(join(lintBin, 'oxlint'), process.argv.slice(2))
  const explained = call(node, [join(root, 'tools/suppressions.ts')])
  process.exitCode = clean && explained ? 0 : 1
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
