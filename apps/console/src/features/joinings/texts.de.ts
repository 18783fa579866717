import type { Translated } from '../../kit/texts.ts'
import type { en } from './texts.en.ts'

export const de: Translated<typeof en> = {
  title: 'Konto bestätigen',
  hint: '{{organization}} hat ein Konto für {{email}} angelegt.',
  password: 'Ihr Passwort',
  newPassword: 'Neues Passwort',
  submit: 'Bestätigen und anmelden',
  deadTitle: 'Dieser Link gilt nicht',
  deadText:
    'Er wurde schon benutzt, durch einen neueren ersetzt oder ist abgelaufen. Öffnen Sie die letzte Nachricht, oder bitten Sie um einen neuen Link.',
}
