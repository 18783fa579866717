/** As many family names as a million people have: those of the demonstration, common ones first, and composed ones. */
import { firstNames, inAddress, lastNames } from '../apps/server/src/demo/names.ts'
import { foldedName } from '../apps/server/src/platform/value/text.ts'

const heads =
  'Berg Sten Lind Öst Väst Kron Hag Sjö Falk Eich Roth Gold Silber Stein Wald Feld Mar Dor Val Kar Tal Sol Mon'
const tails =
  'mann ström lund qvist berg feld hof bach ová ski wicz escu opoulos idis oğlu sen son ez es ini etti ard eau ier'
const composed = heads.split(' ').flatMap((head) => tails.split(' ').map((tail) => head + tail))
const double = lastNames.slice(0, 60).flatMap((one) => composed.slice(0, 60).map((other) => `${one}-${other}`))

export interface NamePool {
  readonly written: string[]
  /** Folded exactly as the server folds names for sorting and searching. */
  readonly folded: string[]
  readonly address: string[]
}
const pool = (written: readonly string[]): NamePool => ({
  written: [...written],
  folded: written.map(foldedName),
  address: written.map(inAddress),
})
export const givenNames = pool(firstNames)
export const familyNames = pool([...lastNames, ...composed, ...double])
