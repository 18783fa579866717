export type Strength = 'short' | 'weak' | 'fair' | 'strong'

const sequences = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'qwertzuiop', 'asdfghjkl']
const common = /passw|pass1|qwer|123|letmein|welcome|admin|hallo|iloveyou/i

/**
 * A hint while typing, from length and variety. The server decides, by how many guesses a dictionary needs; this only has
 * to be right about the direction.
 */
export function strengthOf(password: string, minLength: number, personal: readonly string[] = []): Strength {
  if (password.length < minLength) return 'short'
  const lower = password.toLowerCase()
  const distinct = new Set(lower).size
  const words = personal
    .flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length > 2)
  const rest = words.reduce((text, word) => text.replaceAll(word, ''), lower)
  const predictable = common.test(password) || sequences.some((run) => hasRun(lower, run))
  const worth = Math.min(rest.length, distinct * 1.6) - (predictable ? 5 : 0)
  if (worth < 9) return 'weak'
  return worth < 14 ? 'fair' : 'strong'
}

/** Four neighbouring characters of a sequence, such as `defg`. */
const hasRun = (text: string, run: string) =>
  Array.from({ length: run.length - 3 }, (_, at) => run.slice(at, at + 4)).some((piece) => text.includes(piece))
