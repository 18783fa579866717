import type { Translated } from '../../kit/texts.ts'
import type { en } from './texts.en.ts'

export const de: Translated<typeof en> = {
  title: 'Neue Adresse bestätigen',
  hint: 'Danach melden Sie sich mit ihr an.',
  submit: 'Bestätigen',
  doneTitle: 'Adresse bestätigt',
  doneText: 'Melden Sie sich ab jetzt mit der neuen Adresse an.',
  signIn: 'Zur Anmeldung',
  deadTitle: 'Dieser Link gilt nicht',
  deadText:
    'Er wurde schon benutzt, durch einen neueren ersetzt oder ist abgelaufen. Bitten Sie erneut um die Änderung.',
}
