// A name says what a thing is of the field: these say nothing.
const empty = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'manager', 'managers', 'service', 'services'])

/** The part of a path whose name is empty; `UserManager.ts` is one as well, `service-accounts` is not. */
export function emptyName(path: string): string | undefined {
  return path.split('/').find((part) => {
    const [stem = ''] = part.split('.')
    const words = stem.replace(/([a-z\d])([A-Z])/g, '$1-$2').split(/[-_]/)
    return empty.has((words.at(-1) ?? '').toLowerCase())
  })
}
