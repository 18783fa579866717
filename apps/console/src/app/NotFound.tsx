import { IconDoorOff } from '@tabler/icons-react'
import { useMatches } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ButtonLink } from '../kit/links.tsx'
import { Blank } from '../kit/Blank.tsx'
import { useTitle } from '../kit/useTitle.ts'

export function NotFound() {
  const { t } = useTranslation('app')
  useTitle(t('notFound.title'))
  // The frame has a main part of its own.
  const framed = useMatches({ select: (matches) => matches.some(({ routeId }) => routeId === '/shell') })
  const page = (
    <Blank
      level={1}
      icon={<IconDoorOff size={32} stroke={1.5} aria-hidden="true" />}
      title={t('notFound.title')}
      text={t('notFound.text')}
    >
      <ButtonLink to="/" variant="default">
        {t('notFound.action')}
      </ButtonLink>
    </Blank>
  )
  return framed ? page : <main>{page}</main>
}
