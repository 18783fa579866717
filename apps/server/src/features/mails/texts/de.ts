/** What mails say, in German. */
import type { MailTexts } from './texts.ts'

export const de: MailTexts = {
  greeting: 'Guten Tag{{#name}} {{name}}{{/name}},',
  footer:
    'Diese Nachricht wurde von {{product}} verschickt, weil dort etwas geschehen ist. Antworten werden nicht gelesen.',
  linkHelp: 'Falls die Schaltfläche nicht funktioniert, kopieren Sie diese Adresse in Ihren Browser:',
  invitation: {
    subject: '{{inviter}} lädt Sie zu {{organization}} ein',
    lines: [
      '{{inviter}} lädt Sie ein, {{organization}} in {{product}} als {{role}} beizutreten.',
      'Der Link ist nur für Sie bestimmt. Er gilt einmal, bis {{expires}}.',
    ],
    button: 'Einladung annehmen',
    after: [
      'Sie kennen {{inviter}} nicht oder haben das nicht erwartet? Dann lassen Sie diese Nachricht liegen; ohne Sie geschieht nichts.',
    ],
  },
  invitation_elsewhere: {
    subject: '{{inviter}} lädt Sie zu {{organization}} ein',
    lines: [
      '{{inviter}} möchte, dass Sie {{organization}} in {{product}} als {{role}} beitreten.',
      'Sie haben mit dieser Adresse schon ein Konto in {{product}}, und eine Adresse kann nur eines haben. Darum enthält diese Nachricht keinen Link.',
    ],
    button: '',
    after: [
      'Wenn Sie beitreten möchten, nennen Sie {{inviter}} eine andere Adresse, oder lassen Sie zuerst Ihr jetziges Konto deaktivieren. Dass Sie eines haben, erfährt {{inviter}} nicht von uns.',
    ],
  },
  change_requested: {
    subject: '{{from}} bittet um eine Änderung am eigenen Konto',
    lines: [
      '{{from}} ({{email}}) von {{organization}} darf dies am eigenen Konto nicht ändern und bittet Sie darum:',
      '{{wish}}',
    ],
    button: 'Konto öffnen',
    after: ['Ob es geschieht, entscheiden Sie. {{product}} teilt {{from}} nichts davon mit.'],
  },
  password_reset: {
    subject: 'Neues Passwort für {{product}} setzen',
    lines: [
      '{{#byAdministrator}}{{requester}} hat {{product}} gebeten, Ihnen einen Link für ein neues Passwort zu schicken.{{/byAdministrator}}{{^byAdministrator}}Jemand, hoffentlich Sie, hat einen Link für ein neues Passwort angefordert.{{/byAdministrator}}',
      'Er gilt einmal, bis {{expires}}. Bis Sie ihn benutzen, bleibt Ihr jetziges Passwort.',
    ],
    button: 'Neues Passwort setzen',
    after: ['Sie waren das nicht? Dann lassen Sie diese Nachricht liegen; es hat sich nichts geändert.'],
  },
  password_changed: {
    subject: 'Ihr Passwort für {{product}} wurde geändert',
    lines: ['Ihr Passwort wurde am {{at}} geändert. Alle anderen Sitzungen wurden beendet.'],
    button: '',
    after: [
      'Sie waren das nicht? Setzen Sie unter {{forgotUrl}} ein neues Passwort und sagen Sie es Ihrem Administrator.',
    ],
  },
}
