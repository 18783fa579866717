/** Asks whoever sits there to show once more that it is them, for an act that takes a fresh proof. */
type Ask = () => Promise<boolean>
let asking: Ask | undefined
let open: Promise<boolean> | undefined

/** The one dialog of the page that does it; the returned function takes it away. */
export function answerProofs(ask: Ask): () => void {
  asking = ask
  return () => {
    if (asking === ask) asking = undefined
  }
}
/** True once it was shown. Two acts that ask at the same time are answered together. */
export function askForProof(): Promise<boolean> {
  if (!asking) return Promise.resolve(false)
  open ??= asking().finally(() => (open = undefined))
  return open
}
