/** What mails say, in English. Mustache: `{{name}}` is escaped for its place. */
import type { MailTexts } from './texts.ts'

export const en: MailTexts = {
  greeting: 'Hello{{#name}} {{name}}{{/name}},',
  footer: 'This mail was sent by {{product}} because of something done there. Nobody reads answers to it.',
  linkHelp: 'If the button does not work, copy this address into your browser:',
  invitation: {
    subject: '{{inviter}} invites you to {{organization}}',
    lines: [
      '{{inviter}} invites you to join {{organization}} in {{product}} as {{role}}.',
      'The link below is for you alone. It works once, until {{expires}}.',
    ],
    button: 'Accept the invitation',
    after: [
      'You do not know {{inviter}}, or did not expect this? Then leave this mail alone; nothing happens without you.',
    ],
  },
  // The same subject as an invitation's: whoever sees a list of mails must not see which of the two it is.
  invitation_elsewhere: {
    subject: '{{inviter}} invites you to {{organization}}',
    lines: [
      '{{inviter}} would like you to join {{organization}} in {{product}} as {{role}}.',
      'You already have an account in {{product}} with this address, and an address can have one only. So there is no link in this mail.',
    ],
    button: '',
    after: [
      'If you want to join, give {{inviter}} another address of yours, or have your present account deactivated first. {{inviter}} does not learn from us that you have one.',
    ],
  },
  change_requested: {
    subject: '{{from}} asks for a change of their account',
    lines: [
      '{{from}} ({{email}}) of {{organization}} cannot change this on their own account and asks you to:',
      '{{wish}}',
    ],
    button: 'Open the account',
    after: ['Whether it is done is for you to decide. {{from}} is not told by {{product}}.'],
  },
  password_reset: {
    subject: 'Set a new password for {{product}}',
    lines: [
      '{{#byAdministrator}}{{requester}} asked {{product}} to send you a link to set a new password.{{/byAdministrator}}{{^byAdministrator}}Somebody, hopefully you, asked for a link to set a new password.{{/byAdministrator}}',
      'It works once, until {{expires}}. Until you use it your present password stays.',
    ],
    button: 'Set a new password',
    after: ['It was not you? Then leave this mail alone; nothing has changed.'],
  },
  password_changed: {
    subject: 'Your password for {{product}} was changed',
    lines: ['Your password was changed on {{at}}. All other sessions were ended.'],
    button: '',
    after: ['It was not you? Set a new password at {{forgotUrl}} and tell your administrator.'],
  },
}
