import type { Translated } from '../../kit/texts.ts'
import type { en } from './texts.en.ts'

export const de: Translated<typeof en> = {
  list: {
    search: '{{plural}} durchsuchen',
    name: 'Name',
    users: 'Benutzer',
    pending: 'Offene Einladungen',
    created: 'Angelegt',
    parent: 'Unter',
    create: '{{level}} anlegen',
    empty: 'Noch keine {{plural}}',
    emptyHint: 'Jede Organisation hat eigene Benutzer und Daten, getrennt von allen anderen.',
    filteredEmpty: 'Nichts heißt „{{search}}“',
    clear: 'Suche leeren',
  },
  create: {
    title: '{{level}} anlegen',
    name: 'Name',
    help: 'So, wie die Leute dort sie nennen. Er lässt sich später ändern.',
    submit: 'Anlegen',
    done: '{{name}} angelegt',
  },
  info: {
    title: '{{level}}-Info',
    name: 'Name',
    editName: 'Namen bearbeiten',
    id: '{{level}}-ID',
    idHelp: 'Bezeichnet sie in der API.',
    created: 'Angelegt',
    renamed: 'Umbenannt in {{name}}',
    meanwhile:
      'Jemand hat inzwischen den Namen „{{name}}“ vergeben. Speichern Sie erneut, um ihn durch Ihren zu ersetzen.',
    cannotRename: 'Sie dürfen den Namen sehen, aber nicht ändern.',
  },
}
