#!/usr/bin/env node
// The command line runs on the project's own Node, whatever node the host has: plain JavaScript that hands over.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'

// Loading is most of what a short command takes; compiled code is kept between calls.
module.enableCompileCache?.()

const entry = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const own = fileURLToPath(
  new URL(`../../../node_modules/.bin/node${process.platform === 'win32' ? '.cmd' : ''}`, import.meta.url),
)

if (Number(process.versions.node.split('.')[0]) >= 24) await import(entry)
else if (!existsSync(own)) {
  process.stderr.write(
    `tenantry needs Node 24; this is ${process.versions.node}. Run "npm ci" in the folder of the project.\n`,
  )
  process.exitCode = 1
} else {
  const child = spawn(own, [entry, ...process.argv.slice(2)], { stdio: 'inherit' })
  const handOn = (signal) => child.kill(signal)
  process.on('SIGINT', handOn).on('SIGTERM', handOn).on('SIGHUP', handOn)
  child.on('exit', (code) => (process.exitCode = code ?? 1))
}
