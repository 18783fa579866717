/** Makes sure that the sample is there, and says whom one can sign in as. */
import type { App } from '../app.ts'
import { WrongConfig, type Config } from '../config.ts'
import { officesFor } from './cast.ts'
import { blueprintOf, fill, stateOf } from './fill.ts'
import { password } from './people.ts'

export async function signInsOf(app: App, { data }: Pick<Config, 'data'>): Promise<string[]> {
  const state = await stateOf(app)
  if (state === 'foreign')
    throw new WrongConfig('--data', `another folder: ${data} holds an installation that the demo did not make`)
  if (state === 'empty') await fill(app, new Date())
  const offices = officesFor(await blueprintOf(app))
  const all = offices.flatMap(({ name, parent, signIns }) => signIns.map((it) => ({ ...it, name, parent })))
  const width = Math.max(...all.map(({ email }) => email.length))
  return all.map(({ email, label, name, parent }) => {
    const where = parent === null ? '' : `, ${name}`
    return `${email.padEnd(width)}  ${password}  (${label}${where})`
  })
}
