/** What a turn of the event loop says to the database goes out as one piece. */
import { Socket } from 'node:net'

/**
 * The driver corks its socket for each statement, and uncorks it: of those that are sent without waiting for one another each costs
 * a system call, and wakes the database. Here the cork comes out behind the promises of the turn; what they ask for goes along.
 */
class TurnSocket extends Socket {
  #due = false

  override uncork(): void {
    if (this.#due) return
    this.#due = true
    process.nextTick(() => {
      this.#due = false
      while (this.writableCorked > 0) super.uncork()
    })
  }
}
/** For a client's configuration. Over TLS, which does its own writing, it changes nothing. */
export const byTurns = { stream: () => new TurnSocket() }
