import type { Translated } from '../../kit/texts.ts'
import type { en } from './texts.en.ts'

export const de: Translated<typeof en> = {
  setUp: {
    title: '{{product}} einrichten',
    hint: 'Sie werden der erste Administrator dieser Installation.',
    email: 'E-Mail-Adresse',
    password: 'Passwort',
    submit: 'Administrator anlegen',
    closedTitle: 'Schon eingerichtet',
    closedText:
      'Diese Installation hat ihren Administrator. Melden Sie sich an, oder bitten Sie ihn um eine Einladung.',
    unknownTitle: 'Dieser Einrichtungslink ist nicht gültig',
    unknownText:
      'Der Server gibt einen neuen Link aus, wenn er ohne Administrator startet. Öffnen Sie den letzten vollständig, mit allem nach dem #.',
    signIn: 'Zur Anmeldung',
  },
}
