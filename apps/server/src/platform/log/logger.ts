/** Structured logs: one JSON line per fact, with the request's id, without secrets. */
import pino, { type DestinationStream, type Logger } from 'pino'

const secrets = [
  'password',
  'currentPassword',
  'recoveryCode',
  'passkey',
  'attempt',
  'newPassword',
  'token',
  'secret',
  'cookie',
  'authorization',
  'set-cookie',
]

export const createLogger = (level: string, destination: DestinationStream = pino.destination(1)): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: secrets.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
        censor: '[removed]',
      },
      serializers: { err: errorFacts },
    },
    destination,
  )

/** Statement parameters and row details of the driver's errors hold personal data: only what locates the fault is kept. */
function errorFacts(error: unknown) {
  if (!(error instanceof Error)) return { message: String(error) }
  const { code, constraint } = error as { code?: unknown; constraint?: unknown }
  return { type: error.name, message: error.message, code, constraint, stack: error.stack }
}
export type { Logger }
