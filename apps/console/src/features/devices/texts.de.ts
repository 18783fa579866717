import type { Translated } from '../../kit/texts.ts'
import type { en } from './texts.en.ts'

export const de: Translated<typeof en> = {
  title: 'Gemerkte Geräte',
  hint: 'Browser, in denen Ihr Passwort genügt. Ändern Sie Ihre zweiten Faktoren oder setzen Ihr Passwort zurück, sind sie vergessen.',
  current: 'Dieses',
  device: '{{browser}} auf {{system}}',
  unknown: 'Unbekanntes Gerät',
  since: 'Gemerkt',
  used: 'benutzt',
  forget: 'Vergessen',
  forgetOne: 'Gerät vergessen: {{device}}',
  forgetAll: 'Alle vergessen',
  forgotten: 'Gerät vergessen',
  forgottenAll_one: '{{count}} Gerät vergessen',
  forgottenAll_other: '{{count}} Geräte vergessen',
}
