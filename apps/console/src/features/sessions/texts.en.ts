export const en = {
  signIn: {
    title: 'Sign in',
    titleAt: 'Sign in to {{name}}',
    email: 'E-mail address',
    password: 'Password',
    submit: 'Sign in',
    forgot: 'Forgot your password?',
    ended: 'Your session has ended. Sign in to continue where you were.',
    out: 'You are signed out.',
    reset: 'Your password is set. Sign in with it.',
    setupNeeded:
      'This installation has no administrator yet. Open the set-up link that the server printed when it started.',
  },
  list: {
    title: 'Sessions',
    hint: 'Where you are signed in.',
    current: 'This one',
    end: 'End',
    endOne: 'End session: {{device}}',
    endOthers: 'End all others',
    ended: 'Session ended',
    endedOthers_one: '{{count}} session ended',
    endedOthers_other: '{{count}} sessions ended',
    device: '{{browser}} on {{system}}',
    unknown: 'Unknown device',
    since: 'Signed in',
    noAddress: 'address not known',
    used: 'Last used',
    only: 'You are signed in nowhere else.',
  },
  methods: {
    password: 'Password',
    link: 'Link by mail',
    totp: 'Authenticator app',
    passkey: 'Passkey',
    recovery_code: 'Recovery code',
    federated: 'Federated sign-in',
    remembered_device: 'Remembered browser',
  },
  end: {
    all: 'End all sessions',
    title: 'End all sessions of {{name}}?',
    verb: 'End sessions',
    textOf: 'Every open session of this user ends at once. They can sign in again.',
    textIn:
      '{{sessions}} will end here and below, at once. Everybody can sign in again. This session of yours goes on, and so do those of users above your rank.',
    sessions_one: '{{count}} session',
    sessions_other: '{{count}} sessions',
    alsoKeys: 'Also end API keys',
    alsoKeysCounted_one: 'Also end {{count}} API key',
    alsoKeysCounted_other: 'Also end {{count}} API keys',
    keys_one: '{{count}} API key',
    keys_other: '{{count}} API keys',
    nowhere: 'Signed in nowhere.',
  },
  ending: {
    title: 'Your session is about to end',
    idle_one: 'Nothing has been done here for a while. You will be signed out in {{count}} second.',
    idle_other: 'Nothing has been done here for a while. You will be signed out in {{count}} seconds.',
    over_one: 'Sessions last only so long here. You will be signed out in {{count}} second; save what you are doing.',
    over_other:
      'Sessions last only so long here. You will be signed out in {{count}} seconds; save what you are doing.',
    stay: 'Stay signed in',
    understood: 'Understood',
  },
} as const

declare module 'i18next' {
  interface ResourceNamespaceMap {
    sessions: typeof en
  }
}
