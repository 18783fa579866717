import type { Translated } from '../../kit/texts.ts'
import type { en } from './texts.en.ts'

export const de: Translated<typeof en> = {
  unknown: {
    title: 'Kein Mandant hat diese Adresse',
    text: 'Unter {{host}} ist niemand zu finden. Die Adresse ist vielleicht falsch geschrieben, oder sie hat sich geändert.',
    main: 'Zu {{address}}',
  },
  elsewhere: {
    title: '{{host}} ist nicht die Adresse Ihrer Organisation',
    text: 'Sie sind bei {{name}} angemeldet. Deren Adresse:',
  },
}
