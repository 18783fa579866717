import type { Translated } from '../../kit/texts.ts'
import type { en } from './texts.en.ts'

export const de: Translated<typeof en> = {
  title: 'API-Schlüssel',
  hint: 'Für Programme und die Kommandozeile. Ein Schlüssel darf, was Sie dürfen, bis er abläuft oder Sie ihn widerrufen.',
  none: 'Sie haben keine API-Schlüssel.',
  create: 'API-Schlüssel erstellen',
  name: 'Name',
  nameHelp: 'Wofür er ist, etwa „Nächtlicher Export“.',
  lives: 'Läuft ab nach',
  days_one: '{{count}} Tag',
  days_other: '{{count}} Tagen',
  created: 'Erstellt',
  expires: 'läuft ab',
  revoke: 'Widerrufen',
  revokeOne: 'API-Schlüssel widerrufen: {{name}}',
  revokeTitle: '{{name}} widerrufen?',
  revokeText:
    'Programme, die ihn benutzen, werden ab der nächsten Anfrage abgewiesen. Das lässt sich nicht rückgängig machen.',
  revoked: 'API-Schlüssel {{name}} widerrufen',
  madeTitle: 'Ihr neuer API-Schlüssel',
  madeText: 'Kopieren Sie ihn jetzt: Er wird nicht noch einmal gezeigt.',
  secret: 'API-Schlüssel',
  done: 'Ich habe ihn kopiert',
}
