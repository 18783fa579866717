/** What mails say, in German. */
import type { MailTexts } from './texts.ts'

export const de: MailTexts = {
  greeting: 'Guten Tag{{#name}} {{name}}{{/name}},',
  footer:
    'Diese Nachricht wurde von {{product}} verschickt, weil dort etwas geschehen ist. Antworten werden nicht gelesen.',
  linkHelp: 'Falls die Schaltfläche nicht funktioniert, kopieren Sie diese Adresse in Ihren Browser:',
  invitation: {
    subject: '{{actor}} lädt Sie zu {{organization}} ein',
    lines: [
      '{{actor}} lädt Sie ein, {{organization}} in {{product}} als {{role}} beizutreten.',
      'Der Link ist nur für Sie bestimmt. Er gilt einmal, bis {{expires}}.',
    ],
    button: 'Einladung annehmen',
    after: [
      'Sie kennen {{actor}} nicht oder haben das nicht erwartet? Dann lassen Sie diese Nachricht liegen; ohne Sie geschieht nichts.',
    ],
  },
  invitation_elsewhere: {
    subject: '{{actor}} lädt Sie zu {{organization}} ein',
    lines: [
      '{{actor}} möchte, dass Sie {{organization}} in {{product}} als {{role}} beitreten.',
      'Sie haben mit dieser Adresse schon ein Konto in {{product}}, und eine Adresse kann nur eines haben. Darum enthält diese Nachricht keinen Link.',
    ],
    button: '',
    after: [
      'Wenn Sie beitreten möchten, nennen Sie {{actor}} eine andere Adresse, oder lassen Sie zuerst Ihr jetziges Konto deaktivieren. Dass Sie eines haben, erfährt {{actor}} nicht von uns.',
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
  account_created: {
    subject: 'Ihr Konto bei {{organization}}',
    lines: [
      '{{actor}} hat für Sie ein Konto bei {{organization}} in {{product}} angelegt, als {{role}}.',
      '{{#set_up}}Setzen Sie mit dem Link Ihr Passwort. Er gilt einmal, bis {{expires}}.{{/set_up}}{{#join}}Sie haben bereits ein Passwort für {{product}}. Bestätigen Sie damit, dass das Konto Ihres ist: vorher kann niemand es benutzen. Der Link gilt einmal, bis {{expires}}.{{/join}}{{#initial}}Melden Sie sich mit dieser Adresse und dem Passwort {{password}}{{#password}} {{/password}}an{{^password}}, das {{actor}} Ihnen gibt{{/password}}. Es öffnet eine einzige Sitzung, bis {{expires}}, in der Sie Ihr eigenes wählen.{{/initial}}{{#federated}}Melden Sie sich mit Ihrem Konto bei {{organization}} an: Geben Sie diese Adresse ein, dann kommen Sie dorthin.{{/federated}}',
    ],
    button:
      '{{#set_up}}Passwort setzen{{/set_up}}{{#join}}Konto bestätigen{{/join}}{{#initial}}Anmelden{{/initial}}{{#federated}}Anmelden{{/federated}}',
    after: ['Sie kennen {{actor}} nicht oder haben das nicht erwartet? Dann lassen Sie diese Nachricht liegen.'],
  },
  email_change: {
    subject: 'Neue E-Mail-Adresse für {{product}} bestätigen',
    lines: [
      '{{#byAdministrator}}{{actor}} hat {{product}} gebeten, dass Sie sich künftig mit dieser Adresse anmelden.{{/byAdministrator}}{{^byAdministrator}}Sie möchten sich bei {{product}} künftig mit dieser Adresse anmelden.{{/byAdministrator}}',
      'Der Link gilt einmal, bis {{expires}}. Bis Sie ihn benutzen, bleibt die bisherige Adresse.',
    ],
    button: 'Adresse bestätigen',
    after: ['Sie wissen davon nichts? Dann lassen Sie diese Nachricht liegen; ohne Sie geschieht nichts.'],
  },
  email_change_asked: {
    subject: 'Eine neue E-Mail-Adresse wurde gewünscht',
    lines: [
      '{{#byAdministrator}}{{actor}}{{/byAdministrator}}{{^byAdministrator}}Jemand, hoffentlich Sie,{{/byAdministrator}} hat {{product}} gebeten, Sie künftig mit {{email}} statt mit dieser Adresse anzumelden. Das gilt, sobald es dort bestätigt ist.',
    ],
    button: '',
    after: ['Sie möchten das nicht? Ändern Sie Ihr Passwort und sagen Sie es Ihrem Administrator.'],
  },
  email_changed: {
    subject: 'Ihre E-Mail-Adresse für {{product}} wurde geändert',
    lines: ['Seit {{at}} melden Sie sich bei {{product}} mit {{email}} statt mit dieser Adresse an.'],
    button: '',
    after: ['Sie waren das nicht? Sagen Sie es sofort Ihrem Administrator.'],
  },
  account_locked: {
    subject: 'Ihr Konto für {{product}} ist gesperrt',
    lines: [
      '{{^factors}}Für Ihr Konto wurden zu viele falsche Passwörter versucht. Aus einem Browser, den Sie noch nicht benutzt haben, kann sich deshalb{{#until}} bis {{until}}{{/until}} niemand anmelden.{{/factors}}{{#factors}}Jemand ist bei der Anmeldung an Ihrem Konto bis zum zweiten Schritt gekommen und hat dort zu viele falsche Codes versucht. Dort kommt jetzt niemand weiter, und aus einem Browser, den Sie noch nicht benutzt haben, kann sich niemand mehr mit Ihrem Passwort anmelden.{{/factors}}',
      '{{^factors}}{{#until}}Waren Sie es selbst, brauchen Sie nicht zu warten: Der Link unten entsperrt Ihr Konto einmal.{{/until}}{{^until}}Ein Administrator muss es entsperren. Fragen Sie Ihren.{{/until}}{{/factors}}{{#factors}}{{#byLink}}Ein neues Passwort über einen Link entsperrt es, einmal in 30 Tagen: Fordern Sie den Link unter {{forgotUrl}} an. Auch ein Administrator kann es entsperren.{{/byLink}}{{^byLink}}Ein Administrator muss es entsperren. Fragen Sie Ihren.{{/byLink}}{{/factors}}',
    ],
    button: 'Mein Konto entsperren',
    after: [
      '{{^factors}}Das waren nicht Sie? Ihr Passwort wurde nicht erraten. Lassen Sie diese Mail liegen, oder setzen Sie unter {{forgotUrl}} ein neues Passwort.{{/factors}}{{#factors}}{{#byLink}}Das waren nicht Sie? Dann kennt jemand Ihr Passwort: Setzen Sie ein neues, bevor Sie das Konto entsperren lassen.{{/byLink}}{{^byLink}}Das waren nicht Sie? Sagen Sie es dabei.{{/byLink}}{{/factors}}',
    ],
  },
  password_reset: {
    subject: 'Neues Passwort für {{product}} setzen',
    lines: [
      '{{#join}}{{actor}} hat für Sie ein Konto angelegt. Bestätigen Sie mit Ihrem Passwort, dass es Ihres ist.{{/join}}{{^join}}{{#byAdministrator}}{{actor}} hat {{product}} gebeten, Ihnen einen Link für ein neues Passwort zu schicken.{{/byAdministrator}}{{^byAdministrator}}Jemand, hoffentlich Sie, hat einen Link für ein neues Passwort angefordert.{{/byAdministrator}}{{/join}}',
      'Er gilt einmal, bis {{expires}}. Bis Sie ihn benutzen, bleibt Ihr jetziges Passwort.',
    ],
    button: '{{#join}}Konto bestätigen{{/join}}{{^join}}Neues Passwort setzen{{/join}}',
    after: ['Sie waren das nicht? Dann lassen Sie diese Nachricht liegen; es hat sich nichts geändert.'],
  },
  new_sign_in: {
    subject: 'Neue Anmeldung bei {{product}}',
    lines: [
      'Am {{at}} hat sich jemand als Sie bei {{product}} angemeldet, von einem Gerät, das wir noch nicht kannten:',
      '{{#device}}{{device}}, {{/device}}{{address}}',
    ],
    button: 'Ihre Sitzungen ansehen',
    after: [
      'Sie waren das? Dann ist nichts zu tun. Sie waren das nicht? Ändern Sie Ihr Passwort und beenden Sie alle anderen Sitzungen.',
    ],
  },
  factors_changed: {
    subject: 'Ihre Anmeldung bei {{product}} wurde geändert',
    lines: [
      '{{#added}}„{{factor}}“ wurde am {{at}} als zweiter Faktor hinzugefügt.{{/added}}{{#removed}}Der zweite Faktor „{{factor}}“ wurde am {{at}} entfernt. Alle anderen Sitzungen wurden beendet.{{/removed}}{{#allRemoved}}Alle Ihre zweiten Faktoren wurden am {{at}} entfernt: Zur Anmeldung genügt jetzt Ihr Passwort. Alle anderen Sitzungen wurden beendet.{{/allRemoved}}{{#codesMade}}Am {{at}} wurden neue Wiederherstellungscodes erzeugt. Die bisherigen gelten nicht mehr.{{/codesMade}}{{#codeUsed}}Am {{at}} wurde ein Wiederherstellungscode verwendet. Übrig sind {{left}}; neue erzeugen Sie in Ihrem Profil.{{/codeUsed}}{{#disabled}}{{actor}} hat am {{at}} Ihre zweiten Faktoren und Wiederherstellungscodes entfernt; Ihre Sitzungen wurden beendet.{{#required}} Bei der nächsten Anmeldung richten Sie einen neuen ein.{{/required}}{{/disabled}}{{#linked}}Ihre Anmeldung bei „{{connection}}“{{#email}} ({{email}}){{/email}} wurde am {{at}} mit Ihrem Konto verknüpft: Wer sich dort damit anmeldet, ist hier als Sie angemeldet.{{/linked}}{{#unlinked}}Ihre Anmeldung bei „{{connection}}“ wurde am {{at}} von Ihrem Konto gelöst. Hier meldet sie Sie nicht mehr an.{{/unlinked}}',
    ],
    button: '',
    after: [
      'Das waren nicht Sie, und Sie haben nicht darum gebeten? Setzen Sie unter {{forgotUrl}} ein neues Passwort und sagen Sie es Ihrem Administrator.',
    ],
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
