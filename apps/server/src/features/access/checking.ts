/** Many questions at once, answered by the same judgement as every route. */
import { check, type access } from '@tenantry/contract'
import { together } from '../../platform/db/together.ts'
import { settle } from '../../platform/refusal.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import { innerId, publicId } from '../../platform/value/ids.ts'
import { grantsOf, productPermissions } from '../roles/index.ts'
import { findUser } from '../users/index.ts'
import { areKnown, isFound, isThere, outOf, seenFrom, unproven } from './rules.ts'
import * as store from './store.ts'

type Checking = Pick<typeof access, 'check' | 'checkUser' | 'basis'>
export const checking: ActionsFor<Checking> = {
  /** The caller, their grants and the places came with one look-up; nothing more is read, unless a word may not exist. */
  async check({ actor, paths, asSelf }, { questions }) {
    if (unproven(questions, actor.grants).length)
      await asSelf(async (tx) => settle(areKnown(questions, await productPermissions(tx))))
    const answers = questions.map(({ permission, organization }) =>
      check(actor.grants, permission, paths.get(organization) ?? null),
    )
    return { answers }
  },

  checkUser: ({ at, inReach }, { user, questions }) =>
    inReach(async (tx) => {
      const ids = [...new Set(questions.map((it) => innerId(it.organization)))]
      const [found, home, places, grants, product] = await together(
        findUser(tx, at.path, innerId(user)),
        store.placeBelow(tx, at.path, at.id),
        store.placesBelow(tx, at.path, ids),
        grantsOf(tx, innerId(user)),
        productPermissions(tx),
      )
      const out = outOf(settle(isFound(found)).status === 'active', settle(isThere(home)).stopped)
      settle(areKnown(questions, product))
      const paths = new Map(places.map((it) => [it.id, it.path]))
      const answers = questions.map(({ permission, organization }) =>
        check(grants, permission, paths.get(innerId(organization)) ?? null, out),
      )
      return { answers }
    }),

  basis({ actor, paths }) {
    const seen = seenFrom(actor.grants)
    const places = [...paths].flatMap(([id, path]) => {
      const place = seen(path)
      return place === null ? [] : [{ organization: id, place }]
    })
    const grants = actor.grants.map(({ role, path, permissions }) => ({
      role,
      place: seen(path) ?? '',
      permissions: [...permissions],
    }))
    return Promise.resolve({ user: publicId('usr', actor.user), grants, places })
  },
}
