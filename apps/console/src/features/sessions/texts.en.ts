export const en = {
  signIn: {
    title: 'Sign in',
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
    only: 'You are signed in nowhere else.',
  },
} as const

declare module 'i18next' {
  interface ResourceNamespaceMap {
    sessions: typeof en
  }
}
