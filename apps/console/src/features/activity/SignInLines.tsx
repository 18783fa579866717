import { Skeleton, Text } from '@mantine/core'
import type { SignIn } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../kit/Moment.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { ListFoot } from '../../kit/table/ListFoot.tsx'
import type { usePages } from '../../kit/table/usePages.ts'
import { Result } from './Result.tsx'
import classes from './SignInLines.module.css'
import { useWords } from './useWords.ts'

/** Sign-ins of one person, newest first. */
export function SignInLines({ pages }: { pages: ReturnType<typeof usePages<SignIn>> }) {
  const { t } = useTranslation('activity')
  const words = useWords()
  if (pages.error && !pages.rows) return <Refusal error={pages.error} retry={pages.retry} />
  if (!pages.rows) return <Skeleton height={120} />
  if (pages.rows.length === 0) return <Text c="dimmed">{t('none')}</Text>
  return (
    <>
      <ul className={classes['list']}>
        {pages.rows.map((it) => (
          <li key={it.id} className={classes['item']}>
            <Result result={it.result} />
            <Text size="xs" c="dimmed" title={it.userAgent ?? ''} className={classes['words'] ?? ''}>
              {words.device(it)} · {it.address ?? t('noAddress')} · {words.methods(it)}
            </Text>
            <Text size="xs" c="dimmed">
              <Moment at={it.at} />
            </Text>
          </li>
        ))}
      </ul>
      <ListFoot shown={pages.rows.length} hasMore={pages.hasMore} loading={pages.loadingMore} onMore={pages.more} />
    </>
  )
}
