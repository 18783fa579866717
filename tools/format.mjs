// `npm run format` writes, `npm run format -- --check` only tells. Further arguments are paths.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureInstalled, root } from './install.mjs'

try {
  await ensureInstalled({ lint: true })
  const paths = process.argv.slice(2).filter((it) => it !== '--check')
  const write = process.argv.includes('--check') ? [] : ['--write']
  const biome = join(root, 'tools/lint/node_modules/.bin/biome')
  const { status } = spawnSync(biome, ['format', ...write, ...paths], { cwd: root, stdio: 'inherit' })
  process.exitCode = status ?? 1
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
