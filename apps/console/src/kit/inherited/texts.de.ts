import type { Translated } from '../texts.ts'
import type { en } from './texts.en.ts'

export const de: Translated<typeof en> = {
  source: {
    set: 'Hier gesetzt',
    setLocked: 'Hier gesetzt und darunter festgeschrieben',
    inherited: 'Geerbt von {{place}}',
    locked: 'Festgeschrieben von {{place}}',
    blueprint: 'Aus dem Blueprint',
    blueprintLocked: 'Vom Blueprint festgeschrieben',
    default: 'Voreinstellung',
    above: 'einer Organisation darüber',
  },
  overruled: 'Hier gesetzt als {{value}}; das gilt wieder, sobald die Festschreibung entfällt.',
  changedBy: 'von {{name}}',
  change: 'Ändern',
  changeOf: '{{what}} ändern',
  history: 'Verlauf',
  historyOf: 'Verlauf: {{what}}',
  form: {
    lock: 'Für alles darunter festschreiben',
    lockHelp: 'Keine Organisation darunter kann dann einen anderen Wert setzen; was dort gesetzt ist, gilt nicht.',
    inherits: 'Ohne eigenen Wert: {{value}}',
    reset: 'Auf Geerbtes zurücksetzen',
  },
  saved: '{{what}}: {{value}}',
  resetDone: '{{what}} ist wieder geerbt: {{value}}',
  past: {
    empty: 'Hier wurde nie etwas gesetzt.',
    set: '{{name}} hat {{value}} gesetzt',
    setLocked: '{{name}} hat {{value}} gesetzt und festgeschrieben',
    reset: '{{name}} hat auf Geerbtes zurückgesetzt',
    before: 'Vorher: {{value}}',
    beforeInherited: 'Vorher: geerbt',
    restore: 'Wiederherstellen',
    restoreOf: '{{value}} wiederherstellen',
  },
}
