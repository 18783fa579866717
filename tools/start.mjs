// `npm start` and `npm run demo`: from a fresh clone to a running server. Runs on the host's node, so plain JavaScript.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureInstalled, root } from './install.mjs'

const consoleFolder = join(root, 'apps/console')
const built = join(consoleFolder, 'dist/index.html')
const stamp = join(consoleFolder, 'dist/.built-from')

try {
  const { node } = await ensureInstalled()
  const helps = process.argv.some((it) => it === '--help' || it === '-h')
  const sources = digestOf(['apps/console', 'packages/contract/src', 'packages/sdk/src', 'package-lock.json'])
  if (!helps && (!existsSync(built) || read(stamp) !== sources)) {
    process.stderr.write('Building the console ...\n')
    await run(node, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], consoleFolder)
    writeFileSync(stamp, sources)
  }
  const [first, ...rest] = process.argv.slice(2)
  const entry = first === '--demo' ? 'apps/server/src/demo/main.ts' : 'apps/server/src/main.ts'
  await serve(node, [join(root, entry), ...(first === '--demo' ? rest : process.argv.slice(2))])
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
}

/** Names, sizes and times tell whether anything changed; reading every file would cost a warm start its time. */
function digestOf(paths) {
  const hash = createHash('sha256')
  const look = (path) => {
    const facts = statSync(path)
    if (!facts.isDirectory()) return void hash.update(`${path} ${facts.size} ${facts.mtimeMs}\n`)
    for (const name of readdirSync(path).sort())
      if (!/^(dist|node_modules|test|.*\.tsbuildinfo)$/.test(name)) look(join(path, name))
  }
  for (const path of paths) look(join(root, path))
  return hash.digest('hex')
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function run(command, args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 2, 2] })
    child.on('error', reject)
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${args[0]} failed (${code})`))))
  })
}

/** Signals are handed on. Ctrl-C reaches the server by the terminal, too; it stops once. */
function serve(node, args) {
  // Compiled code is kept between starts: loading it is most of a warm start.
  const env = { NODE_ENV: 'production', NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/node'), ...process.env }
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, { stdio: 'inherit', env })
    const handOn = (signal) => child.kill(signal)
    process.on('SIGINT', handOn).on('SIGTERM', handOn).on('SIGHUP', handOn)
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1)
      resolve()
    })
  })
}
