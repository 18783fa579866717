import type { Translated } from '../../kit/texts.ts'
import type { en } from './texts.en.ts'

export const de: Translated<typeof en> = {
  signIn: {
    title: 'Anmelden',
    titleAt: 'Anmelden bei {{name}}',
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
    used: 'Zuletzt benutzt',
    only: 'Sie sind sonst nirgends angemeldet.',
  },
  methods: {
    password: 'Passwort',
    link: 'Link per Mail',
    totp: 'Authenticator-App',
    passkey: 'Passkey',
    recovery_code: 'Wiederherstellungscode',
    federated: 'Föderierte Anmeldung',
    remembered_device: 'Gemerkter Browser',
  },
  end: {
    all: 'Alle Sitzungen beenden',
    title: 'Alle Sitzungen von {{name}} beenden?',
    verb: 'Sitzungen beenden',
    textOf: 'Jede offene Sitzung dieses Benutzers endet sofort. Er kann sich wieder anmelden.',
    textIn:
      '{{sessions}} hier und darunter enden sofort. Alle können sich wieder anmelden. Ihre Sitzung hier geht weiter, und so die von Benutzern über Ihrem Rang.',
    sessions_one: '{{count}} Sitzung',
    sessions_other: '{{count}} Sitzungen',
    alsoKeys: 'Auch API-Schlüssel beenden',
    alsoKeysCounted_one: 'Auch {{count}} API-Schlüssel beenden',
    alsoKeysCounted_other: 'Auch {{count}} API-Schlüssel beenden',
    keys_one: '{{count}} API-Schlüssel',
    keys_other: '{{count}} API-Schlüssel',
    nowhere: 'Nirgends angemeldet.',
  },
  ending: {
    title: 'Ihre Sitzung endet gleich',
    idle_one: 'Hier ist eine Weile nichts geschehen. Sie werden in {{count}} Sekunde abgemeldet.',
    idle_other: 'Hier ist eine Weile nichts geschehen. Sie werden in {{count}} Sekunden abgemeldet.',
    over_one:
      'Sitzungen dauern hier nur begrenzt. Sie werden in {{count}} Sekunde abgemeldet; sichern Sie, was Sie tun.',
    over_other:
      'Sitzungen dauern hier nur begrenzt. Sie werden in {{count}} Sekunden abgemeldet; sichern Sie, was Sie tun.',
    stay: 'Angemeldet bleiben',
    understood: 'Verstanden',
  },
}
