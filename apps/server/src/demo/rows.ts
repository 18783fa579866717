/** From people to rows, table by table, as the product would have written them one by one. */
import { randomBytes } from 'node:crypto'
import { newId as newUuid, publicId } from '../platform/value/ids.ts'
import { childPath } from '../platform/value/reach.ts'
import { foldedName } from '../platform/value/text.ts'
import type { Person } from './people.ts'

export interface Place {
  readonly id: string
  readonly path: string
  readonly name: string
}
export interface Actor {
  readonly id: string
  readonly name: string
}
export interface Rows {
  readonly identities: Row[]
  readonly factors: Row[]
  readonly organizations: Row[]
  readonly users: Row[]
  readonly grants: Row[]
  readonly user_activity: Row[]
  readonly sign_ins: Row[]
  readonly invitations: Row[]
  readonly mails: Row[]
  readonly events: EventRow[]
}
export type Row = Readonly<Record<string, unknown>>
type EventRow = Row & { readonly at: Date }

export const noRows = (): Rows => ({
  identities: [],
  factors: [],
  organizations: [],
  users: [],
  grants: [],
  user_activity: [],
  sign_ins: [],
  invitations: [],
  mails: [],
  events: [],
})
export const nameOf = (it: { firstName: string; lastName: string }) => `${it.firstName} ${it.lastName}`

export interface Writer {
  readonly rows: Rows
  readonly newId: (at: Date) => string
  /** Role labels by key, for the words in the change record. */
  readonly labels: ReadonlyMap<string, string>
  readonly passwordHash: string
}

export function addPlace(
  { rows, newId }: Writer,
  { name, level, code, tier }: { name: string; level: string; code: string | null; tier: string | null },
  parent: Place,
  n: number,
  by: Actor,
  at: Date,
): Place {
  const place = { id: newId(at), path: childPath(parent.path, n), name }
  rows.organizations.push({
    ...place,
    level,
    code,
    tier,
    name_key: foldedName(name),
    created_at: at,
    children_drawn: 0,
  })
  const after = { name, level }
  addEvent(rows, newId, 'organization.created', place, by, ['organization', place.id], at, { after })
  return place
}

/** An account and all that led to it and followed. `by` invited them and decided about them since. */
export function addPerson(writer: Writer, home: Place, it: Person, by: Actor): void {
  const { rows, newId, labels, passwordHash } = writer
  const label = (role: string) => labels.get(role) ?? role
  const [name, email] = [nameOf(it), it.email]
  const founder = by.id === it.id // set the installation up; nobody was there to invite them
  const last = it.signIns.at(-1) ?? it.joinedAt
  rows.identities.push({
    id: it.identity,
    email,
    password_hash: passwordHash,
    password_changed_at: it.joinedAt,
    language: it.language,
    created_at: it.joinedAt,
    mailbox_proven_at: it.joinedAt,
  })
  if (it.passkey)
    rows.factors.push({
      id: newUuid(),
      identity_id: it.identity,
      kind: 'passkey',
      name: 'Laptop',
      created_at: it.joinedAt,
      confirmed_at: it.joinedAt,
      last_used_at: last,
      credential_id: `\\x${randomBytes(32).toString('hex')}`,
      public_key: '\\x00',
      counter: 0,
    })
  rows.users.push({
    id: it.id,
    org_path: home.path,
    identity_id: it.identity,
    email,
    first_name: it.firstName,
    last_name: it.lastName,
    name_key: foldedName(name),
    phone: it.phone,
    status: it.deactivation ? 'inactive' : 'active',
    deactivated_at: it.deactivation?.at ?? null,
    mfa_required: it.mfaRequired,
    invitation_id: founder ? null : it.invitation,
    created_at: it.joinedAt,
    version: 1 + (it.roleChange ? 1 : 0) + (it.deactivation ? 1 : 0),
  })
  rows.grants.push({
    user_id: it.id,
    org_path: home.path,
    node_path: home.path,
    role: it.role,
    created_at: it.roleChange?.at ?? it.joinedAt,
  })
  rows.user_activity.push({ user_id: it.id, org_path: home.path, last_sign_in_at: last, last_active_at: last })
  addSignIns(writer, home, it)

  const first = it.roleChange?.from ?? it.role
  const himself = { id: it.id, name }
  const record = (type: string, who: Actor, at: Date, facts: Facts) =>
    addEvent(rows, newId, type, home, who, ['user', it.id], at, facts)
  if (founder) {
    const after = { user: it.id, email }
    addEvent(rows, newId, 'installation.set_up', home, himself, ['installation', home.id], it.joinedAt, { after })
  } else {
    const invited = { ...it, id: it.invitation, at: it.invitedAt, role: first, acceptedAt: it.joinedAt }
    addInvitation(writer, home, invited, by)
    const target = ['invitation', it.invitation] as const
    const after = { email, user: publicId('usr', it.id) }
    addEvent(rows, newId, 'invitation.accepted', home, himself, target, it.joinedAt, { after })
  }
  record('user.joined', himself, it.joinedAt, { after: { email, name, role: label(first), status: 'active' } })
  for (const at of it.signIns) {
    const { address, userAgent } = deviceIn(it.id)
    record('user.signed_in', himself, at, { after: { address, userAgent } })
  }
  if (it.roleChange) {
    const { at, reason, from } = it.roleChange
    record('user.role_changed', by, at, { before: { role: label(from) }, after: { role: label(it.role) }, reason })
  }
  if (it.deactivation) {
    const { at, reason } = it.deactivation
    record('user.deactivated', by, at, { before: { status: 'active' }, after: { status: 'inactive' }, reason })
  }
}
const browsers = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
]
/** Everybody keeps to one browser at one place. */
function deviceIn(user: string) {
  const n = Number.parseInt(user.slice(-4), 16)
  return { address: `192.0.2.${1 + (n % 250)}`, userAgent: browsers[n % browsers.length] ?? null }
}

