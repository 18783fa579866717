import type { Translated } from '../../kit/texts.ts'
import type { en } from './texts.en.ts'

export const de: Translated<typeof en> = {
  forgot: {
    title: 'Passwort zurücksetzen',
    hint: 'Wir senden Ihnen einen Link, um ein neues zu setzen.',
    email: 'E-Mail-Adresse',
    submit: 'Link senden',
    sentTitle: 'Sehen Sie in Ihre Mails',
    sentText:
      'Wenn {{email}} ein Konto hat, ist ein Link unterwegs. Er gilt einmal und für kurze Zeit. Nichts da? Sehen Sie im Spam-Ordner nach.',
    sentKept:
      'Wenn {{email}} ein Konto hat, gibt es einen Link. Er gilt einmal und für kurze Zeit. Hier ist kein Mailserver eingerichtet: Wer diese Installation betreibt, kann Ihnen den Link geben.',
    keptTitle: 'Lassen Sie sich den Link geben',
    back: 'Zurück zur Anmeldung',
  },
  reset: {
    title: 'Neues Passwort setzen',
    for: 'Für {{email}}',
    password: 'Neues Passwort',
    submit: 'Passwort setzen',
    ends: 'Alle offenen Sitzungen dieses Kontos werden beendet.',
    unknownTitle: 'Dieser Link ist nicht bekannt',
    unknownText:
      'Vielleicht hat Ihr Mailprogramm ihn abgeschnitten, oder ein neuerer hat ihn ersetzt. Öffnen Sie die letzte Mail, oder fordern Sie einen neuen Link an.',
    usedTitle: 'Dieser Link wurde schon benutzt',
    usedText: 'Ihr Passwort wurde damit gesetzt. Wenn Sie das nicht waren, fordern Sie jetzt einen neuen Link an.',
    expiredTitle: 'Dieser Link ist abgelaufen',
    expiredText: 'Links zum Zurücksetzen gelten nur kurze Zeit. Fordern Sie einen neuen an.',
    again: 'Neuen Link anfordern',
  },
}
