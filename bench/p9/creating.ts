/** Creating a user as accepting an invitation does, without what a password costs: its stores, its record, one transaction. */
import { createIdentity } from '../../apps/server/src/features/identities/index.ts'
import { insertUser } from '../../apps/server/src/features/users/index.ts'
import { openPool, type Connection } from '../../apps/server/src/platform/db/pool.ts'
import { transactOn } from '../../apps/server/src/platform/db/transaction.ts'
import { recorderWith } from '../../apps/server/src/platform/events/recorder.ts'
import { subtreeOf } from '../../apps/server/src/platform/value/reach.ts'
import { newcomer, type Person } from './sql.ts'

export function creating(app: Connection, size: number) {
  const pool = openPool(app, size, () => undefined)
  const transact = transactOn(
    pool,
    recorderWith(async () => {}),
  )
  return {
    async create({ user, path, organization }: Person): Promise<void> {
      const { id, identity, email, firstName, lastName } = newcomer()
      const by = { user, name: 'Zoe Reader', requestId: id }
      await transact({ reach: subtreeOf(path), identity, by, now: new Date() }, async (tx) => {
        await createIdentity(tx, {
          id: identity,
          email,
          passwordHash: 'not a hash',
          language: 'en',
          mailboxProven: true,
        })
        const names = { email, firstName, lastName, invitation: null }
        await insertUser(tx, { id, identity, ...names, home: path, role: 'employee' })
        const after = { email, name: `${firstName} ${lastName}`, role: 'Employee', status: 'active' }
        await tx.record('user.joined', { at: { id: organization, path }, target: { kind: 'user', id }, after })
      })
    },
    close: () => pool.end(),
  }
}
