export const en = {
  title: 'Remembered devices',
  hint: 'Browsers in which your password is enough. Changing your second factors or resetting your password forgets them.',
  current: 'This one',
  device: '{{browser}} on {{system}}',
  unknown: 'Unknown device',
  since: 'Remembered',
  used: 'used',
  forget: 'Forget',
  forgetOne: 'Forget device: {{device}}',
  forgetAll: 'Forget all',
  forgotten: 'Device forgotten',
  forgottenAll_one: '{{count}} device forgotten',
  forgottenAll_other: '{{count}} devices forgotten',
} as const

declare module 'i18next' {
  interface ResourceNamespaceMap {
    devices: typeof en
  }
}
