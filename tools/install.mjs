// Runs on the host's node before anything is installed, which may be older than 24: plain JavaScript, no dependencies.
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(fileURLToPath(import.meta.url), '../..')
const wantedMajor = '24'
const lockPatience = 15 * 60_000

/**
 * Makes sure that node_modules is what the lockfile says and holds node 24; throws an Error of one plain sentence if not.
 * @param {{ lint?: boolean, folder?: string }} [options] lint: also the tools of tools/lint
 * @returns {Promise<{ node: string, bin: string }>} the node to run everything with, and its folder
 */
export async function ensureInstalled({ lint = false, folder = root } = {}) {
  await oneAtATime(folder, async () => {
    if (!isCurrent(folder)) {
      await npm(['ci'], folder, 'Installing the packages of package-lock.json (npm ci) ...')
      writeFileSync(stampFile(folder), hashOf(folder, 'package-lock.json'))
    }
    if (lint && !lintIsCurrent(folder)) await installLint(join(folder, 'tools/lint'))
  })
  const bin = join(folder, 'node_modules/.bin')
  const node = join(bin, process.platform === 'win32' ? 'node.cmd' : 'node')
  checkNode(node)
  return { node, bin }
}

/** The stamp is quick; without one, npm's own record counts, so that `npm ci && npm start` does not install twice. */
export function isCurrent(folder) {
  if (read(stampFile(folder)) === hashOf(folder, 'package-lock.json')) return true
  const installed = packagesOf(join(folder, 'node_modules/.package-lock.json'))
  const wanted = packagesOf(join(folder, 'package-lock.json'))
  if (!installed || !wanted) return false
  const same = Object.entries(wanted).every(([path, it]) => {
    if (!path.includes('node_modules/')) return true
    return installed[path] ? installed[path].version === it.version : Boolean(it.optional)
  })
  if (same) writeFileSync(stampFile(folder), hashOf(folder, 'package-lock.json'))
  return same
}

const stampFile = (folder) => join(folder, 'node_modules/.tenantry-lockfile')
const lintStamp = (folder) => join(folder, 'node_modules/.tenantry-package')
const hashOf = (folder, file) =>
  createHash('sha256')
    .update(read(join(folder, file)) ?? '')
    .digest('hex')

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function packagesOf(file) {
  const text = read(file)
  return text === undefined ? undefined : JSON.parse(text).packages
}

const lintIsCurrent = (folder) => {
  const lint = join(folder, 'tools/lint')
  return read(lintStamp(lint)) === hashOf(lint, 'package.json')
}

async function installLint(folder) {
  rmSync(join(folder, 'node_modules'), { recursive: true, force: true })
  await npm(['install'], folder, 'Installing the lint tools (tools/lint) ...')
  writeFileSync(lintStamp(folder), hashOf(folder, 'package.json'))
}

function npm(args, cwd, announcement) {
  console.error(announcement)
  return new Promise((done, fail) => {
    const child = spawn('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd,
      env: hostEnvironment(process.env),
      stdio: ['ignore', process.stderr, process.stderr],
      shell: process.platform === 'win32',
    })
    child.on('error', () => fail(new Error('npm was not found: install Node.js with npm and try again.')))
    child.on('close', (code) => {
      if (code === 0) return done()
      fail(new Error(`"npm ${args.join(' ')}" failed in ${cwd}: its message above says why.`))
    })
  })
}

/**
 * `npm ci` deletes node_modules and with it the node that runs this very script: npm must use the host's. The settings an
 * outer `npm test` hands down name the outer package and would send an inner install there.
 */
export function hostEnvironment(env) {
  const outer = /^npm_(package|lifecycle|config_local_prefix|config_workspace|command|execpath|node_execpath)/i
  const kept = Object.fromEntries(Object.entries(env).filter(([name]) => !outer.test(name)))
  const folders = (env.PATH ?? '').split(delimiter)
  const host = folders.filter((it) => !/node_modules[\\/]\.bin[\\/]?$/.test(it))
  const hasNpm = host.some((it) => existsSync(join(it, 'npm')) && existsSync(join(it, 'node')))
  return hasNpm ? { ...kept, PATH: host.join(delimiter) } : kept
}

function checkNode(node) {
  let version
  try {
    version = execFileSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8', timeout: 30_000 }).trim()
  } catch {
    throw new Error(
      `Node ${wantedMajor} is missing from node_modules/.bin: delete node_modules and run "npm ci" again.`,
    )
  }
  if (version.split('.')[0] === wantedMajor) return
  throw new Error(`Tenantry needs Node ${wantedMajor}, but node_modules/.bin/node is ${version}: run "npm ci" again.`)
}

/** A folder is made by one process only; the number inside tells whether that process still lives. */
async function oneAtATime(folder, work) {
  const lock = join(tmpdir(), `tenantry-install-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`)
  const until = Date.now() + lockPatience
  while (!take(lock)) {
    const owner = Number(read(join(lock, 'pid')))
    if (owner && !isAlive(owner)) rmSync(lock, { recursive: true, force: true })
    else if (Date.now() > until) throw new Error(`Another installation holds ${lock}: delete it if none is running.`)
    else await new Promise((done) => setTimeout(done, 200))
  }
  try {
    return await work()
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

function take(lock) {
  try {
    mkdirSync(lock)
    writeFileSync(join(lock, 'pid'), String(process.pid))
    return true
  } catch {
    return false
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    await ensureInstalled({ lint: process.argv.includes('--lint') })
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
