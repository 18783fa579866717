import { Button, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { localeOf } from '../i18n.ts'
import classes from './DataTable.module.css'

interface Props {
  shown: number
  hasMore: boolean
  loading: boolean
  onMore: () => void
}

/** The end of what is shown, and the way to more. */
export function ListFoot({ shown, hasMore, loading, onMore }: Props) {
  const { t, i18n } = useTranslation('kit')
  if (!hasMore) return null
  return (
    <div className={classes['foot']}>
      <Text size="xs" c="dimmed" className="figures">
        {t('table.shown', { shown: new Intl.NumberFormat(localeOf(i18n.language)).format(shown) })}
      </Text>
      <Button variant="default" loading={loading} onClick={onMore}>
        {t('table.more')}
      </Button>
    </div>
  )
}
