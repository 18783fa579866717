/** Signing in through a connection, and one's own linked sign-ins. */
import Type from 'typebox'
import { LinkedSignIn, SignInOffer } from './federation-models.ts'
import { Me } from './profile.ts'
import { route } from './route.ts'
import { ConnectionId, Email, Host, LinkId, Nothing, Nullable, OrganizationId, Strict, Token } from './values.ts'

/** What the provider sent back to the page. */
const returned = Strict({
  /** Whose page it was: each organization has one of its own, so that no provider gets the answer of another. */
  organization: OrganizationId,
  state: Token,
  code: Type.Optional(Type.String({ minLength: 1, maxLength: 4_000 })),
  iss: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  error: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
})
/** `host`: of the page that begins, where the sign-in is to end; without it, at the installation's own address. */
const departing = Strict({ connection: ConnectionId, host: Type.Optional(Host) })
/** Where the browser goes next. */
const Departure = Strict({ url: Type.String() })
const undeparted = { connection_unknown: 404, provider_failed: 424, sign_in_throttled: 429, host_untrusted: 409 }
const unfinished = { sign_in_expired: 410, provider_failed: 424 }
/** Where it was begun with an invitation. */
const uninvited = {
  invitation_unknown: 404,
  invitation_closed: 409,
  invitation_withdrawn: 409,
  invitation_expired: 410,
  invitations_off: 409,
  organization_stopped: 409,
  account_unavailable: 403,
  account_elsewhere: 409,
  address_differs: 409,
}

export const signingInRoutes = {
  /** What the domain of an address leads to; says nothing about whether anybody has the address. */
  find: route({
    method: 'POST',
    path: '/federation/offers',
    access: 'public',
    summary: 'Find the sign-in of an e-mail domain, or of a connection',
    body: Strict({ email: Type.Optional(Email), connection: Type.Optional(ConnectionId) }),
    returns: Strict({
      offers: Type.Array(SignInOffer),
      /** No password is taken there. */
      federatedOnly: Type.Boolean(),
    }),
    refuses: {},
  }),
  /** `token`: of the link of an invitation, which is accepted where the provider vouches for the very address it was sent to. */
  begin: route({
    method: 'POST',
    path: '/federation/sign-ins',
    access: 'public',
    summary: 'Begin to sign in through a connection',
    body: Strict({ ...departing.properties, token: Type.Optional(Token) }),
    returns: Departure,
    status: 201,
    refuses: { ...undeparted, invitation_unknown: 404 },
  }),
  /** For the page that providers send people back to: at which other address the sign-in was begun, if it was. */
  origin: route({
    method: 'POST',
    path: '/federation/sign-ins/origin',
    access: 'public',
    summary: 'Where a sign-in that came back was begun',
    body: Strict({ state: Token }),
    returns: Strict({ address: Nullable(Type.String()) }),
    refuses: {},
  }),
  /** Works once, in the browser that began, within ten minutes. */
  finish: route({
    method: 'POST',
    path: '/federation/sign-ins/finish',
    access: 'public',
    summary: 'Sign in with what the provider sent back',
    body: returned,
    returns: Me,
    status: 201,
    refuses: {
      ...unfinished,
      ...uninvited,
      link_missing: 403,
      sign_in_throttled: 429,
    },
  }),

  links: route({
    method: 'GET',
    path: '/me/linked-sign-ins',
    access: 'member',
    byKey: 'refused',
    summary: 'One’s own linked sign-ins, and those that could be',
    returns: Strict({
      items: Type.Array(LinkedSignIn),
      offers: Type.Array(SignInOffer),
      /** The connection this session came through. */
      current: Nullable(ConnectionId),
    }),
    refuses: {},
  }),
  /**
   * `token`: of the link of an invitation to the caller's own address. It is accepted where the provider vouches for that
   * address, and the sign-in linked: so somebody comes in who has an account elsewhere, for which no provider's word is a proof.
   */
  beginLink: route({
    method: 'POST',
    path: '/me/linked-sign-ins',
    access: 'member',
    byKey: 'refused',
    fresh: true,
    summary: 'Begin to link a sign-in to oneself, and to accept an invitation by it',
    body: Strict({ ...departing.properties, token: Type.Optional(Token) }),
    returns: Departure,
    status: 201,
    refuses: { ...undeparted, invitation_unknown: 404, address_differs: 409 },
  }),
  /**
   * The provider asks its person anew; what needs a fresh proof can be done for ten minutes. Not where the person has
   * accounts beyond the provider's organization: what it would open opens those, too.
   */
  beginProof: route({
    method: 'POST',
    path: '/me/linked-sign-ins/proof',
    access: 'member',
    byKey: 'refused',
    summary: 'Begin to prove one’s identity once more, through a linked sign-in',
    body: departing,
    returns: Departure,
    status: 201,
    refuses: { ...undeparted, proof_elsewhere: 409 },
  }),
  finishOwn: route({
    method: 'POST',
    path: '/me/linked-sign-ins/finish',
    access: 'member',
    byKey: 'refused',
    summary: 'Link, or prove, with what the provider sent back',
    body: returned,
    returns: Strict({ done: Type.Enum(['linked', 'proved', 'joined']) }),
    refuses: {
      ...unfinished,
      ...uninvited,
      sign_in_throttled: 429,
      link_taken: 409,
      subject_differs: 409,
      proof_elsewhere: 409,
    },
  }),
  unlink: route({
    method: 'DELETE',
    path: '/me/linked-sign-ins/{link}',
    access: 'member',
    byKey: 'refused',
    fresh: true,
    summary: 'Unlink a sign-in; sessions through it end, but this one',
    params: Strict({ link: LinkId }),
    returns: Nothing,
    status: 204,
    refuses: { link_unknown: 404, link_needed: 409 },
  }),
}
