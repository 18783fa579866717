/** How easily a password is guessed, by zxcvbn; its dictionaries take megabytes, so they are loaded when first needed. */
import type { ZxcvbnFactory } from '@zxcvbn-ts/core'

const longestJudged = 100 // characters: 256 cost 131 ms

let judge: Promise<ZxcvbnFactory> | undefined

async function load(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ])
  return new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
  })
}

/** Guesses needed, as a power of ten. `about`: words that belong to the person and are therefore guessed first. */
export async function guessesFor(password: string, about: readonly string[]): Promise<number> {
  judge ??= load()
  const words = about.flatMap((it) => [it, ...it.split(/[^\p{L}\p{N}]+/u)]).filter((it) => it.length > 2)
  return (await judge).check(password.slice(0, longestJudged), words).guessesLog10
}
