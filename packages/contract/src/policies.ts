/**
 * Every policy there is: its type, what holds where nobody says anything, and what it means. A policy is set on an
 * organization, inherited downward, and can be locked there for everything below (features/policies). `obeyed: false`:
 * it can be set and is kept, and nothing acts on it yet; the console says so.
 */
import Type, { type Static, type TSchema } from 'typebox'
import { isSafePattern } from './policy-pattern.ts'
import { signInPolicies } from './policies-of-sign-in.ts'
import { policy, word, type PolicyFault, type PolicySpec } from './policy-spec.ts'
import {
  CodePattern,
  Days,
  Domains,
  InvitationForm,
  ReasonedAct,
  Seconds,
  Some,
  Words,
  day,
  minute,
} from './policy-values.ts'
import { Nullable, Strict } from './values.ts'

export const policyRegistry = {
  'roles.change': policy({
    group: 'users',
    value: word('immediate', 'immutable'),
    default: 'immediate',
    meaning: 'Whether the role of a user can be changed, or stays as it was given',
    obeyed: true,
    forForms: true,
  }),
  'self.change_role': policy({
    group: 'users',
    value: word('refused', 'allowed'),
    default: 'refused',
    meaning: 'Whether users may change their own role, never above what they hold',
    obeyed: true,
    forForms: true,
  }),
  'self.deactivate': policy({
    group: 'users',
    value: word('refused', 'allowed'),
    default: 'refused',
    meaning: 'Whether users may deactivate themselves',
    obeyed: true,
    forForms: true,
  }),
  'reason.required': policy({
    group: 'users',
    value: Some(ReasonedAct),
    default: [],
    meaning: 'What nobody does without giving a reason',
    obeyed: true,
    forForms: true,
  }),
  'lists.inactive': policy({
    group: 'users',
    value: word('shown', 'hidden'),
    default: 'shown',
    meaning: 'Whether lists show inactive users without being asked for them',
    obeyed: true,
    forForms: true,
  }),
  'user.removal': policy({
    group: 'users',
    value: Strict({ mode: word('off', 'restorable', 'permanent'), days: Days(1, 365) }),
    default: { mode: 'permanent', days: 30 },
    meaning: 'Whether users can be deleted, and for how many days they can be restored',
    obeyed: true,
    forForms: true,
  }),
  dormant: policy({
    group: 'users',
    value: Strict({
      warnAfter: Nullable(Days(1, 3650)),
      deactivateAfter: Nullable(Days(1, 3650)),
      countNeverSignedIn: Type.Boolean(),
    }),
    default: { warnAfter: null, deactivateAfter: null, countNeverSignedIn: true },
    meaning: 'After how long without a sign-in users are warned and deactivated',
    fault: ({ warnAfter, deactivateAfter }) =>
      warnAfter !== null && deactivateAfter !== null && warnAfter >= deactivateAfter
        ? { path: 'warnAfter', message: 'The warning comes before the deactivation.' }
        : null,
  }),
  'onboarding.modes': policy({
    group: 'invitations',
    value: Some(word('link', 'credentials', 'direct'), 1),
    default: ['link'],
    meaning: 'How people come in: by a link, by one-time credentials, or created directly',
    obeyed: true,
    forForms: true,
  }),
  'email.uniqueness': policy({
    group: 'invitations',
    value: word('installation', 'organization'),
    default: 'organization',
    meaning: 'Whether an address may have active accounts in several organizations',
    settable: 'above',
    obeyed: true,
  }),
  'email.domains': policy({
    group: 'invitations',
    value: Domains,
    default: [],
    meaning: 'The domains that e-mail addresses must belong to; none: any',
    forForms: true,
    fault: (domains) => {
      const at = domains.findIndex((it) => !it.includes('.'))
      return at < 0 ? null : { path: String(at), message: 'A domain such as example.com.' }
    },
  }),
  'reinvite.deactivated': policy({
    group: 'invitations',
    value: word('replace', 'reactivate', 'refuse'),
    default: 'refuse',
    meaning: 'What happens when somebody is invited whose account is deactivated',
    obeyed: true,
    forForms: true,
  }),
  'invitation.lifetime': policy({
    group: 'invitations',
    value: Strict({
      min: Seconds(minute, 30 * day),
      default: Seconds(minute, 30 * day),
      max: Seconds(minute, 30 * day),
    }),
    default: { min: minute, default: 7 * day, max: 30 * day },
    meaning: 'How long invitations can be used: at least, unless said otherwise, at most',
    forForms: true,
    fault: (it) =>
      it.min <= it.default && it.default <= it.max
        ? null
        : { path: 'default', message: 'Lies between the shortest and the longest time.' },
  }),
  'invitation.form': policy({
    group: 'invitations',
    value: InvitationForm,
    default: {
      firstName: 'optional',
      lastName: 'optional',
      phone: 'hidden',
      role: 'required',
      scope: 'hidden',
      defaultRole: null,
    },
    meaning: 'What the invitation form asks for, and the role given when it does not ask',
    forForms: true,
  }),
  'invitation.approval': policy({
    group: 'invitations',
    value: word('off', 'on'),
    default: 'off',
    meaning: 'Whether somebody else approves an invitation before it is sent',
  }),
  'invitation.reminders': policy({
    group: 'invitations',
    value: Type.Array(Days(1, 30), { maxItems: 5, uniqueItems: true }),
    default: [],
    meaning: 'After how many days the invited are reminded; none: never',
  }),
  'invitation.retention': policy({
    group: 'invitations',
    value: Nullable(Days(1, 3650)),
    default: null,
    meaning: 'After how many days unused invitations are removed; empty: never',
  }),
  ...signInPolicies,
  'secret.overlap': policy({
    group: 'organizations',
    value: Days(0, 90),
    default: 7,
    meaning: 'For how many days the old secret still works after a rotation',
  }),
  'secret.max_age': policy({
    group: 'organizations',
    value: Days(1, 3650),
    default: 365,
    meaning: 'After how many days a secret should be rotated',
  }),
  'code.pattern': policy({
    group: 'organizations',
    value: CodePattern,
    default: null,
    meaning: 'The pattern that codes of organizations must match; empty: any',
    obeyed: true,
    forForms: true,
    fault: (pattern) =>
      pattern === null || isSafePattern(pattern)
        ? null
        : { path: '', message: 'No groups, no backreferences, three repetitions of varying length at most.' },
  }),
  'retention.sign_in_activity': policy({
    group: 'retention',
    value: Days(1, 3650),
    default: 30,
    meaning: 'For how many days sign-ins of users are kept',
    obeyed: true,
  }),
  'retention.audit': policy({
    group: 'retention',
    value: Days(30, 3650),
    default: 3650,
    meaning: 'For how many days recorded changes are kept',
    settable: 'above',
  }),
  labels: policy({
    group: 'words',
    value: Words,
    default: {},
    meaning: 'The words of the product: menu entries, names of states, labels of roles',
    settable: 'blueprint',
    obeyed: true,
  }),
}
export type PolicyKey = keyof typeof policyRegistry
export type PolicyValue<K extends PolicyKey> = Static<(typeof policyRegistry)[K]['value']>
export const policyKeys = Object.keys(policyRegistry) as PolicyKey[]
export const isPolicyKey = (key: string): key is PolicyKey => Object.hasOwn(policyRegistry, key)
export const policySpec = (key: PolicyKey): PolicySpec<TSchema> => policyRegistry[key]

/** What a value of the right type still gets wrong. */
export const policyFault = (key: PolicyKey, value: unknown): PolicyFault | null =>
  policySpec(key).fault?.(value) ?? null
