/** Joins the features to the platform. The only file that knows every feature. */
import type { Blueprint } from '@tenantry/contract'
import type { FastifyInstance } from 'fastify'
import {
  activityFeature,
  attemptsWith,
  presenceWith,
  removeOldSignIns,
  retentionQueue,
} from './features/activity/index.ts'
import { addressesFeature, endOpenChanges } from './features/addresses/index.ts'
import { blueprintFeature, parseBlueprint as parse } from './features/blueprint/index.ts'
import {
  endResetsOfLeaver,
  issueSetUp,
  passwordsFeature,
  resetQueue,
  sendOrderedReset,
  type ResetOrder,
} from './features/passwords/index.ts'
import { hostsFeature, originsWith, ownAddressWith, partyOf, returningWith } from './features/hosts/index.ts'
import { domainQueue, federationFeature, recheckDomains, requireFederation } from './features/federation/index.ts'
import { devicesFeature } from './features/devices/index.ts'
import { factorsFeature, proofsWith, webauthnFor } from './features/factors/index.ts'
import { inheritanceOn } from './features/inheritance/index.ts'
import { installationFeature, prepare } from './features/installation/index.ts'
import { invitationsFeature, isInvited } from './features/invitations/index.ts'
import { joiningsFeature } from './features/joinings/index.ts'
import {
  keepWaitingMails,
  mailboxPages,
  mailsOf,
  mailQueue,
  mailsFeature,
  sendOrderedMail,
  type MailOrder,
} from './features/mails/index.ts'
import { organizationsFeature, purgeQueue, purging } from './features/organizations/index.ts'
import { policiesFeature, policiesWith, presetFault } from './features/policies/index.ts'
import { passkeysFeature } from './features/passkeys/index.ts'
import { profileFeature, tellAdministratorsAbove, wishQueue, type WishOrder } from './features/profile/index.ts'
import { decide, rolesFeature } from './features/roles/index.ts'
import {
  authorityOn,
  endSessionsOf,
  endUnfederatedMoved,
  endUnfederatedOf,
  shownFactor,
  sessionsFeature,
  writeUses,
  writeUsesEvery,
} from './features/sessions/index.ts'
import { settingsFeature, unfitSettings } from './features/settings/index.ts'
import { removalQueue, removing, usersFeature } from './features/users/index.ts'
import { accessFeature } from './features/access/index.ts'
import {
  endLockout,
  factorGuardWith,
  guardWith,
  lockOrdered,
  lockQueue,
  lockoutsFeature,
  type LockOrder,
} from './features/lockouts/index.ts'
import { acceptPasswordWith, minLengthWith } from './features/identities/index.ts'
import { diagnosisFeature } from './features/diagnosis/index.ts'
import { keysFeature } from './features/keys/index.ts'
import type { Batching } from './platform/batching/batching.ts'
import { newestOf } from './platform/batching/newest.ts'
import { createHasher, type Hasher } from './platform/crypto/hashing.ts'
import type { Keys } from './platform/crypto/keys.ts'
import type { Lookup } from './platform/db/lookup.ts'
import { databaseOn, statementsOn, type Pool } from './platform/db/pool.ts'
import type { Tx } from './platform/db/scope.ts'
import { transactOn } from './platform/db/transaction.ts'
import type { Egress } from './platform/egress/fetch.ts'
import { textRecordsOf, type TextRecords } from './platform/egress/records.ts'
import { recorderWith } from './platform/events/recorder.ts'
import { cookieFor } from './platform/http/cookie.ts'
import { mount } from './platform/http/mount.ts'
import type { JobQueue, QueueSpec } from './platform/jobs/queue.ts'
import { sweepEvery, sweepQueue } from './platform/jobs/sweep.ts'
import type { MailTransport } from './platform/mail/transport.ts'
import { throttleOn } from './platform/throttle.ts'

