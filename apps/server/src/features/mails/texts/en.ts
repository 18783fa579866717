/** What mails say, in English. Mustache: `{{name}}` is escaped for its place. */
import type { MailTexts } from './texts.ts'

export const en: MailTexts = {
  greeting: 'Hello{{#name}} {{name}}{{/name}},',
  footer: 'This mail was sent by {{product}} because of something done there. Nobody reads answers to it.',
  linkHelp: 'If the button does not work, copy this address into your browser:',
  invitation: {
    subject: '{{actor}} invites you to {{organization}}',
    lines: [
      '{{actor}} invites you to join {{organization}} in {{product}} as {{role}}.',
      'The link below is for you alone. It works once, until {{expires}}.',
    ],
    button: 'Accept the invitation',
    after: [
      'You do not know {{actor}}, or did not expect this? Then leave this mail alone; nothing happens without you.',
    ],
  },
  // The same subject as an invitation's: whoever sees a list of mails must not see which of the two it is.
  invitation_elsewhere: {
    subject: '{{actor}} invites you to {{organization}}',
    lines: [
      '{{actor}} would like you to join {{organization}} in {{product}} as {{role}}.',
      'You already have an account in {{product}} with this address, and an address can have one only. So there is no link in this mail.',
    ],
    button: '',
    after: [
      'If you want to join, give {{actor}} another address of yours, or have your present account deactivated first. {{actor}} does not learn from us that you have one.',
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
  account_created: {
    subject: 'Your account at {{organization}}',
    lines: [
      '{{actor}} made an account for you at {{organization}} in {{product}}, as {{role}}.',
      '{{#set_up}}Set your password with the link below. It works once, until {{expires}}.{{/set_up}}{{#join}}You have a password for {{product}} already. Confirm with it that the account is yours: nobody can use it before. The link works once, until {{expires}}.{{/join}}{{#initial}}Sign in with this address and the password {{^password}}that {{actor}} gives you{{/password}}{{password}}. It opens one session, until {{expires}}, in which you choose your own.{{/initial}}{{#federated}}Sign in with the account you have at {{organization}}: enter this address, and you are taken there.{{/federated}}',
    ],
    button:
      '{{#set_up}}Set your password{{/set_up}}{{#join}}Confirm the account{{/join}}{{#initial}}Sign in{{/initial}}{{#federated}}Sign in{{/federated}}',
    after: ['You do not know {{actor}}, or did not expect this? Then leave this mail alone.'],
  },
  email_change: {
    subject: 'Confirm your new e-mail address for {{product}}',
    lines: [
      '{{#byAdministrator}}{{actor}} asked{{/byAdministrator}}{{^byAdministrator}}You asked{{/byAdministrator}} {{product}} that you sign in with this address from now on.',
      'The link below works once, until {{expires}}. Until you use it the address stays as it is.',
    ],
    button: 'Confirm the address',
    after: ['You know nothing of this? Then leave this mail alone; nothing happens without you.'],
  },
  email_change_asked: {
    subject: 'A new e-mail address was asked for',
    lines: [
      '{{#byAdministrator}}{{actor}}{{/byAdministrator}}{{^byAdministrator}}Somebody, hopefully you,{{/byAdministrator}} asked {{product}} to sign you in with {{email}} instead of this address. It counts once it is confirmed there.',
    ],
    button: '',
    after: ['You do not want this? Change your password and tell your administrator.'],
  },
  email_changed: {
    subject: 'Your e-mail address for {{product}} was changed',
    lines: ['Since {{at}} you sign in to {{product}} with {{email}} instead of this address.'],
    button: '',
    after: ['It was not you? Tell your administrator at once.'],
  },
  account_locked: {
    subject: 'Your account for {{product}} is locked',
    lines: [
      '{{^factors}}Too many wrong passwords were tried for your account, so nobody can sign in to it from a browser you have not used before{{#until}} until {{until}}{{/until}}.{{/factors}}{{#factors}}Somebody got as far as the second step of signing in to your account, and tried too many wrong codes there. Nobody gets further there now, or signs in with your password from a browser you have not used before.{{/factors}}',
      '{{^factors}}{{#until}}If it was you, you need not wait: the link below unlocks your account once.{{/until}}{{^until}}An administrator has to unlock it. Ask yours.{{/until}}{{/factors}}{{#factors}}{{#byLink}}A new password by link unlocks it, once in 30 days: ask for the link at {{forgotUrl}}. An administrator can unlock it as well.{{/byLink}}{{^byLink}}An administrator has to unlock it. Ask yours.{{/byLink}}{{/factors}}',
    ],
    button: 'Unlock my account',
    after: [
      '{{^factors}}It was not you? Your password was not found out. Leave this mail alone, or set a new password at {{forgotUrl}}.{{/factors}}{{#factors}}{{#byLink}}It was not you? Then somebody knows your password: set a new one before you have the account unlocked.{{/byLink}}{{^byLink}}It was not you? Say so when you ask.{{/byLink}}{{/factors}}',
    ],
  },
  password_reset: {
    subject: 'Set a new password for {{product}}',
    lines: [
      '{{#join}}{{actor}} made an account for you. Confirm with the password you have that it is yours.{{/join}}{{^join}}{{#byAdministrator}}{{actor}} asked {{product}} to send you a link to set a new password.{{/byAdministrator}}{{^byAdministrator}}Somebody, hopefully you, asked for a link to set a new password.{{/byAdministrator}}{{/join}}',
      'It works once, until {{expires}}. Until you use it your present password stays.',
    ],
    button: '{{#join}}Confirm the account{{/join}}{{^join}}Set a new password{{/join}}',
    after: ['It was not you? Then leave this mail alone; nothing has changed.'],
  },
  new_sign_in: {
    subject: 'New sign-in to {{product}}',
    lines: [
      'On {{at}} somebody signed in to {{product}} as you, from a device that we have not seen before:',
      '{{#device}}{{device}}, {{/device}}{{address}}',
    ],
    button: 'See your sessions',
    after: ['It was you? Then there is nothing to do. It was not? Change your password and end all other sessions.'],
  },
  password_changed: {
    subject: 'Your password for {{product}} was changed',
    lines: ['Your password was changed on {{at}}. All other sessions were ended.'],
    button: '',
    after: ['It was not you? Set a new password at {{forgotUrl}} and tell your administrator.'],
  },
  factors_changed: {
    subject: 'How you sign in to {{product}} was changed',
    lines: [
      '{{#added}}“{{factor}}” was added as a second factor on {{at}}.{{/added}}{{#removed}}The second factor “{{factor}}” was removed on {{at}}. All other sessions were ended.{{/removed}}{{#allRemoved}}All your second factors were removed on {{at}}: your password alone signs you in now. All other sessions were ended.{{/allRemoved}}{{#codesMade}}New recovery codes were made on {{at}}. Those from before work no more.{{/codesMade}}{{#codeUsed}}A recovery code was used on {{at}}. You have {{left}} left; you can make new ones in your profile.{{/codeUsed}}{{#disabled}}{{actor}} removed your second factors and recovery codes on {{at}}, and your sessions were ended.{{#required}} You set up a new one when you sign in next.{{/required}}{{/disabled}}{{#linked}}Your sign-in at “{{connection}}”{{#email}} ({{email}}){{/email}} was linked to your account on {{at}}: whoever signs in with it there is signed in here as you.{{/linked}}{{#unlinked}}Your sign-in at “{{connection}}” was unlinked from your account on {{at}}. It does not sign you in any more.{{/unlinked}}',
    ],
    button: '',
    after: [
      'It was not you, and you did not ask for it? Set a new password at {{forgotUrl}} and tell your administrator.',
    ],
  },
}
