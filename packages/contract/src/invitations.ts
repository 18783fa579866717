/** Invitations by link: sent by mail, single-use, bound to the invited address. */
import Type, { type Static } from 'typebox'
import { MailDelivery } from './mails.ts'
import { Me } from './profile.ts'
import { route } from './route.ts'
import {
  ActorRef,
  BoundedCount,
  Email,
  Instant,
  InvitationId,
  Language,
  Nullable,
  Order,
  OrganizationId,
  OrganizationRef,
  PageOf,
  PasswordInput,
  PersonName,
  RoleKey,
  RoleRef,
  Search,
  Strict,
  Token,
  page,
} from './values.ts'

/**
 * Computed whenever it is read, from the dates and from what its inviter may do, so it cannot fall behind. `withdrawn`:
 * not over, but whoever sent it could send it no longer; it works again once somebody with the right resends it.
 */
export const InvitationStatus = Type.Enum(['pending', 'accepted', 'expired', 'revoked', 'withdrawn'])
export type InvitationStatus = Static<typeof InvitationStatus>

export const Invitation = Strict({
  id: InvitationId,
  email: Type.String(),
  firstName: Nullable(Type.String()),
  lastName: Nullable(Type.String()),
  role: RoleRef,
  status: InvitationStatus,
  invitedBy: ActorRef,
  organization: OrganizationRef,
  createdAt: Instant,
  /** When the last mail with a link was ordered. */
  sentAt: Instant,
  expiresAt: Instant,
  /** What became of the last mail. */
  mail: Nullable(MailDelivery),
  version: Type.Integer(),
})
export type Invitation = Static<typeof Invitation>

const target = Strict({ organization: OrganizationId, invitation: InvitationId })
const filter = {
  /** Matched anywhere in the e-mail address. */
  search: Type.Optional(Search),
  /** By the dates: `open` is pending and expired, what still needs somebody; withdrawn ones are found as pending. */
  status: Type.Optional(Type.Enum(['open', 'pending', 'accepted', 'expired', 'revoked', 'all'], { default: 'open' })),
}
const linkRefusals = {
  invitation_unknown: 404,
  invitation_closed: 409,
  invitation_withdrawn: 409,
  invitation_expired: 410,
  organization_stopped: 409,
  organization_federated: 409,
  /** The policy lets nobody in by a link (any more). */
  invitations_off: 409,
} as const

export const invitations = {
  list: route({
    method: 'GET',
    path: '/organizations/{organization}/invitations',
    access: 'invitations.read',
    summary: 'Invitations of an organization',
    params: Strict({ organization: OrganizationId }),
    query: Strict({
      ...page,
      ...filter,
      sort: Type.Optional(Type.Enum(['email', 'createdAt', 'expiresAt'], { default: 'createdAt' })),
      order: Type.Optional(Order),
    }),
    returns: PageOf(Invitation),
    refuses: {},
  }),
  count: route({
    method: 'GET',
    path: '/organizations/{organization}/invitations/count',
    access: 'invitations.read',
    summary: 'How many invitations a filter finds, counted to 1,000',
    params: Strict({ organization: OrganizationId }),
    query: Strict(filter),
    returns: BoundedCount,
    refuses: {},
  }),
  show: route({
    method: 'GET',
    path: '/organizations/{organization}/invitations/{invitation}',
    access: 'invitations.read',
    summary: 'One invitation',
    params: target,
    returns: Invitation,
    refuses: { invitation_unknown: 404 },
    versioned: true,
  }),
  create: route({
    method: 'POST',
    path: '/organizations/{organization}/invitations',
    access: 'invitations.create',
    summary: 'Invite somebody by mail',
    params: Strict({ organization: OrganizationId }),
    body: Strict({
      email: Email,
      role: RoleKey,
      firstName: Type.Optional(PersonName),
      lastName: Type.Optional(PersonName),
      /** Language of the mail; the inviter's when left out. */
      language: Type.Optional(Language),
    }),
    returns: Invitation,
    status: 201,
    refuses: {
      user_exists: 409,
      user_exists_inactive: 409,
      /** The policy allows one account in the installation, and the caller can see the one that there is. */
      email_taken: 409,
      rank_too_low: 403,
      invitation_pending: 409,
      role_unknown: 422,
      role_not_assignable: 403,
      invitations_full: 409,
      invitation_too_soon: 429,
      organization_stopped: 409,
      invitations_off: 409,
    },
    versioned: true,
  }),
  /** A new mail with a new link and a new expiry; the link before is dead, and the caller is its inviter from now on. */
  resend: route({
    method: 'POST',
    path: '/organizations/{organization}/invitations/{invitation}/resend',
    access: 'invitations.create',
    summary: 'Send a new link; the old one is dead',
    params: target,
    returns: Invitation,
    refuses: {
      invitation_unknown: 404,
      invitation_closed: 409,
      user_exists: 409,
      user_exists_inactive: 409,
      email_taken: 409,
      rank_too_low: 403,
      role_not_assignable: 403,
      resend_too_soon: 429,
      organization_stopped: 409,
      invitations_off: 409,
    },
    versioned: true,
  }),
  cancel: route({
    method: 'POST',
    path: '/organizations/{organization}/invitations/{invitation}/cancel',
    access: 'invitations.cancel',
    summary: 'Cancel an invitation; its link is dead',
    params: target,
    returns: Invitation,
    refuses: { invitation_unknown: 404, invitation_closed: 409, role_not_assignable: 403 },
    versioned: true,
  }),
  /** What the page behind the link shows. The secret proves that the caller read the invited mailbox. */
  open: route({
    method: 'POST',
    path: '/invitations/open',
    access: 'public',
    summary: 'Look at an invitation before accepting it',
    body: Strict({ token: Token }),
    returns: Strict({
      email: Type.String(),
      firstName: Nullable(Type.String()),
      lastName: Nullable(Type.String()),
      organization: Type.String(),
      role: RoleRef,
      roleDescription: Type.String(),
      invitedBy: Type.String(),
      expiresAt: Instant,
      /** The address already has a password here: it is asked for instead of a new one. */
      accountExists: Type.Boolean(),
    }),
    refuses: linkRefusals,
  }),
  /** Join with the secret from the e-mail: sets the password, or proves the one that exists, and signs in. */
  accept: route({
    method: 'POST',
    path: '/invitations/accept',
    access: 'public',
    summary: 'Accept an invitation and sign in',
    body: Strict({
      token: Token,
      firstName: PersonName,
      lastName: PersonName,
      password: PasswordInput,
      /** What somebody new reads from now on; that of the mail when left out. Who has an account keeps theirs. */
      language: Type.Optional(Language),
    }),
    returns: Me,
    status: 201,
    refuses: {
      ...linkRefusals,
      user_exists: 409,
      account_elsewhere: 409,
      password_wrong: 422,
      password_too_short: 422,
      password_too_weak: 422,
      password_leaked: 422,
      sign_in_throttled: 429,
    },
  }),
}
