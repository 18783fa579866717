import type { Translated } from '../../kit/texts.ts'
import type { en } from './texts.en.ts'

export const de: Translated<typeof en> = {
  title: 'Rollen',
  hint: 'Wofür jede Rolle da ist und was sie darf.',
  choose: 'Rolle wählen',
  bestFor: 'Geeignet für',
  bestForShort: 'Geeignet für: {{bestFor}}',
  useCases: 'Anwendungsfälle',
  mayDo: 'Darf',
  mayNothing: 'Nichts in diesem Bereich.',
  assignable: 'Sie dürfen diese Rolle vergeben',
  assigns: 'Darf vergeben',
  assignsNothing: 'Keine Rolle.',
  heldAt: 'Gilt in',
  compare: 'Rollen vergleichen',
  compareTitle: 'Welche Rolle passt?',
  administrator: 'Hält die Organisation verwaltbar: Ihr letzter Inhaber kann nicht wegfallen.',
  comparison: 'Vergleich',
  comparisonHint: 'Jede Berechtigung und welche Rollen sie haben.',
  permission: 'Berechtigung',
  yes: 'Ja',
  no: 'Nein',
  empty: 'Hier kann keine Rolle vergeben werden',
}
