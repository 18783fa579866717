import type { factors } from '@tenantry/contract'
import { settle } from '../../platform/refusal.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import { innerId } from '../../platform/value/ids.ts'
import { tidy } from '../../platform/value/text.ts'
import { forgetDevices } from '../devices/index.ts'
import { lockIdentity } from '../identities/index.ts'
import { endSessionsOfIdentity, proofWays, vouchedThrough } from '../sessions/index.ts'
import { administeringWith } from './administering.ts'
import { enrollingWith, type Capabilities } from './enrolling.ts'
import { present } from './present.ts'
import { codeHash, newCodes } from './recovery.ts'
import { hasAny, known, mayBeWithout, mayRemove } from './rules.ts'
import * as store from './store.ts'
import { wantedOf } from './wanting.ts'

export const actionsWith = (capabilities: Capabilities): ActionsFor<typeof factors> => {
  const { lookup, policies } = capabilities
  return {
    ...enrollingWith(capabilities),
    ...administeringWith(capabilities),

    async ways({ actor, home, asSelf }) {
      const { 'mfa.remember_days': rememberDays } = await policies.values(home.path, 'mfa.remember_days')
      return asSelf(async (tx) => {
        const all = await store.all(tx, actor.identity)
        const has = {
          password: await store.hasPassword(tx, actor.identity),
          apps: all.filter((it) => it.kind === 'app').length,
          passkeys: all.filter((it) => it.kind === 'passkey').length,
          recoveryCodes: (await store.countCodes(tx, actor.identity)).left,
        }
        return { ways: proofWays(has, actor.step), rememberDays }
      })
    },

    async list({ actor, asSelf }) {
      const wants = await wantedOf(lookup, policies, actor.identity)
      return asSelf(async (tx) => ({
        items: (await store.all(tx, actor.identity)).map(present),
        recoveryCodesLeft: (await store.countCodes(tx, actor.identity)).left,
        ...wants,
      }))
    },

    rename: ({ actor, home, asSelf }, { factor, name }) =>
      asSelf(async (tx) => {
        const before = (await store.all(tx, actor.identity)).find((it) => it.id === innerId(factor))
        const row = settle(known(await store.rename(tx, actor.identity, innerId(factor), tidy(name))))
        await tx.record('factor.renamed', {
          at: home,
          target: { kind: 'user', id: actor.user },
          before: { factor: before?.name ?? '' },
          after: { factor: row.name },
        })
        return present(row)
      }),

    async remove({ actor, home, asSelf }, { factor }) {
      const { mayTurnOff } = await wantedOf(lookup, policies, actor.identity)
      return asSelf(async (tx) => {
        await lockIdentity(tx, actor.identity)
        const all = await store.all(tx, actor.identity)
        const { id, name, kind } = settle(mayRemove(all, innerId(factor), mayTurnOff))
        if (all.length === 1) await store.removeAll(tx, actor.identity)
        await store.remove(tx, actor.identity, id)
        await forgetDevices(tx, actor.identity)
        await endSessionsOfIdentity(tx, actor.identity, actor.session, 'kept')
        const target = { kind: 'user', id: actor.user } as const
        await tx.record('factor.removed', { at: home, target, after: { factor: name, kind } })
        return null
      })
    },

    async turnOff({ actor, home, asSelf }) {
      const { mayTurnOff } = await wantedOf(lookup, policies, actor.identity)
      return asSelf(async (tx) => {
        await lockIdentity(tx, actor.identity)
        settle(hasAny((await store.all(tx, actor.identity)).length))
        settle(mayBeWithout(mayTurnOff))
        const gone = await store.removeAll(tx, actor.identity)
        await forgetDevices(tx, actor.identity)
        await endSessionsOfIdentity(tx, actor.identity, actor.session, 'kept')
        await tx.record('factor.all_removed', {
          at: home,
          target: { kind: 'user', id: actor.user },
          after: { factors: gone },
        })
        return null
      })
    },

    async makeRecoveryCodes({ actor, home, asSelf }) {
      const { aside: recoveryCodes } = await asSelf.keeping(async (tx) => {
        await lockIdentity(tx, actor.identity)
        settle(hasAny((await store.all(tx, actor.identity)).length))
        const codes = newCodes()
        await store.replaceCodes(tx, actor.identity, codes.map(codeHash), vouchedThrough(actor))
        await tx.record('recovery_codes.made', {
          at: home,
          target: { kind: 'user', id: actor.user },
          after: { left: codes.length },
        })
        return { answer: { recoveryCodes: null }, aside: codes }
      })
      return { recoveryCodes }
    },
  }
}
