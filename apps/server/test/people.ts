/** People put into the database past the API: by the hundred, in states that take an API many steps, with sessions at hand. */
import { randomBytes, randomUUID } from 'node:crypto'
import { createHasher } from '../src/platform/crypto/hashing.ts'
import { hashOf } from '../src/platform/crypto/keys.ts'
import { cookieFor } from '../src/platform/http/cookie.ts'
import { innerId, newId, publicId } from '../src/platform/value/ids.ts'
import type { TestDatabase } from './database.ts'
import { goodPassword, personAt, publicUrl, type Person } from './world.ts'

export interface Place {
  readonly id: string
  readonly path: string
  readonly level: string
}
export interface Seat {
  readonly role: string
  readonly email?: string
  /** Goes into every text of the person's rows; `name` and `phone` have their own. */
  readonly text?: string
  readonly name?: string
  readonly phone?: string
  readonly inactive?: boolean
  readonly sessionEnded?: boolean
  /** A person who has an account elsewhere already. */
  readonly identity?: { readonly id: string; readonly email: string }
}
export interface Seated {
  readonly identity: string
  readonly email: string
  readonly user: string
  readonly userId: string
  readonly session: string
  readonly token: string
}
let hash: Promise<string> | undefined
export const newToken = () => randomBytes(32).toString('base64url')

/** An account at home in `at`, with a grant and a session. The password is {@link goodPassword}. */
export async function seat(database: TestDatabase, at: Place, it: Seat): Promise<Seated> {
  hash ??= createHasher().hash(goodPassword)
  const [identity, user, session, token] = [it.identity?.id ?? newId(), newId(), newId(), newToken()]
  const email = it.identity?.email ?? it.email ?? `${randomUUID()}@example.com`
  const { text = 'text', name = 'name', phone = '+4930123456' } = it
  const { query } = database
  if (!it.identity)
    await query(
      `insert into identities (id, email, password_hash, password_changed_at, language, created_at, mailbox_proven_at)
       values ($1, $2, $3, now(), 'en', now(), now())`,
      [identity, email, await hash],
    )
  await query(
    `insert into users (id, org_path, identity_id, email, first_name, last_name, name_key, phone, status, deactivated_at, created_at)
     values ($1, $2, $3, $4, $5, $5, lower($5), $6, $7, case when $7 = 'inactive' then now() end, now())`,
    [user, at.path, identity, email, name, phone, it.inactive ? 'inactive' : 'active'],
  )
  await query(`insert into grants values ($1, $2, $2, $3, now())`, [user, at.path, it.role])
  await query(`insert into user_activity values ($1, $2, now())`, [user, at.path])
  await query(
    `insert into sessions (token_hash, id, identity_id, user_id, org_path, created_at, expires_at, address, user_agent, methods, proved_at)
     values ($1, $2, $3, $4, $5, now() - interval '2 hours', now() + $6::interval, $7, $7, '{password,totp}', now())`,
    [hashOf(token), session, identity, user, at.path, it.sessionEnded ? '-1 hour' : '1 hour', text],
  )
  return { identity, email, user, userId: publicId('usr', user), session: publicId('ses', session), token }
}

export const sessionCookie = (token: string, url = publicUrl): string => `${cookieFor(new URL(url)).name}=${token}`

/** `url`: where people reach the server, if that is not the address that tests use everywhere. */
export const signedIn = (baseUrl: string, token: string | null, url = publicUrl): Person => {
  const person = personAt(baseUrl)
  if (token !== null) person.cookie = sessionCookie(token, url)
  return person
}

export interface Invited {
  readonly id: string
  readonly email: string
  readonly token: string
}
/** Sent by the first administrator, where nobody else is named. */
export async function invite(
  database: TestDatabase,
  at: Place,
  { role, text = 'text', by }: { role: string; text?: string; by?: string },
): Promise<Invited> {
  const [id, token, email] = [newId(), newToken(), `${randomUUID()}.${text.toLowerCase()}@example.com`]
  await database.query(
    `insert into invitations (id, org_path, email, first_name, last_name, role, language, token_hash, invited_by, invited_by_name,
       created_at, sent_at, expires_at) values ($1, $2, $3, $4, $4, $5, 'en', $6,
       coalesce($7, (select user_id from grants where node_path = '0' order by created_at limit 1)), $4, now(), now(), now() + interval '1 day')`,
    [id, at.path, email, text, role, hashOf(token), by ?? null],
  )
  return { id: publicId('inv', id), email, token }
}

/** An API key of somebody, by its public id. */
export async function openKey(database: TestDatabase, of: Seated, token = `tnt_${newToken()}`): Promise<string> {
  const id = newId()
  await database.query(
    `insert into sessions (token_hash, id, identity_id, user_id, org_path, created_at, expires_at, kind, name)
     select $1, $2, identity_id, id, org_path, now(), now() + interval '30 days', 'key', 'Nightly' from users where id = $3`,
    [hashOf(token), id, of.user],
  )
  return publicId('key', id)
}

