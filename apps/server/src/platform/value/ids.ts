/** Identifiers: UUIDv7 inside, with a type prefix outside (`usr_` and 32 hexadecimal digits). */
import { randomUUIDv7 } from 'node:crypto'

export type Kind = 'org' | 'usr' | 'inv' | 'ses' | 'mail' | 'evt' | 'key' | 'rol' | 'sgn'

export const newId = (): string => randomUUIDv7()
export const publicId = (kind: Kind, uuid: string): string => `${kind}_${uuid.replaceAll('-', '')}`
/** The UUID inside a public identifier whose shape the contract has checked already. */
export const innerId = (id: string): string =>
  id.slice(id.indexOf('_') + 1).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
