import { federation, policies, type ProviderFault } from '@tenantry/contract'
import { grant, refusals, type Refused, type Ruling } from '../../platform/refusal.ts'
import type { Grant } from '../../platform/value/actor.ts'
import { placeOf } from '../../platform/value/address.ts'
import type { Limit } from '../../platform/value/limit.ts'
import { isWithin } from '../../platform/value/reach.ts'
import { outranks } from '../roles/index.ts'

export const mostConnections = 50
export const mostDomains = 200
const minute = 60_000
const day = 86_400_000
export const stateEnd = (now: Date): Date => new Date(now.getTime() + 10 * minute)

const create = refusals(federation.create)
const beside = (field: string, code: string, message: string) => ({
  fields: [{ path: `body.${field}`, code, message }],
})
export const exists = <C>(found: C | undefined): Ruling<C> =>
  found === undefined ? refusals(federation.show)('connection_unknown') : grant(found)
export const hasRoom = (there: number): Ruling =>
  there < mostConnections ? grant(undefined) : create('connections_full')
/** Secrets and codes go there: encrypted, unless the operator has named the host. */
export const mayTrust = (issuer: URL | null, named: boolean): Ruling =>
  issuer !== null && (issuer.protocol === 'https:' || named)
    ? grant(undefined)
    : create('issuer_insecure', beside('issuer', 'issuer_insecure', 'An https:// address.'))
export const roleUnknown = (field: string): Refused =>
  create('role_unknown', beside(field, 'role_unknown', 'There is no such role here.'))
export const roleNotAssignable = (field: string): Refused =>
  create('role_not_assignable', beside(field, 'role_not_assignable', 'This role is above what you may give.'))

/** `left`: an administrator could still sign in wherever nothing but federation is taken. */
export const mayEnd = (left: boolean): Ruling =>
  left ? grant(undefined) : refusals(federation.remove)('connection_needed')
export const mayRequire = (proven: boolean): Ruling =>
  proven
    ? grant(undefined)
    : refusals(policies.set)('connection_missing', {
        fields: [
          {
            path: 'body.value',
            code: 'connection_missing',
            message: 'An administrator must have signed in through a connection first.',
          },
        ],
      })

export const testLimit = (actor: string): Limit => ({ name: `connection-test/${actor}`, most: 40 })
export const mayTest = (wait: number | null): Ruling =>
  wait === null ? grant(undefined) : refusals(federation.test)('connection_busy', { retryAfter: wait })
export const beginLimit = (address: string): Limit => ({ name: `federation//${placeOf(address)}`, most: 300 })
export const mayTry = (wait: number | null): Ruling =>
  wait === null ? grant(undefined) : refusals(federation.begin)('sign_in_throttled', { retryAfter: wait })

const sentence = 'What the provider answered cannot be used.'
export const failed = (fault: ProviderFault): Refused =>
  refusals(federation.finish)('provider_failed', { fields: [{ path: 'provider', code: fault, message: sentence }] })

/** Of this browser, for this purpose, within its time; anything else is one answer. */
export const mayFinish = <S extends { readonly expires_at: Date }>(state: S | undefined, now: Date): Ruling<S> =>
  state !== undefined && state.expires_at > now ? grant(state) : refusals(federation.finish)('sign_in_expired')

const finish = refusals(federation.finish)
export const isOpened = <A>(account: A | undefined): Ruling<A> =>
  account === undefined ? finish('account_unavailable') : grant(account)

/** What a provider says of somebody, as far as it is of the right form. */
export interface Vouched {
  readonly subject: string
  readonly email: string | null
  /** It says that the address is theirs. */
  readonly verified: boolean
}
/** Whom an address belongs to already. */
export interface Known {
  /** Homes of all their accounts, deactivated ones too. */
  readonly homes: readonly string[]
  readonly grants: readonly Grant[]
  /** Another subject of this provider is them. */
  readonly linked: boolean
}
/**
 * Who comes for the first time is somebody known without another proof only where the provider speaks for the domain of
 * the address, all that the person has lies within its organization, and whoever set the connection up outranks them;
 * or nobody at all. In every other case one answer: sign in as before, and link it there.
 */
