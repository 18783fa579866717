import type { Translated } from '../../kit/texts.ts'
import type { en } from './texts.en.ts'

export const de: Translated<typeof en> = {
  title: 'Konto entsperren',
  hint: 'Danach gilt wieder das Passwort, das Sie haben.',
  submit: 'Mein Konto entsperren',
  doneTitle: 'Ihr Konto ist entsperrt',
  doneText:
    'Melden Sie sich mit Ihrem Passwort an. Haben Sie es vergessen, lassen Sie sich auf der nächsten Seite einen Link schicken.',
  signIn: 'Anmelden',
  deadTitle: 'Dieser Link gilt nicht mehr',
  deadText: 'Er wurde benutzt, oder das Konto ist nicht mehr gesperrt. Versuchen Sie, sich anzumelden.',
}
