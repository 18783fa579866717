import type { Translated } from '../kit/texts.ts'
import type { en } from './texts.en.ts'

export const de: Translated<typeof en> = {
  navigation: 'Hauptnavigation',
  bar: 'Kopfleiste',
  openMenu: 'Menü öffnen',
  closeMenu: 'Menü schließen',
  management: '{{level}}-Verwaltung',
  info: '{{level}}-Info',
  users: 'Benutzer',
  invites: 'Einladungen',
  invitesPending_one: '{{count}} offen',
  invitesPending_other: '{{count}} offen',
  inviteUser: 'Benutzer einladen',
  tabs: 'Teile von {{name}}',
  roles: 'Rollen',
  mails: 'Mails',
  profile: 'Profil',
  place: {
    switch: 'Organisation wechseln',
    search: 'Organisationen suchen',
    recent: 'Zuletzt',
    found: 'Organisationen',
  },
  account: {
    menu: 'Ihr Konto',
    switch: 'Konto wechseln',
    switched: 'Sie handeln jetzt in {{organization}}',
    theme: 'Farbschema',
    language: 'Sprache',
    signOut: 'Abmelden',
  },
  finder: {
    open: 'Suchen',
    placeholder: 'Benutzer, Organisation oder Seite finden',
    pages: 'Seiten',
    actions: 'Aktionen',
    organizations: 'Organisationen',
    users: 'Benutzer',
    none: 'Nichts gefunden.',
    close: 'Suche schließen',
  },
  home: {
    title: 'Willkommen, {{name}}',
    text: 'Ihre Rolle, {{role}}, gibt keinen Zugang zur Verwaltung von {{organization}}. Ihr Profil und Ihre Sitzungen verwalten Sie selbst.',
    action: 'Profil öffnen',
  },
  notFound: {
    title: 'Diese Seite gibt es nicht',
    text: 'Vielleicht ist die Adresse falsch geschrieben, oder die Seite ist umgezogen.',
    action: 'Zum Anfang',
  },
}
