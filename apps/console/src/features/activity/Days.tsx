import { Skeleton, Text } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { localeOf } from '../../kit/i18n.ts'
import { Refusal } from '../../kit/Refusal.tsx'
import { Section } from '../../kit/Section.tsx'
import classes from './Days.module.css'
import { useDays } from './queries.ts'
import type { SignInsSearch } from './search.ts'

const DaysChart = lazy(() => import('./DaysChart.tsx').then((it) => ({ default: it.DaysChart })))

/** How many on each day: drawn, and beside it the days on which there were any, newest first. */
export function Days({ organization, search }: { organization: string; search: SignInsSearch }) {
  const { t, i18n } = useTranslation('activity')
  const { data, error, refetch } = useDays(organization, search)
  if (error && !data) return <Refusal error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton height={260} />
  const words = { succeeded: t('chart.succeeded'), failed: t('chart.failed') }
  const short = new Intl.DateTimeFormat(localeOf(i18n.language), { day: 'numeric', month: 'short', timeZone: 'UTC' })
  const days = data.items.map((it) => ({ ...it, day: short.format(new Date(it.day)) }))
  const busy = days.filter(({ succeeded, failed }) => succeeded + failed > 0).reverse()
  const sum = (of: 'succeeded' | 'failed') => days.reduce((all, it) => all + it[of], 0)
  const summary = t('chart.summary', { succeeded: sum('succeeded'), failed: sum('failed'), days: days.length })
  return (
    <Section title={t('chart.title')} hint={busy.length ? summary : t('chart.nothing')}>
      {busy.length > 0 && (
        <div className={classes['beside']}>
          <div className={classes['chart']} aria-hidden="true">
            <Suspense fallback={<Skeleton height={220} />}>
              <DaysChart data={days} words={words} />
            </Suspense>
          </div>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so that it must be reached by keyboard */}
          <section className={classes['scroll']} tabIndex={0} aria-label={t('chart.table')}>
            <table className={classes['table']}>
              <thead>
                <tr>
                  <th scope="col">{t('chart.day')}</th>
                  <th scope="col">{words.succeeded}</th>
                  <th scope="col">{words.failed}</th>
                </tr>
              </thead>
              <tbody className="figures">
                {busy.map((it) => (
                  <tr key={it.day}>
                    <th scope="row">{it.day}</th>
                    <td>{it.succeeded}</td>
                    <td>{it.failed}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </div>
      )}
      {busy.length === 0 && <Text c="dimmed">{summary}</Text>}
    </Section>
  )
}
