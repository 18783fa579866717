/** Policies about passwords, second factors, failed sign-ins and sessions. */
import Type from 'typebox'
import { policy, word } from './policy-spec.ts'
import { Attempts, Characters, Days, RoleKeys, Seconds, day, hour, minute } from './policy-values.ts'
import { Strict } from './values.ts'

export const signInPolicies = {
  'password.rules': policy({
    group: 'sign_in',
    value: Strict({ minLength: Characters(8, 64), leakedCheck: Type.Boolean() }),
    default: { minLength: 15, leakedCheck: true },
    meaning: 'How long passwords are at least, and whether known leaked ones are refused',
    obeyed: true,
    forForms: true,
  }),
  'password.admin_set': policy({
    group: 'sign_in',
    value: word('never', 'initial'),
    default: 'never',
    meaning: 'Whether administrators may choose the first, one-time password of a new user',
    obeyed: true,
    forForms: true,
  }),
  'mfa.required': policy({
    group: 'sign_in',
    value: Strict({ mode: word('off', 'roles', 'all'), roles: RoleKeys }),
    default: { mode: 'off', roles: [] },
    meaning: 'Who must sign in with a second factor',
    obeyed: true,
    fault: ({ mode, roles }) =>
      mode === 'roles' && !roles.length ? { path: 'roles', message: 'At least one role.' } : null,
  }),
  'mfa.self_disable': policy({
    group: 'sign_in',
    value: word('allowed', 'unless_required', 'never'),
    default: 'unless_required',
    meaning: 'Whether users may turn their own second factor off',
    obeyed: true,
  }),
  'mfa.remember_days': policy({
    group: 'sign_in',
    value: Days(0, 90),
    default: 0,
    meaning:
      'For how many days a browser in which a second factor was shown asks for the password alone; 0: not at all',
    obeyed: true,
  }),
  'signin.federated_only': policy({
    group: 'sign_in',
    value: word('off', 'on'),
    default: 'off',
    meaning: 'Whether people sign in through a connection of the organization only, and with no password',
    preset: 'refused',
    obeyed: true,
  }),
  lockout: policy({
    group: 'sign_in',
    value: Strict({
      attempts: Attempts(3, 100),
      window: Seconds(minute, day),
      release: word('admin', 'timed', 'both'),
    }),
    default: { attempts: 10, window: 15 * minute, release: 'both' },
    meaning:
      'After how many failed sign-ins in which time an account is locked, and what ends that: time and the owner’s mail, an administrator, or both',
    obeyed: true,
  }),
  'session.mode': policy({
    group: 'sessions',
    value: word('absolute', 'idle', 'both'),
    default: 'absolute',
    meaning: 'Whether sessions end a set time after sign-in, after a time without use, or by either',
    obeyed: true,
  }),
  'session.absolute': policy({
    group: 'sessions',
    value: Seconds(5 * minute, 30 * day),
    default: 12 * hour,
    meaning: 'How long after sign-in a session ends',
    obeyed: true,
  }),
  'session.idle': policy({
    group: 'sessions',
    value: Seconds(minute, 30 * day),
    default: 30 * minute,
    meaning: 'After how long without use a session ends',
    obeyed: true,
  }),
  'session.ceiling': policy({
    group: 'sessions',
    value: Seconds(5 * minute, 90 * day),
    default: 30 * day,
    meaning: 'How long any session lasts at most, whatever organizations choose',
    obeyed: true,
    settable: 'above',
  }),
}