/** Every sign-in, and a wrong password before each fifth. */
function addSignIns({ rows, newId }: Writer, home: Place, it: Person): void {
  const { address, userAgent } = deviceIn(it.id)
  const own = {
    org_path: home.path,
    user_id: it.id,
    identity_id: it.identity,
    address,
    user_agent: userAgent,
    methods: ['password'],
  }
  for (const [n, at] of it.signIns.entries()) {
    const before = new Date(at.getTime() - 20_000)
    if (n % 5 === 4) rows.sign_ins.push({ ...own, id: newId(before), at: before, result: 'password_wrong' })
    rows.sign_ins.push({ ...own, id: newId(at), at, result: 'succeeded' })
  }
}

export interface Invited {
  readonly id: string
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  readonly role: string
  readonly language: string
  readonly at: Date
  readonly acceptedAt?: Date
  readonly revokedAt?: Date
  readonly mail?: Row
}
const week = 7 * 86_400_000
const delivered: Row = { status: 'sent', attempts: 1, answer: '250 2.0.0 Ok: queued' }

/** The link is not among what is stored, so nobody can use it; `fill` makes a few whose mails can be read. */
export function addInvitation({ rows, newId }: Writer, home: Place, it: Invited, by: Actor): void {
  const row = invitationRow(home, it, by, `\\x${it.id.replaceAll('-', '').repeat(2)}`)
  rows.invitations.push(row)
  rows.mails.push({
    id: newId(it.at),
    org_path: home.path,
    kind: 'invitation',
    about_id: it.id,
    recipient: it.email,
    subject: `${by.name} invites you to ${home.name}`,
    created_at: it.at,
    at: it.at,
    next_attempt_at: null,
    ...(it.mail ?? delivered),
  })
  const target = ['invitation', it.id] as const
  const after = { email: it.email, role: it.role, expiresAt: row['expires_at'] }
  addEvent(rows, newId, 'invitation.created', home, by, target, it.at, { after })
  if (it.revokedAt)
    addEvent(rows, newId, 'invitation.revoked', home, by, target, it.revokedAt, { after: { email: it.email } })
}

export const invitationRow = (home: Place, it: Invited, by: Actor, token_hash: string): Row => ({
  id: it.id,
  org_path: home.path,
  email: it.email,
  first_name: it.firstName,
  last_name: it.lastName,
  role: it.role,
  language: it.language,
  token_hash,
  invited_by: by.id,
  invited_by_name: by.name,
  created_at: it.at,
  sent_at: it.at,
  expires_at: new Date(it.at.getTime() + week),
  accepted_at: it.acceptedAt ?? null,
  revoked_at: it.revokedAt ?? null,
  version: it.acceptedAt || it.revokedAt ? 2 : 1,
})

interface Facts {
  readonly before?: object
  readonly after: object
  readonly reason?: string
}
function addEvent(
  rows: Rows,
  newId: Writer['newId'],
  type: string,
  home: Place,
  by: Actor,
  [target_kind, target_id]: readonly [string, string],
  at: Date,
  facts: Facts,
): void {
  const place = { org_path: home.path, org_id: home.id }
  const actor = { actor_user: by.id, actor_name: by.name }
  const told = { before: facts.before ?? null, after: facts.after, reason: facts.reason ?? null }
  rows.events.push({ id: newId(at), at, type, ...place, ...actor, target_kind, target_id, ...told })
}