export function mayTakeFor(
  who: Vouched,
  speaksForDomain: boolean,
  known: Known | undefined,
  within: string,
  setter: readonly Grant[],
): Ruling<'known' | 'new'> {
  if (who.email === null || !who.verified || !speaksForDomain) return finish('link_missing')
  if (!known) return grant('new' as const)
  const contained = known.homes.every((home) => isWithin(home, within))
  return contained && known.homes.length && !known.linked && outranks(setter, known.grants)
    ? grant('known' as const)
    : finish('link_missing')
}
/** `there`: any account of theirs within the organization, also one that was deactivated: it is not made anew. */
export function mayCome(newcomers: boolean, role: string | null, there: boolean, known: boolean): Ruling<string> {
  if (there) return finish('account_unavailable')
  if (!newcomers) return finish(known ? 'account_unavailable' : 'link_missing')
  return role === null ? finish('account_unavailable') : grant(role)
}
/** Asked of whoever set the role, as they are now. */
export const mayConfer = (assignable: boolean): Ruling =>
  assignable ? grant(undefined) : finish('account_unavailable')
export const mayHaveAnother = (elsewhere: number, uniqueness: 'installation' | 'organization'): Ruling =>
  elsewhere && uniqueness === 'installation' ? finish('account_elsewhere') : grant(undefined)

export interface RoleMapping {
  readonly value: string
  readonly role: string
}
export const roleFor = (map: readonly RoleMapping[], values: readonly string[], otherwise: string | null) =>
  map.find((it) => values.includes(it.value))?.role ?? otherwise

const own = refusals(federation.finishOwn)
/** `holder`: whose the subject is already; `mine`: the subject that is mine already. */
export function mayLink(holder: string | undefined, mine: string | undefined, me: string, subject: string): Ruling {
  if (holder !== undefined && holder !== me) return own('link_taken')
  return mine !== undefined && mine !== subject ? own('subject_differs') : grant(undefined)
}
export const isSame = (linked: string | undefined, subject: string): Ruling =>
  linked === subject ? grant(undefined) : own('subject_differs')
/** What is a person's wherever they are is proved by no provider of one of the places. */
export const mayVouch = (homes: readonly string[], within: string): Ruling =>
  homes.every((home) => isWithin(home, within)) ? grant(undefined) : own('proof_elsewhere')
export const wasLinked = <L>(link: L | undefined): Ruling<L> =>
  link === undefined ? refusals(federation.unlink)('link_unknown') : grant(link)
/** `otherWays`: a password that opens an account, or another link. */
export const mayUnlink = (otherWays: boolean): Ruling =>
  otherWays ? grant(undefined) : refusals(federation.unlink)('link_needed')

const domainRefusals = refusals(federation.checkDomain)
export const domainExists = <D>(found: D | undefined): Ruling<D> =>
  found === undefined ? domainRefusals('domain_unknown') : grant(found)
export const mayClaim = (there: readonly string[], domain: string): Ruling => {
  const refuse = refusals(federation.addDomain)
  if (there.includes(domain)) return refuse('domain_exists', beside('name', 'domain_exists', 'It is here already.'))
  return there.length < mostDomains ? grant(undefined) : refuse('domains_full')
}
export const recordOf = (domain: string, token: string) => ({
  name: `_tenantry.${domain}`,
  value: `tenantry-verification=${token}`,
})
export const grace = 3 * day
export const isVerified = (records: readonly string[] | null, wanted: string, taken: boolean): Ruling => {
  if (records === null) return domainRefusals('domain_unanswered')
  if (!records.includes(wanted)) return domainRefusals('domain_record_missing')
  return taken ? domainRefusals('domain_taken') : grant(undefined)
}
export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase()
