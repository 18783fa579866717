/** What a browser said it is, in words. */
import Bowser from 'bowser'

/** Browser and system, by names that only the library writes: a header's own words never get into a mail. */
export function browserOf(userAgent: string | null): { browser: string; system: string } {
  if (!userAgent) return { browser: '', system: '' }
  const { browser, os } = Bowser.parse(userAgent)
  const known = (name: string | undefined) =>
    name !== undefined && /^[\p{L}\p{N} ._+-]{1,40}$/u.test(name) ? name : ''
  return { browser: known(browser.name), system: known(os.name) }
}
export const inWords = ({ browser, system }: { browser: string; system: string }): string =>
  [browser, system].filter(Boolean).join(', ')
