import type { Translated } from '../../kit/texts.ts'
import type { en } from './texts.en.ts'

export const de: Translated<typeof en> = {
  signIn: {
    title: 'Anmelden',
    email: 'E-Mail-Adresse',
    password: 'Passwort',
    submit: 'Anmelden',
    forgot: 'Passwort vergessen?',
    ended: 'Ihre Sitzung ist beendet. Melden Sie sich an, um dort weiterzumachen, wo Sie waren.',
    out: 'Sie sind abgemeldet.',
    reset: 'Ihr Passwort ist gesetzt. Melden Sie sich damit an.',
    setupNeeded:
      'Diese Installation hat noch keinen Administrator. Öffnen Sie den Einrichtungslink, den der Server beim Start ausgegeben hat.',
  },
  list: {
    title: 'Sitzungen',
    hint: 'Wo Sie angemeldet sind.',
    current: 'Diese hier',
    end: 'Beenden',
    endOne: 'Sitzung beenden: {{device}}',
    endOthers: 'Alle anderen beenden',
    ended: 'Sitzung beendet',
    endedOthers_one: '{{count}} Sitzung beendet',
    endedOthers_other: '{{count}} Sitzungen beendet',
    device: '{{browser}} auf {{system}}',
    unknown: 'Unbekanntes Gerät',
    since: 'Angemeldet',
    noAddress: 'Adresse nicht bekannt',
    only: 'Sie sind sonst nirgends angemeldet.',
  },
}
