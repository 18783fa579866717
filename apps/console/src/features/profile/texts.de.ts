import type { Translated } from '../../kit/texts.ts'
import type { en } from './texts.en.ts'

export const de: Translated<typeof en> = {
  choose: {
    title: 'Wählen Sie Ihr Passwort',
    hint: 'Das Passwort, das Sie bekommen haben, galt für diese eine Anmeldung.',
    given: 'Passwort, das Sie bekommen haben',
    submit: 'Speichern und weiter',
  },
  title: 'Profil',
  details: 'Ihre Angaben',
  email: 'E-Mail-Adresse',
  emailHelp: 'Mit dieser Adresse melden Sie sich an.',
  phone: 'Telefon',
  phoneHelp: 'Mit Landesvorwahl, zum Beispiel +4915112345678.',
  language: 'Sprache',
  languageHelp: 'Dieser Konsole und der Mails an Sie.',
  saved: 'Profil gespeichert',
  access: 'Ihr Zugang',
  accessLine: '{{role}} in {{organization}}',
  request: {
    open: 'Um eine Änderung bitten',
    title: 'Um eine Änderung Ihres Kontos bitten',
    text: 'Ihre Rolle und Ihr Konto selbst ändert ein Administrator über Ihnen. Er bekommt eine Mail mit dem, was Sie hier schreiben.',
    wish: 'Was soll geändert werden?',
    send: 'Senden',
    sent: 'Die Administratoren über Ihnen wurden benachrichtigt',
  },
  accessWhy: 'Was darf ich, und warum?',
  endKeys: 'Auch meine API-Schlüssel beenden',
  endKeysHelp: 'Programme, die sie benutzen, funktionieren dann nicht mehr.',
  appearance: 'Darstellung',
  password: 'Passwort',
  passwordHint: 'Eine Änderung beendet alle Ihre anderen Sitzungen.',
  currentPassword: 'Aktuelles Passwort',
  newPassword: 'Neues Passwort',
  changePassword: 'Passwort ändern',
  passwordFirstHint:
    'Sie haben noch keines. Mit einem können Sie sich ohne Ihren Passkey oder Ihren Anmeldedienst anmelden.',
  setPassword: 'Passwort festlegen',
  passwordSet: 'Passwort festgelegt. Ihre anderen Sitzungen sind beendet.',
  passwordChanged: 'Passwort geändert. Ihre anderen Sitzungen sind beendet.',
}
