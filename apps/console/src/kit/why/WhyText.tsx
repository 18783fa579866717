import { Stack, Text } from '@mantine/core'
import type { Explanation } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { GiversText } from './GiversText.tsx'
import { useNameOf } from './queries.ts'

/** Why something is allowed or not. `name`: of whom it is told, where that is not the reader. */
export function WhyText({ why, name }: { why: Explanation; name?: string }) {
  const { t } = useTranslation('kit')
  const nameOf = useNameOf()
  const { allowed, by, reason, at, givers, heldElsewhere } = why
  const words = { permission: nameOf(why.permission), key: why.permission.key, place: at?.name ?? '', name: name ?? '' }
  const whose = name === undefined ? 'own' : 'theirs'
  return (
    <Stack gap={6}>
      <Text size="sm" fw={500}>
        {allowed ? t(`why.${whose}.allowed`, words) : t(`why.${whose}.${reason ?? 'permission'}`, words)}
      </Text>
      {by && allowed && <Text size="sm">{t('why.by', { role: by.role.label, place: by.organization.name })}</Text>}
      {heldElsewhere.map(({ role, organization }) => (
        <Text key={`${role.key} ${organization.id}`} size="sm">
          {t('why.heldElsewhere', { role: role.label, place: organization.name })}
        </Text>
      ))}
      {givers && !allowed && <GiversText givers={givers} />}
    </Stack>
  )
}
