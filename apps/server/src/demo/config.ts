/** The server's own configuration, kept to this machine and to a folder of its own. */
import { parse } from 'node:path'
import { isLoopback, readConfig, WrongConfig, type Config } from '../config.ts'

// A demonstration must neither fill somebody's database nor send mails to the people it made up.
const left = ['DATA', 'DATABASE_URL', 'DATABASE_DIRECT_URL', 'DATABASE_OWNER_URL', 'SMTP_URL', 'MAIL_FROM']
const known = 'the demo’s passwords are known to everybody, so it is for this machine alone'

export function demoConfig(args: string[], env: NodeJS.ProcessEnv): Config {
  const kept = Object.fromEntries(Object.entries(env).filter(([name]) => !left.includes(name)))
  const { blueprint } = readConfig(args, kept)
  // A sample fits the blueprint it was made for: each has a folder of its own.
  const folder = blueprint === 'backoffice' ? 'data/demo' : `data/demo-${parse(blueprint).name}`
  const config = readConfig(args, { ...kept, DATA: folder })
  if (!isLoopback(config.publicUrl.hostname))
    throw new WrongConfig('PUBLIC_URL', `left out, or a loopback address such as http://localhost:3000: ${known}`)
  if (!['127.0.0.1', '::1', 'localhost'].includes(config.host))
    throw new WrongConfig('HOST', `left out, or 127.0.0.1: ${known}`)
  return config
}
