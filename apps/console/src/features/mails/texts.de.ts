import type { Translated } from '../../kit/texts.ts'
import type { en } from './texts.en.ts'

export const de: Translated<typeof en> = {
  title: 'Mails',
  hint: 'Es ist kein Mailserver eingerichtet. Mails bleiben hier, damit ihre Links anders weitergegeben werden können.',
  hintSent: 'Was das Produkt gesendet hat und ob es ankam.',
  label: 'Mails',
  to: 'An',
  subject: 'Betreff',
  kind: 'Art',
  created: 'Geschrieben',
  state: 'Zustellung',
  kinds: {
    invitation: 'Einladung',
    account_created: 'Neues Konto',
    account_locked: 'Konto gesperrt',
    password_reset: 'Passwort zurücksetzen',
    password_changed: 'Passwort geändert',
    email_change: 'Adresse bestätigen',
    email_change_asked: 'Neue Adresse gewünscht',
    email_changed: 'Adresse geändert',
    change_requested: 'Bitte um Änderung',
    new_sign_in: 'Neue Anmeldung',
    factors_changed: 'Zweite Faktoren geändert',
  },
  states: { queued: 'Wartet', sent: 'Gesendet', deferred: 'Verzögert', failed: 'Fehlgeschlagen', kept: 'Aufbewahrt' },
  next: 'Nächster Versuch',
  empty: 'Noch keine Mails',
  emptyHint: 'Einladungen und Links für neue Passwörter erscheinen hier, sobald sie geschrieben sind.',
  view: 'Gestaltet',
  text: 'Text',
  frame: 'Mail an {{to}}',
}