export async function openReset(database: TestDatabase, identity: string): Promise<string> {
  const token = newToken()
  await database.query(`insert into password_resets values ($1, $2, $3, now(), now() + interval '1 hour')`, [
    newId(),
    identity,
    hashOf(token),
  ])
  return token
}

/** The person is locked after failed sign-ins, and has this link in their mail. */
export async function openLockout(database: TestDatabase, user: string): Promise<string> {
  const token = newToken()
  await database.query(
    `insert into lockouts select identity_id, now(), now() + interval '1 hour', $2 from users where id = $1`,
    [user, hashOf(token)],
  )
  return token
}

/** A passkey of a person, of which nobody has the other half; its public id. */
export async function openFactor(database: TestDatabase, identity: string, name = 'Laptop'): Promise<string> {
  const id = newId()
  await database.query(
    `insert into factors (id, identity_id, kind, name, created_at, confirmed_at, credential_id, public_key, counter)
     values ($1, $2, 'passkey', $3, now(), now(), $4, $4, 0)`,
    [id, identity, name, randomBytes(32)],
  )
  return publicId('fac', id)
}
/** A browser that a person has remembered; its public id. */
export async function openDevice(database: TestDatabase, identity: string, text = 'text'): Promise<string> {
  const id = newId()
  await database.query(
    `insert into remembered_devices (id, identity_id, token_hash, created_at, address, user_agent) values ($1, $2, $3, now(), $4, $4)`,
    [id, identity, hashOf(newToken()), text],
  )
  return publicId('dev', id)
}

/** A link that confirms a new address for the person of this user. */
export async function openChange(database: TestDatabase, user: string): Promise<string> {
  const token = newToken()
  await database.query(
    `insert into email_changes (id, identity_id, user_id, email, token_hash, created_at, expires_at)
     select $1, identity_id, id, $2, $3, now(), now() + interval '1 hour' from users where id = $4`,
    [newId(), `${randomUUID()}@example.com`, hashOf(token), user],
  )
  return token
}
/** The account waits to be confirmed by this link. */
export async function openJoining(database: TestDatabase, user: string): Promise<string> {
  const token = newToken()
  await database.query(`update users set joining_hash = $2, joining_until = now() + interval '1 hour' where id = $1`, [
    user,
    hashOf(token),
  ])
  return token
}
/** A connection that is on, to a provider that is never reached: its address lies inside a private network. */
export async function openConnection(database: TestDatabase, { path }: Place, text = 'text'): Promise<string> {
  const id = newId()
  await database.query(
    `insert into connections (id, org_path, name, issuer, client_id, client_secret, algorithms, claims, active, set_by, set_by_name, created_at)
     values ($1, $2, 'Acme ID', 'https://127.0.0.1:8443', $3, '', array['RS256'],
       '{"claimSubject":"sub","claimEmail":"email","claimEmailVerified":"email_verified","claimGivenName":"given_name","claimFamilyName":"family_name"}',
       true, gen_random_uuid(), $3, now())`,
    [id, path, text],
  )
  return publicId('con', id)
}
export async function openDomain(database: TestDatabase, { path }: Place, text = 'text'): Promise<string> {
  const id = newId()
  await database.query(
    `insert into email_domains (id, org_path, domain, token, created_at) values ($1, $2, $3, $4, now())`,
    [id, path, `${text}-${id.slice(-8)}.example`.toLowerCase(), text],
  )
  return publicId('dom', id)
}
/** A sign-in linked to a person through a connection of an organization. */
export async function openLink(
  database: TestDatabase,
  connection: string,
  identity: string,
  text = 'text',
): Promise<string> {
  const id = newId()
  await database.query(
    `insert into federated_links (id, org_path, connection_id, identity_id, subject, email, linked_at)
     select $1, org_path, id, $3, $5, $4, now() from connections where id = $2`,
    [id, innerId(connection), identity, `${text}@example.com`, id],
  )
  return publicId('lnk', id)
}
/** A role of the organization's own that nobody holds. */
export async function ownRoleOf(
  database: TestDatabase,
  { path, level }: Place,
  text = 'own',
  permissions = ['roles.read'],
): Promise<string> {
  const key = publicId('rol', newId())
  await database.query(
    `insert into roles (key, org_path, label, description, best_for, use_cases, levels, permissions, assigns, administrator, position)
     values ($1, $2, $3, $4, '', '{}', array[$5], $6, '{}', false, 0)`,
    [key, path, `${text} ${key}`, text, level, permissions],
  )
  return key
}

/** Somebody else's session, as the routes of administrators name it. */
export async function openSession(database: TestDatabase, at: Place, role: string) {
  const { userId, session } = await seat(database, at, { role })
  return { user: userId, session }
}