export interface AppOptions {
  readonly pool: Pool
  readonly lookup: Lookup
  readonly jobs: JobQueue
  readonly keys: Keys
  /** The file the server was started with. */
  readonly blueprint: Blueprint
  readonly publicUrl: URL
  /** Names below it are tenants' addresses. */
  readonly tenantDomain?: string | undefined
  /** Absent: mails are kept. */
  readonly transport: MailTransport | undefined
  /** Requests to addresses that somebody chose. */
  readonly egress: Egress
  readonly records?: TextRecords
  readonly now?: () => Date
  readonly hasher?: Hasher
  /** What went wrong after everybody was answered. */
  readonly onTrouble?: (error: unknown) => void
}
/** Every queue the features use; made when the database is migrated. */
export const queues: readonly QueueSpec[] = [
  mailQueue,
  resetQueue,
  lockQueue,
  wishQueue,
  purgeQueue,
  removalQueue,
  domainQueue,
  sweepQueue,
  retentionQueue,
]

export function createApp(options: AppOptions) {
  const {
    pool,
    lookup,
    jobs,
    keys,
    blueprint,
    publicUrl,
    tenantDomain,
    transport,
    egress,
    records = textRecordsOf(),
    now = () => new Date(),
    hasher = createHasher(),
    onTrouble = () => undefined,
  } = options
  const mailConfigured = transport !== undefined
  const listener = mailsOf({
    publicUrl,
    sealingKey: keys.sealing,
    configured: mailConfigured,
    order: (tx, order) => jobs.order(tx, order),
  })
  const db = databaseOn(pool)
  const transact = transactOn(pool, recorderWith(listener))
  const throttle = throttleOn(statementsOn(pool), keys.throttles, onTrouble)
  const orderReset = (email: string, requestId: string) =>
    jobs.orderNow({ queue: resetQueue.name, data: { email, requestId } })

  const orderWish = (tx: Tx, data: WishOrder) => jobs.order(tx, { queue: wishQueue.name, data })
  const inheritance = inheritanceOn(lookup)
  const policies = policiesWith(inheritance)
  const attempts = attemptsWith({ lookup, transact, now, onTrouble })
  const presence = presenceWith({ transact, now, onTrouble })
  const tidy = removeOldSignIns({ lookup, transact, policies, now })
  const uses = newestOf({ write: (pairs) => writeUses(db, pairs), every: writeUsesEvery, onError: onTrouble })
  const memory: readonly Batching[] = [attempts, presence, uses]
  const orderLock = (tx: Tx, data: LockOrder) => jobs.order(tx, { queue: lockQueue.name, data })
  const guard = guardWith({ lookup, hasher, throttle, policies, orderLock, transact, onTrouble })
  const factorGuard = factorGuardWith({ lookup, throttle, transact, orderLock })
  const acceptPassword = acceptPasswordWith({ lookup, hasher, policies })
  const minLength = minLengthWith({ lookup, policies })

  const addresses = { publicUrl, tenantDomain }
  const ownOrigins = originsWith({ lookup, addresses })
  const webauthn = webauthnFor({ party: partyOf(addresses), origins: ownOrigins, challengeKey: keys.challenges })
  const proofs = proofsWith({ sealingKey: keys.sealing, webauthn })

  const features = {
    installation: installationFeature({ lookup, acceptPassword, policies, mailConfigured }),
    blueprint: blueprintFeature({ policyFault: presetFault, unfitSettings }),
    sessions: sessionsFeature({ lookup, hasher, throttle, guard, factorGuard, policies, attempts, factors: proofs }),
    activity: activityFeature({ policies }),
    profile: profileFeature({ lookup, hasher, throttle, acceptPassword, minLength, policies, orderWish }),
    factors: factorsFeature({ lookup, throttle, policies, sealingKey: keys.sealing, webauthn }),
    passkeys: passkeysFeature({ lookup, throttle, policies, webauthn }),
    devices: devicesFeature({ policies, shownFactor }),
    passwords: passwordsFeature({
      lookup,
      acceptPassword,
      minLength,
      throttle,
      orderReset,
      endChangesOf: endOpenChanges,
    }),
    organizations: organizationsFeature({ lookup, policies, endUnfederatedMoved }),
    addresses: addressesFeature({ lookup, throttle }),
    hosts: hostsFeature({ lookup, addresses }),
    roles: rolesFeature({ lookup }),
    users: usersFeature({
      lookup,
      acceptPassword,
      throttle,
      policies,
      endSessionsOf,
      endLockout: (tx, person) => endLockout(tx, throttle, person),
      endUnfederatedOf,
      endUnfederatedMoved,
      endResetsOfLeaver: endResetsOfLeaver(lookup),
      issueSetUp,
      isInvited,
    }),
    joinings: joiningsFeature({ lookup, acceptPassword, minLength, throttle, guard, policies }),
    invitations: invitationsFeature({ lookup, acceptPassword, minLength, throttle, guard, policies }),
    policies: policiesFeature(policies, { 'signin.federated_only': requireFederation }),
    settings: settingsFeature({ inheritance, decide }),
    access: accessFeature({ lookup }),
    diagnosis: diagnosisFeature({ lookup, policies, ownAddress: ownAddressWith(addresses) }),
    lockouts: lockoutsFeature({ lookup, throttle }),
    keys: keysFeature,
    federation: federationFeature({
      lookup,
      transact,
      throttle,
      policies,
      egress,
      records,
      sealingKey: keys.sealing,
      publicUrl,
      returning: returningWith({ lookup, addresses }),
      onTrouble,
    }),
    mails: mailsFeature({ sealingKey: keys.sealing, configured: mailConfigured }),
  }

  return {
    transact,
    /** Whose pages may change things. */
    ownOrigins,
    /** Sees to it that a blueprint is in force; the one-time set-up token while there is no administrator. */
    prepare: () => prepare(transact, blueprint, now()),
    mountOn(http: FastifyInstance): void {
      const doorway = {
        now,
        authority: authorityOn(lookup, uses, presence),
        transact,
        cookie: cookieFor(publicUrl),
        cursorKey: keys.cursors,
        fingerprintKey: keys.fingerprints,
      }
      for (const [name, feature] of Object.entries(features)) mount(http, doorway, name, feature)
    },
    /** Begins to do what was ordered for later. */
    async work(): Promise<void> {
      for (const it of memory) it.start()
      await jobs.work<ResetOrder>(resetQueue.name, 1, sendOrderedReset({ lookup, transact, now }))
      await jobs.work<LockOrder>(lockQueue.name, 1, lockOrdered({ lookup, transact, now }))
      await jobs.work<WishOrder>(wishQueue.name, 1, tellAdministratorsAbove({ lookup, transact, now }))
      await jobs.work(purgeQueue.name, 1, async () => void (await purging({ transact, now })()))
      await jobs.every(purgeQueue.name, '*/10 * * * *')
      await jobs.work(domainQueue.name, 1, recheckDomains({ lookup, transact, records, now }))
      await jobs.every(domainQueue.name, '17 * * * *')
      await jobs.work(removalQueue.name, 1, async () => void (await removing({ transact, now })()))
      await jobs.every(removalQueue.name, '*/10 * * * *')
      await sweepEvery(jobs, db, now)
      await jobs.work(retentionQueue.name, 1, tidy)
      await jobs.every(retentionQueue.name, '23 * * * *')
      if (!transport) return void (await keepWaitingMails(transact, now()))
      const orderLater = jobs.orderLater.bind(jobs)
      const send = sendOrderedMail({ lookup, transact, transport, sealingKey: keys.sealing, now, orderLater })
      await jobs.work<MailOrder>(mailQueue.name, 4, send)
    },
    /** Writes down what is in memory for some seconds; `rest` for the last time. */
    flush: () => Promise.all(memory.map((it) => it.flush())),
    /** Removes sign-ins that are kept no longer; otherwise done by the hour. */
    tidy,
    rest: () => Promise.all(memory.map((it) => it.stop())),
    mailbox: mailConfigured ? undefined : mailboxPages({ transact, sealingKey: keys.sealing, now }),
  }
}
/** What starting a server needs to know of the blueprint before there is an app. */
export { BlueprintBlocked, inForce, inForceIn, WrongBlueprint } from './features/blueprint/index.ts'
export const parseBlueprint = (text: string, file: string): Blueprint => parse(text, file, presetFault)
export type App = ReturnType<typeof createApp>
