/** The small schemas that every feature uses: identifiers, names, addresses, pages. */
import Type, { type Static, type TProperties, type TSchema } from 'typebox'

/** An object that refuses keys it does not know. */
export const Strict = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false })
export const Nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()])
/** The answer has no body (204). */
export const Nothing = Type.Null()

/** Type prefix, underscore, the UUIDv7 as 32 hexadecimal digits: `usr_0198c1de...`. */
const id = (prefix: string, what: string) =>
  Type.String({ pattern: `^${prefix}_[0-9a-f]{32}$`, maxLength: 40, description: `Identifier of ${what}.` })
export const OrganizationId = id('org', 'an organization')
export const UserId = id('usr', 'a user')
export const InvitationId = id('inv', 'an invitation')
export const SessionId = id('ses', 'a session')
export const KeyId = id('key', 'an API key')
export const FactorId = id('fac', 'an authenticator app or a passkey')
export const DeviceId = id('dev', 'a remembered device')
export const MailId = id('mail', 'a mail')
export const SignInId = id('sgn', 'a sign-in')
export const EventId = id('evt', 'a recorded event')
export const ConnectionId = id('con', 'a connection to a sign-in provider')
export const DomainId = id('dom', 'an e-mail domain')
export const LinkId = id('lnk', 'a linked sign-in')
export const CustomRoleId = id('rol', 'a role of an organization’s own')

/** RFC 3339 date and time in UTC, milliseconds. */
export const Instant = Type.String({ format: 'date-time', maxLength: 40 })

/** No control characters, no bidirectional overrides; something that can be seen. At most 100 characters. */
export const printable = '^(?=.*[\\p{L}\\p{N}\\p{S}\\p{P}])[^\\p{Cc}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]+$'
export const PersonName = Type.String({ minLength: 1, maxLength: 100, pattern: printable })
export const OrganizationName = Type.String({ minLength: 1, maxLength: 120, pattern: printable })
/** Short and for people, such as ACME: letters, digits, dots, dashes and underscores; compared without case. */
export const OrganizationCode = Type.String({ minLength: 1, maxLength: 40, pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$' })
/** Text of several lines, at most 500 characters. */
export const Description = Type.String({
  minLength: 1,
  maxLength: 500,
  pattern: '^[^\\p{Cc}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]*$',
})
/** A name of the domain name system (RFC 1123), in lower case. */
export const HostName = Type.String({
  minLength: 1,
  maxLength: 253,
  pattern: '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$',
})
/** A domain that can have mailboxes: two labels at least, in lower case, international ones in their `xn--` form. */
export const EmailDomain = Type.String({
  minLength: 3,
  maxLength: 230,
  pattern: '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$',
})
/** A sentence why; kept with the event. At most 500 characters. */
export const Reason = Type.String({ minLength: 1, maxLength: 500, pattern: printable })

/**
 * A mailbox, RFC 5321 dot-string in ASCII (international domains in their `xn--` form); compared without case.
 * Quoted local parts, comments and address literals are refused.
 */
export const Email = Type.String({
  minLength: 3,
  maxLength: 254,
  pattern:
    "^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])$",
})
/** E.164: plus sign, country code, number; no spaces. */
export const Phone = Type.String({ pattern: '^\\+[1-9][0-9]{6,14}$', maxLength: 16 })
/** A password as typed, before any rule: bounded so that hashing stays bounded. */
export const PasswordInput = Type.String({ minLength: 1, maxLength: 256 })
/** A one-time secret: 32 random bytes in base64url. */
export const Token = Type.String({ minLength: 43, maxLength: 43, pattern: '^[A-Za-z0-9_-]{43}$' })
export const RoleKey = Type.String({ minLength: 1, maxLength: 60, pattern: '^[a-z][a-z0-9_.-]*$' })
/** A setting of the blueprint. */
export const SettingKey = Type.String({
  minLength: 1,
  maxLength: 60,
  pattern: '^[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*$',
})
/** A permission of the product or of the blueprint. */
export const PermissionKey = Type.String({ maxLength: 80, pattern: '^[a-z][a-z_]*\\.[a-z][a-z_]*$' })
/** What an API key is for, in the words of who made it. */
export const KeyName = Type.String({ minLength: 1, maxLength: 60, pattern: printable })
/** What somebody calls something of their own, such as a passkey. */
export const OwnName = Type.String({ minLength: 1, maxLength: 60, pattern: printable })
/** Of an authenticator app (RFC 6238). */
export const OneTimeCode = Type.String({ minLength: 6, maxLength: 6, pattern: '^[0-9]{6}$' })
/** 120 random bits in the letters and digits that are not taken for one another; dashes as one likes. */
export const RecoveryCode = Type.String({ minLength: 24, maxLength: 40, pattern: '^[0-9A-Za-z-]+$' })
export const Language = Type.Enum(['en', 'de'])
export type Language = Static<typeof Language>

export const Order = Type.Enum(['asc', 'desc'])
/** How far a list looks: the organization alone, or everything below it too. */
export const Within = Type.Enum(['organization', 'subtree'])

/** Query of every list: a page size and the cursor of the page before. */
export const page = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 2000 })),
}
/** One page; `next` is the cursor of the page after, null on the last. Cursors belong to the caller and the filter. */
export const PageOf = <S extends TSchema>(item: S) => Strict({ items: Type.Array(item), next: Nullable(Type.String()) })
/** Text searched for; matched anywhere in names and e-mail addresses, from three characters on; shorter: at their beginning. */
export const Search = Type.String({ minLength: 1, maxLength: 100, pattern: printable })
/** A count that stops counting: `more` means "at least `count`". */
export const BoundedCount = Strict({ count: Type.Integer(), more: Type.Boolean() })

/** A node named inside another answer. */
export const OrganizationRef = Strict({ id: OrganizationId, name: Type.String(), level: Type.String() })
export type OrganizationRef = Static<typeof OrganizationRef>
/** A role named inside another answer. */
export const RoleRef = Strict({ key: Type.String(), label: Type.String() })
export type RoleRef = Static<typeof RoleRef>
/** Who did something: a user, or the product itself (`id` null). The name is the one they had then. */
export const ActorRef = Strict({ id: Nullable(UserId), name: Type.String() })
export type ActorRef = Static<typeof ActorRef>

/** A host name as browsers write it: lower case, without a port. */
export const Host = Type.String({ minLength: 1, maxLength: 253, pattern: '^[a-z0-9.:_[\\]-]+$' })
