/** `tenantry blueprint check FILE`: what is wrong in a blueprint file, without a server and without a database. */
import { readFile } from 'node:fs/promises'
import { parseBlueprint, WrongBlueprint } from './app.ts'
import { runOnce } from './command.ts'

runOnce(async ([file = '']) => {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => error)
  if (text instanceof Error) return { unreadable: `${file} cannot be read (${text.code}).` }
  try {
    const { name, product, levels, roles } = parseBlueprint(text, file)
    return { blueprint: { name, product, levels: levels.length, roles: roles.length } }
  } catch (error) {
    if (error instanceof WrongBlueprint) return { faults: error.faults }
    throw error
  }
})
