/** How easily a password is guessed, by zxcvbn; its dictionaries take megabytes, so they are loaded when first needed. */
import type { ZxcvbnFactory } from '@zxcvbn-ts/core'

const longestJudged = 100 // characters: 256 cost 131 ms

interface Judge {
  readonly zxcvbn: ZxcvbnFactory
  /** 49,233 passwords that leaked and are tried first, in small letters; ships with the product (docs/decisions/0020). */
  readonly leaked: ReadonlySet<string>
}
let judge: Promise<Judge> | undefined

async function load(): Promise<Judge> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ])
  const zxcvbn = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
  })
  return { zxcvbn, leaked: new Set(common.dictionary['passwords-common']) }
}

/** Guesses needed, as a power of ten. `about`: words that belong to the person and are therefore guessed first. */
export async function guessesFor(password: string, about: readonly string[]): Promise<number> {
  judge ??= load()
  const words = about.flatMap((it) => [it, ...it.split(/[^\p{L}\p{N}]+/u)]).filter((it) => it.length > 2)
  return (await judge).zxcvbn.check(password.slice(0, longestJudged), words).guessesLog10
}

/** Whether it is on the list of leaked ones: however its letters are written, in the form in which it is hashed. */
export async function isLeaked(password: string): Promise<boolean> {
  judge ??= load()
  return (await judge).leaked.has(password.normalize('NFKC').toLowerCase())
}
