import type { factors } from '@tenantry/contract'
import { settle } from '../../platform/refusal.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import { innerId } from '../../platform/value/ids.ts'
import { tidy } from '../../platform/value/text.ts'
import { forgetDevices } from '../devices/index.ts'
import { lockIdentity } from '../identities/index.ts'
import { endSessionsOfIdentity, keepShown, proofWays, shownFactor, vouchedThrough } from '../sessions/index.ts'
import { administeringWith } from './administering.ts'
import { enrollingWith, type Capabilities } from './enrolling.ts'
import { present } from './present.ts'
import { codeHash, newCodes } from './recovery.ts'
import { isNamed, isSeen, leftOf, markOfCodes, mayRemove, mayTurnOff } from './rules.marks.ts'
import { known } from './rules.ts'
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
        const all = (await store.all(tx, actor.identity, home.path)).filter((it) => it.here)
        const has = {
          password: await store.hasPassword(tx, actor.identity),
          apps: all.filter((it) => it.kind === 'app').length,
          passkeys: all.filter((it) => it.kind === 'passkey').length,
          recoveryCodes: await store.countCodes(tx, actor.identity, home.path),
        }
        return { ways: proofWays(has, actor.step), rememberDays }
      })
    },

    async list({ actor, home, asSelf }) {
      const word = vouchedThrough(actor)
      const { requiredBy, without } = await wantedOf(lookup, policies, actor.identity, word)
      return asSelf(async (tx) => {
        const all = await store.all(tx, actor.identity, home.path)
        return {
          items: all.filter(isSeen(word)).map(present),
          recoveryCodesLeft: await store.countCodes(tx, actor.identity, home.path),
          requiredBy,
          mayTurnOff: without(all.filter((it) => it.here).map((it) => it.id)),
        }
      })
    },

    rename: ({ actor, home, asSelf }, { factor, name }) =>
      asSelf(async (tx) => {
        const all = await store.all(tx, actor.identity, home.path)
        const before = settle(known(all.filter(isNamed(vouchedThrough(actor))).find((it) => it.id === innerId(factor))))
        const row = settle(known(await store.rename(tx, actor.identity, before.id, tidy(name))))
        await tx.record('factor.renamed', {
          at: home,
          target: { kind: 'user', id: actor.user },
          before: { factor: before.name },
          after: { factor: row.name },
        })
        return present({ ...row, here: before.here })
      }),

    remove: ({ actor, home, asSelf }, { factor }) =>
      asSelf(async (tx) => {
        await lockIdentity(tx, actor.identity)
        const { without } = await wantedOf(lookup, policies, actor.identity)
        const all = await store.all(tx, actor.identity, home.path)
        const shown = await shownFactor(tx, actor.session)
        const gone = settle(mayRemove(all, innerId(factor), shown, without))
        const { id, name, kind, connection_id: through } = gone
        await store.remove(tx, actor.identity, [id])
        await keepShown(tx, actor.session, leftOf(shown, await store.all(tx, actor.identity, home.path)))
        await forgetDevices(tx, actor.identity, through)
        await endSessionsOfIdentity(tx, actor.identity, actor.session, 'kept', through)
        const target = { kind: 'user', id: actor.user } as const
        await tx.record('factor.removed', { at: home, target, after: { factor: name, kind } })
        return null
      }),

    turnOff: ({ actor, home, asSelf }) =>
      asSelf(async (tx) => {
        await lockIdentity(tx, actor.identity)
        const { without } = await wantedOf(lookup, policies, actor.identity)
        const all = await store.all(tx, actor.identity, home.path)
        const shown = await shownFactor(tx, actor.session)
        const gone = settle(mayTurnOff(all, shown, without))
        const ids = gone.map((it) => it.id)
        await store.remove(tx, actor.identity, ids)
        // All that it goes as far as is gone.
        await keepShown(tx, actor.session, null)
        await forgetDevices(tx, actor.identity)
        await endSessionsOfIdentity(tx, actor.identity, actor.session, 'kept')
        await tx.record('factor.all_removed', {
          at: home,
          target: { kind: 'user', id: actor.user },
          after: { factors: gone.length },
        })
        return null
      }),

    async makeRecoveryCodes({ actor, home, asSelf }) {
      const { aside: recoveryCodes } = await asSelf.keeping(async (tx) => {
        await lockIdentity(tx, actor.identity)
        const all = await store.all(tx, actor.identity, home.path)
        const mark = settle(markOfCodes(all, await shownFactor(tx, actor.session)))
        const codes = newCodes()
        await store.replaceCodes(tx, actor.identity, codes.map(codeHash), mark, home.path)
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
