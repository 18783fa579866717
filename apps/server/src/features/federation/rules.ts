import { federation, policies, type ProviderFault } from '@tenantry/contract'
import { grant, refusals, refuseCommon, type Refused, type Ruling } from '../../platform/refusal.ts'
import { placeOf } from '../../platform/value/address.ts'
import type { Limit } from '../../platform/value/limit.ts'
import { isWithin } from '../../platform/value/reach.ts'

export const mostConnections = 50
export const mostDomains = 200
const minute = 60_000
const day = 86_400_000
export const stateEnd = (now: Date): Date => new Date(now.getTime() + 10 * minute)
/** The invitation whose link a sign-in was begun with, unless it was sent again since: the earlier link is dead. */
export const begunWith = <I extends { readonly sent_at: Date }>(
  it: I | undefined,
  { expires_at: end }: { readonly expires_at: Date },
): I | undefined => (it !== undefined && stateEnd(it.sent_at) <= end ? it : undefined)

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
export const beginLimit = (address: string): Limit => beginLimitAt(placeOf(address))
export const beginLimitAt = (place: string): Limit => ({ name: `federation//${place}`, most: 300 })
export const mayTry = (wait: number | null): Ruling =>
  wait === null ? grant(undefined) : refusals(federation.begin)('sign_in_throttled', { retryAfter: wait })

export const isInvitation = <I>(found: I | undefined): Ruling<I> =>
  found === undefined ? refusals(federation.begin)('invitation_unknown') : grant(found)

/** Answers are handed on to addresses that are as good as whoever set the connection up, and to no other. */
export const isTrusted = (address: string | null): Ruling =>
  address === null ? refusals(federation.begin)('host_untrusted') : grant(undefined)

const sentence = 'What the provider answered cannot be used.'
export const failed = (fault: ProviderFault): Refused =>
  refusals(federation.finish)('provider_failed', { fields: [{ path: 'provider', code: fault, message: sentence }] })

/** Of this browser, for this purpose, within its time; anything else is one answer. */
export const mayFinish = <S extends { readonly expires_at: Date }>(state: S | undefined, now: Date): Ruling<S> =>
  state !== undefined && state.expires_at > now ? grant(state) : refusals(federation.finish)('sign_in_expired')

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
/** `within`: a provider's word, where there is nothing else, ends nothing that leads beyond its organization, as what lies above does. */
export const mayUnlinkThere = (within: boolean): Ruling => (within ? grant(undefined) : refuseCommon('proof_required'))
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
