import type { Language } from '@tenantry/contract'
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

type Catalogue = Record<string, object>
/** One chunk per language; a person loads only their own. */
export type Catalogues = Readonly<Record<Language, () => Promise<{ catalogue: Catalogue }>>>

const remembered = 'tenantry.language'
let catalogues: Catalogues | undefined

/** Some systems make the browser say "en-US@posix", which no formatter takes. */
const isLocale = (tag: string): boolean => {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}
/** The person's own way to write dates and numbers where it fits the language: British English stays British. */
export const localeOf = (language: string) =>
  navigator.languages.find((tag) => tag.slice(0, 2) === language && isLocale(tag)) ?? language

export const isLanguage = (value: string): value is Language => value === 'en' || value === 'de'

function preferred(): Language {
  const stored = localStorage.getItem(remembered)
  if (stored && isLanguage(stored)) return stored
  const offered = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase())
  return offered.find(isLanguage) ?? 'en'
}

export async function startTexts(all: Catalogues) {
  catalogues = all
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: false,
    ns: [],
    resources: {},
    // React escapes; escaping twice would print `&amp;`.
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  })
  await speak(preferred())
}

/** Loads a language and shows it; it stays this browser's choice for pages before sign-in. */
export async function speak(language: Language) {
  if (!catalogues) return
  const { catalogue } = await catalogues[language]()
  for (const [namespace, texts] of Object.entries(catalogue)) i18next.addResourceBundle(language, namespace, texts)
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
  localStorage.setItem(remembered, language)
}
