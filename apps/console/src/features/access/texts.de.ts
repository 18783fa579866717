import type { Translated } from '../../kit/texts.ts'
import type { en } from './texts.en.ts'

export const de: Translated<typeof en> = {
  title: 'Wer darf was',
  roles: 'Rollen',
  hint: 'In {{place}}, und warum.',
  permission: 'Was getan werden soll',
  choose: 'Wählen Sie, was getan werden soll',
  noSuch: 'Keine Berechtigung heißt so.',
  you: 'Sie',
  theirs: 'Ist das erlaubt?',
  everybody: 'Alle, die es dürfen',
  nobody: 'Niemand, den Sie sehen dürfen.',
  user: 'Benutzer',
  role: 'Durch die Rolle',
  at: 'Gehalten in',
  home: 'Zu Hause in',
}
