import type { Key, keys } from '@tenantry/contract'
import { newKey } from '../../platform/crypto/keys.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import { innerId, newId, publicId } from '../../platform/value/ids.ts'
import { settle } from '../../platform/refusal.ts'
import { tidy } from '../../platform/value/text.ts'
import { existed, keyEnd, mayCreate, mayRevoke } from './rules.ts'
import * as store from './store.ts'

export const actions: ActionsFor<typeof keys> = {
  list: ({ actor, asSelf }) =>
    asSelf(async (tx) => ({ items: (await store.open(tx, actor.user)).map((row) => present(row, actor.session)) })),

  async create({ actor, home, address, now, asSelf }, { name, days = 90 }) {
    const { token, hash } = newKey()
    const { answer, aside: secret } = await asSelf.keeping(async (tx) => {
      // Routes about oneself hold one's account: of two creations at once the second counts the first.
      settle(mayCreate((await store.open(tx, actor.user)).length))
      const row = await store.insert(tx, {
        id: newId(),
        tokenHash: hash,
        identity: actor.identity,
        user: actor.user,
        home: home.path,
        connection: actor.connection,
        vouched: actor.vouched,
        name: tidy(name),
        expiresAt: keyEnd(now, days),
        address,
      })
      await tx.record('key.created', {
        at: home,
        target: { kind: 'user', id: actor.user },
        after: { name: tidy(name), expiresAt: row.expires_at.toISOString() },
      })
      return { answer: { ...present(row, actor.session), secret: null }, aside: token }
    })
    return { ...answer, secret }
  },

  revoke: ({ actor, home, asSelf }, { key }) =>
    asSelf(async (tx) => {
      settle(mayRevoke(actor, innerId(key)))
      const { name } = settle(existed(await store.revoke(tx, actor.user, innerId(key))))
      await tx.record('key.revoked', {
        at: home,
        target: { kind: 'user', id: actor.user },
        after: { name: name ?? '' },
      })
      return null
    }),
}

type Row = Awaited<ReturnType<typeof store.open>>[number]
const present = (row: Row, current: string): Key => ({
  id: publicId('key', row.id),
  name: row.name ?? '',
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
  current: row.id === current,
})
