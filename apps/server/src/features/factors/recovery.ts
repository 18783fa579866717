/** Recovery codes: 120 random bits each, so that a plain hash keeps them as well as a slow one would (ASVS 6.5.2). */
import { recoveryCodeCount } from '@tenantry/contract'
import { randomBytes } from 'node:crypto'
import { hashOf } from '../../platform/crypto/keys.ts'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ' // Crockford's base32
const symbols = 24

/** Like `7K3M9Q-R2T4VX-8ABCDE-FGH1JK`. */
function newCode(): string {
  const code = Array.from(randomBytes(symbols), (byte) => alphabet[byte % alphabet.length]).join('')
  return code.replace(/.{6}(?=.)/g, '$&-')
}
export const newCodes = (): string[] => Array.from({ length: recoveryCodeCount }, newCode)

/** As people type: any case, with dashes or without, and the letters that look like digits. */
export const codeHash = (typed: string): Buffer =>
  hashOf(typed.toUpperCase().replaceAll('-', '').replaceAll(/[IL]/g, '1').replaceAll('O', '0'))
