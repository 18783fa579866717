export const en = {
  title: 'Settings',
  hint: 'What holds in {{place}} and everything below it.',
  none: 'This product has no settings.',
  noneHint: 'A blueprint adds one in a few lines.',
  other: 'General',
  levelDiffers: 'Is not set at this level.',
  yes: 'Yes',
  no: 'No',
  notSet: 'Not set',
  empty: 'Empty',
  lines: 'One entry: type it and press Enter.',
  between: '{{from}} to {{to}}',
  faults: {
    required: 'Required.',
    number: 'A number from {{from}} to {{to}}.',
    integer: 'A whole number from {{from}} to {{to}}.',
    maxLength_one: 'At most {{count}} character.',
    maxLength_other: 'At most {{count}} characters.',
    maxItems_one: 'At most {{count}} entry.',
    maxItems_other: 'At most {{count}} entries.',
    twice: 'No entry twice.',
    entry: 'Entry {{at}}: {{fault}}',
    choice: 'One of the choices.',
    text: 'This does not have the form that is asked for.',
    email: 'An address such as ada@example.com.',
    url: 'An address that begins with https://.',
    color: 'A colour such as #0f766e.',
    currency: 'There is no such currency.',
    timezone: 'There is no such time zone.',
    locale: 'A language and a region, such as de-CH.',
  },
} as const

declare module 'i18next' {
  interface ResourceNamespaceMap {
    settings: typeof en
  }
}
