import Bowser from 'bowser'

/** Browser and system as a person would name them; a hint for recognising one's own devices, not a proof. */
export function deviceOf(userAgent: string | null) {
  if (!userAgent) return null
  const { browser, os } = Bowser.parse(userAgent)
  return browser.name && os.name ? { browser: browser.name, system: os.name } : null
}
