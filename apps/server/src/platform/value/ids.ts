/** Identifiers: UUIDv7 inside, with a type prefix outside (`usr_` and 32 hexadecimal digits). */
import { randomUUIDv7 } from 'node:crypto'

export type Kind =
  | 'org'
  | 'usr'
  | 'inv'
  | 'ses'
  | 'mail'
  | 'evt'
  | 'key'
  | 'rol'
  | 'fac'
  | 'dev'
  | 'con'
  | 'dom'
  | 'lnk'
  | 'sgn'

export const newId = (): string => randomUUIDv7()
export const publicId = (kind: Kind, uuid: string): string => `${kind}_${uuid.replaceAll('-', '')}`
/** The UUID inside a public identifier whose shape the contract has checked already. */
export function innerId(id: string): string {
  const it = id.slice(id.indexOf('_') + 1)
  return `${it.slice(0, 8)}-${it.slice(8, 12)}-${it.slice(12, 16)}-${it.slice(16, 20)}-${it.slice(20)}`
}
