/** Asks whoever sits there to show once more that it is them, for an act that takes a fresh proof. */
type Ask = () => Promise<boolean>
let asking: Ask | undefined
let open: Promise<boolean> | undefined
const waiting = new Set<(ask: Ask | undefined) => void>()
const patience = 15_000 // ms

/** The one dialog of the page that does it; the returned function takes it away. */
export function answerProofs(ask: Ask): () => void {
  asking = ask
  for (const it of waiting) it(ask)
  waiting.clear()
  return () => {
    if (asking === ask) asking = undefined
  }
}
/** It is loaded after the page, and somebody may be quicker. */
const dialog = (): Promise<Ask | undefined> =>
  asking
    ? Promise.resolve(asking)
    : new Promise((resolve) => {
        waiting.add(resolve)
        setTimeout(() => resolve(undefined), patience)
      })
/** True once it was shown. Two acts that ask at the same time are answered together. */
export function askForProof(): Promise<boolean> {
  open ??= dialog()
    .then((ask) => ask?.() ?? false)
    .finally(() => (open = undefined))
  return open
}
