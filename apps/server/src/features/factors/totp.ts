/** Codes of authenticator apps (RFC 6238): SHA-1, six digits, thirty seconds, which is what all apps agree on. */
import { generateSecret, generateURI, verifySync } from 'otplib'

const period = 30 // seconds

/** 160 random bits, in base32. */
export const newSecret = (): string => generateSecret()
export const uriOf = (secret: string, issuer: string, label: string): string => generateURI({ issuer, label, secret })

/**
 * The time step of a code that is right now, one step early or one late; null when it is none of the three, or not
 * newer than the last that was accepted: a code counts once.
 */
export function stepOf(secret: string, code: string, now: Date, last: number | null): number | null {
  const result = verifySync({
    secret,
    token: code,
    period,
    epoch: Math.floor(now.getTime() / 1000),
    epochTolerance: period,
    ...(last !== null && { afterTimeStep: last }),
  })
  return result.valid && 'timeStep' in result ? result.timeStep : null
}
