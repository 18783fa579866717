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
  change: {
    title: 'E-Mail-Adresse von {{name}}',
    text: 'Ein Link geht an die neue Adresse. Bis er benutzt wird, gilt {{email}}; dort wird die Änderung mitgeteilt.',
    email: 'Neue E-Mail-Adresse',
    verb: 'Link senden',
    sent: 'Ein Link zur Bestätigung ist unterwegs an {{email}}',
    sentKept: 'Es gibt einen Link, mit dem {{email}} die Adresse bestätigt.',
  },
  pending: {
    text: '{{email}} ist noch nicht bestätigt; erbeten von {{name}}.',
    until: 'Der Link gilt bis',
    cancel: 'Änderung abbrechen',
    cancelled: 'Die Änderung der Adresse ist abgebrochen, ihr Link gilt nicht mehr',
  },
  own: {
    title: 'Ihre E-Mail-Adresse ändern',
    hint: 'Ein Link geht an die neue Adresse. Bis er benutzt wird, melden Sie sich mit {{email}} an.',
    submit: 'Link senden',
    sentKept: 'Es gibt einen Link für {{sent}}. Bis er benutzt wird, melden Sie sich mit {{email}} an.',
    sent: 'Ein Link ist unterwegs an {{sent}}. Bis er benutzt wird, melden Sie sich mit {{email}} an.',
  },
}
