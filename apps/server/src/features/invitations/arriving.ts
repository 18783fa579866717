/** Accepting through the organization's provider, which vouches for the address that was invited. */
import { hashOf } from '../../platform/crypto/keys.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { settle } from '../../platform/refusal.ts'
import { subtreeOf } from '../../platform/value/reach.ts'
import type { Policies } from '../policies/index.ts'
import { insertUser } from '../users/index.ts'
import { recordJoining } from './accepting.ts'
import { stillStands } from './inviters.ts'
import { mayComeByLink, mayUse } from './rules.ts'
import * as store from './store.ts'

export type Invitation = store.FoundInvitation
export interface Comer {
  readonly identity: string
  readonly user: string
  readonly firstName: string
  readonly lastName: string
}

export const invitedWith = ({ lookup, policies }: { readonly lookup: Lookup; readonly policies: Policies }) => {
  const isUsable = async (it: Invitation, now: Date): Promise<boolean> =>
    mayUse(it, now, await stillStands(lookup, it)).granted &&
    mayComeByLink((await policies.effective(it.org_path, 'onboarding.modes')).value).granted
  const usable = async (found: readonly Invitation[], now: Date): Promise<Invitation | undefined> => {
    for (const it of found) if (await isUsable(it, now)) return it
    return undefined
  }
  const rows = (statement: { name: string; text: string }, values: unknown[]) =>
    lookup<Invitation & Record<string, unknown>>(statement, values)
  return {
    byToken: async (token: string, now: Date) => usable(await rows(store.byTokenStatement, [hashOf(token)]), now),
    byId: async (id: string, now: Date) => usable(await rows(store.byIdStatement, [id]), now),
    /** Of an address, in an organization or below it; the newest that can be used. */
    async byAddress(email: string, path: string, now: Date): Promise<Invitation | undefined> {
      const { lo, hi } = subtreeOf(path)
      return usable(await rows(store.byAddressStatement, [email, lo, hi]), now)
    },
    /** In the transaction of the sign-in, which locks the person. Asked again: it may have been used or ended meanwhile. */
    async accept(tx: Tx, it: Invitation, { identity, user, firstName, lastName }: Comer): Promise<void> {
      settle(mayUse(await store.lockById(tx, it.id), tx.now, await stillStands(lookup, it)))
      settle(mayComeByLink((await policies.effective(it.org_path, 'onboarding.modes')).value))
      await store.markAccepted(tx, it.id)
      await insertUser(tx, {
        id: user,
        identity,
        email: it.email,
        firstName,
        lastName,
        home: it.org_path,
        role: it.role,
        invitation: it.id,
      })
      await recordJoining(tx, it, user, `${firstName} ${lastName}`, false)
    },
  }
}
export type Invited = ReturnType<typeof invitedWith>
