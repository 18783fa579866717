/** Makes sure that the sample is there, and says whom one can sign in as. */
import type { App } from '../app.ts'
import { WrongConfig, type Config } from '../config.ts'
import { fill, rolesOf, stateOf } from './fill.ts'
import { password, signIns, tenants } from './people.ts'

export async function signInsOf(app: App, { data }: Pick<Config, 'data'>): Promise<string[]> {
  const state = await stateOf(app)
  if (state === 'other blueprint')
    throw new WrongConfig('--blueprint (BLUEPRINT)', 'backoffice: the demo has no sample for another one')
  if (state === 'foreign')
    throw new WrongConfig('--data', `another folder: ${data} holds an installation that the demo did not make`)
  if (state === 'empty') await fill(app, new Date())
  const labels = await rolesOf(app)
  const width = Math.max(...signIns.map(({ email }) => email.length))
  return signIns.map(({ email, role }, n) => {
    const where = n === 0 ? '' : `, ${tenants[0]?.name}`
    return `${email.padEnd(width)}  ${password}  (${labels.get(role) ?? role}${where})`
  })
}
