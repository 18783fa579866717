// Runs one command of a stage: its whole process group ends with it, at the latest when its time is over.
import { spawn } from 'node:child_process'

const grace = 5_000
const running = new Set()
const ending = new Set()

/**
 * @param {string[]} command
 * @param {{ limit: number, live?: boolean, cwd?: string, env?: NodeJS.ProcessEnv }} options limit in ms; live: print at once
 * @returns {Promise<{ code: number, output: string, timedOut: boolean }>}
 */
export function run([file, ...args], { limit, live = false, cwd, env }) {
  return new Promise((done) => {
    const stdio = live ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe']
    const child = spawn(file, args, { cwd, env, stdio, detached: true })
    let output = ''
    let timedOut = false
    child.stdout?.on('data', (it) => (output += it))
    child.stderr?.on('data', (it) => (output += it))
    running.add(child.pid)
    const timer = setTimeout(() => {
      timedOut = true
      endGroup(child.pid)
    }, limit)

    const finish = (code) => {
      clearTimeout(timer)
      running.delete(child.pid)
      done({ code: timedOut ? 124 : code, output, timedOut })
    }
    child.on('error', (error) => {
      output += error.message
      finish(127)
    })
    // 'close' waits for every holder of the pipes: what a command leaves behind must not hold up the stages after it.
    child.on('exit', (code, signal) => {
      endGroup(child.pid)
      child.on('close', () => finish(code ?? (signal ? 128 : 1)))
    })
  })
}

/** Asks every process of the group to end, and makes those end that did not. Nobody waits for it. */
function endGroup(pid) {
  if (!signalGroup(pid, 'SIGTERM')) return
  ending.add(pid)
  setTimeout(() => {
    signalGroup(pid, 'SIGKILL')
    ending.delete(pid)
  }, grace).unref()
}

process.on('exit', () => {
  for (const pid of ending) signalGroup(pid, 'SIGKILL')
})

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal)
    return true
  } catch {
    return false
  }
}

/** Interrupting the test run must not leave servers, databases and browsers behind. */
export function endAllOnInterrupt() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      for (const pid of running) signalGroup(pid, 'SIGTERM')
      setTimeout(() => {
        for (const pid of running) signalGroup(pid, 'SIGKILL')
        process.exit(130)
      }, 1_000)
    })
  }
}
