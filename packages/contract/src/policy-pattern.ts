/**
 * The regular expressions that organizations may write: texts of one line, tried against codes of at most 40 characters.
 * No groups, so nothing repeats what repeats; no backreferences, no looking around, no lazy repetition. Three parts of
 * varying length at most: a code of 40 characters then costs some ten thousand steps at worst, and none costs minutes.
 */
const plain = String.raw`[A-Za-z0-9 _:/,@#=&%~!<>'";-]`
const escaped = String.raw`\\[dwsDWS.\\/^$|?*+(){}\[\]-]`
const inClass = String.raw`(?:[A-Za-z0-9 _:/.,@#=&%~!<>'";*+?(){}$|-]|\\[dws.\\/^\]\[-])`
const atom = String.raw`(?:\.|\^|\$|${plain}|${escaped}|\[\^?${inClass}+\])`
const repetition = String.raw`(?:[?*+]|\{\d{1,2}(?:,\d{0,2})?\})`
const whole = new RegExp(`^(?:${atom}${repetition}?|\\|)+$`)
const part = new RegExp(`(${atom})(${repetition})?|\\|`, 'g')

export const patternLength = 100
const mostVarying = 3

/** Whether a pattern lies in the safe subset and means something. */
export function isSafePattern(pattern: string): boolean {
  if (pattern.length > patternLength || !whole.test(pattern) || compiled(pattern) === undefined) return false
  const repeated = [...pattern.matchAll(part)].map(([, , times]) => times)
  return repeated.filter((times) => times !== undefined && !/^\{\d+\}$/.test(times)).length <= mostVarying
}
/** The whole of a code must match, as if the pattern were anchored at both ends. */
export const matchesPattern = (pattern: string, code: string): boolean => compiled(pattern)?.test(code) ?? false

function compiled(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u')
  } catch {
    return undefined // a range that runs backwards, say
  }
}
