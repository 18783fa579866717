import { Badge, Group, Text, Title } from '@mantine/core'
import type { Role } from '@tenantry/contract'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useInstallation } from '../installation/index.ts'
import { Lines } from './Lines.tsx'
import classes from './RoleCard.module.css'
import { usePermissionWords } from './usePermissionWords.ts'

export function RoleCard({ role, actions }: { role: Role; actions?: ReactNode }) {
  const { t } = useTranslation('roles')
  const words = usePermissionWords()
  const { levels } = useInstallation()
  const places = levels
    .filter(({ key }) => role.levels.includes(key))
    .map(({ plural }) => plural)
    .join(', ')
  return (
    <section className={classes['card']} aria-labelledby={`role-${role.key}`}>
      <Group gap={10}>
        <Title order={2} id={`role-${role.key}`}>
          {role.label}
        </Title>
        {role.assignable && <Badge variant="light">{t('assignable')}</Badge>}
        {role.custom && (
          <Badge variant="light" color="gray">
            {role.organization ? t('own.of', { organization: role.organization.name }) : t('own.above')}
          </Badge>
        )}
        {actions}
      </Group>
      <Text mt={4}>{role.description}</Text>
      {role.administrator && (
        <Text size="xs" c="dimmed" mt={4}>
          {t('administrator')}
        </Text>
      )}
      <div className={classes['parts']}>
        <div>
          {role.bestFor && (
            <>
              <Text size="xs" c="dimmed">
                {t('bestFor')}
              </Text>
              <Text mb="md">{role.bestFor}</Text>
            </>
          )}
          <Text size="xs" c="dimmed">
            {t('heldAt')}
          </Text>
          <Text mb="md">{places}</Text>
          <Text size="xs" c="dimmed">
            {t('assigns')}
          </Text>
          <Text mb="md">{role.assigns.map(({ label }) => label).join(', ') || t('assignsNothing')}</Text>
          {role.useCases.length > 0 && (
            <Text size="xs" c="dimmed">
              {t('useCases')}
            </Text>
          )}
          {role.useCases.length > 0 && <Lines lines={role.useCases} />}
        </div>
        <div>
          <Text size="xs" c="dimmed">
            {t('mayDo')}
          </Text>
          {role.permissions.length > 0 ? (
            <Lines lines={role.permissions.map(words)} />
          ) : (
            <Text c="dimmed">{t('mayNothing')}</Text>
          )}
        </div>
      </div>
    </section>
  )
}
