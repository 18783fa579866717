/** The installation as a whole: what the product is called here, and its one-time set-up. */
import Type, { type Static } from 'typebox'
import { route } from './route.ts'
import { Email, Language, Nullable, PasswordInput, PersonName, Strict, Token } from './values.ts'
import { Menu } from './blueprint/words.ts'
import { Me } from './profile.ts'

/** What sign-in and set-up pages need to know before anybody is signed in. */
export const Installation = Strict({
  product: Type.String(),
  blueprint: Type.String(),
  /** The words of the blueprint, by label key: menu entries, status names. */
  labels: Type.Record(Type.String(), Type.String()),
  /** What stands in the sidebar, in this order; null: the console's own order. */
  menus: Nullable(Type.Array(Menu)),
  /** Whether organizations have settings. */
  settings: Type.Boolean(),
  /** Levels of the tree, top first. */
  levels: Type.Array(
    Strict({
      key: Type.String(),
      label: Type.String(),
      plural: Type.String(),
      /** Whether organizations of this level carry a code. */
      code: Type.Enum(['required', 'optional', 'none']),
    }),
  ),
  /** What organizations may be sold, smallest first. */
  tiers: Type.Array(Strict({ key: Type.String(), label: Type.String(), description: Type.String() })),
  setupNeeded: Type.Boolean(),
  /** False: mails are kept and can be read in the console instead of being sent. */
  mailConfigured: Type.Boolean(),
  languages: Type.Array(Language),
  passwordMinLength: Type.Integer(),
})
export type Installation = Static<typeof Installation>

export const installation = {
  show: route({
    method: 'GET',
    path: '/installation',
    access: 'public',
    summary: 'What this installation is called and whether it still needs its first administrator',
    returns: Installation,
    refuses: {},
  }),
  /** Create the first administrator with the one-time link that the server printed, and sign in. */
  setUp: route({
    method: 'POST',
    path: '/installation/set-up',
    access: 'public',
    summary: 'Create the first administrator',
    body: Strict({
      token: Token,
      email: Email,
      firstName: PersonName,
      lastName: PersonName,
      password: PasswordInput,
    }),
    returns: Me,
    status: 201,
    refuses: {
      setup_token_unknown: 403,
      setup_closed: 409,
      password_too_short: 422,
      password_too_weak: 422,
      password_leaked: 422,
    },
  }),
}
