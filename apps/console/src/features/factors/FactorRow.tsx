import { Button, Group, Text, TextInput } from '@mantine/core'
import { factors as routes, type Factor } from '@tenantry/contract'
import { IconDeviceMobile, IconFingerprint } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { useFields } from '../../kit/fields.ts'
import { Moment } from '../../kit/Moment.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { useAct } from '../../kit/useAct.ts'
import classes from '../../kit/Items.module.css'

interface Props {
  factor: Factor
  onChanged: () => void
  onRemove: () => void
}

/** One factor: what it is, when it was used last; renamed where it stands. */
export function FactorRow({ factor, onChanged, onRemove }: Props) {
  const { t } = useTranslation('factors')
  const [renaming, setRenaming] = useState(false)
  const { id, kind, name, createdAt, lastUsedAt, byProvider, countsHere } = factor
  const Icon = kind === 'app' ? IconDeviceMobile : IconFingerprint
  if (renaming)
    return (
      <li className={classes['item']}>
        <Renaming
          factor={factor}
          onClose={(changed) => {
            setRenaming(false)
            if (changed) onChanged()
          }}
        />
      </li>
    )
  return (
    <li className={classes['item']} data-factor={id}>
      <Group gap="sm" wrap="nowrap" miw={0}>
        <Icon size={20} stroke={1.5} aria-hidden="true" style={{ flexShrink: 0 }} />
        <div style={{ minWidth: 0 }}>
          <Text fw={500} truncate>
            <bdi>{name}</bdi>
          </Text>
          <Text size="xs" c="dimmed">
            {t(`list.${kind}`)}, {t('list.since')} <Moment at={createdAt} as="day" />
            {byProvider && ` ${t('list.byProvider')}`}
            {!countsHere && `, ${t('list.elsewhere')}`}
            {lastUsedAt && (
              <>
                , {t('list.used')} <Moment at={lastUsedAt} />
              </>
            )}
          </Text>
        </div>
      </Group>
      <Group gap="xs" wrap="nowrap">
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t('list.renameOne', { name })}
          onClick={() => setRenaming(true)}
        >
          {t('list.rename')}
        </Button>
        <Button size="compact-sm" variant="default" aria-label={t('list.removeOne', { name })} onClick={onRemove}>
          {t('list.remove')}
        </Button>
      </Group>
    </li>
  )
}

function Renaming({ factor: { id, name }, onClose }: { factor: Factor; onClose: (changed: boolean) => void }) {
  const { t } = useTranslation('factors')
  const { t: k } = useTranslation('kit')
  const form = useFields(routes.rename.body, { name })
  const rename = useAct((input: { name: string }, intent) => api.factors.rename({ factor: id, ...input }, intent), {
    done: () => onClose(true),
    refused: form.place,
  })
  return (
    <form
      noValidate
      style={{ width: '100%' }}
      onSubmit={form.onSubmit((values) => rename.mutate({ name: values.name.trim() }))}
    >
      <Group gap="xs" align="flex-end">
        <TextInput
          label={t('list.name')}
          maxLength={60}
          required
          autoFocus
          style={{ flexGrow: 1 }}
          {...form.getInputProps('name')}
        />
        <Button variant="default" onClick={() => onClose(false)}>
          {k('cancel')}
        </Button>
        <Button type="submit" loading={rename.isPending}>
          {k('save')}
        </Button>
      </Group>
      {form.failure && <Refusal error={form.failure} change />}
    </form>
  )
}
