import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { organizations as routes, type Organization } from '@tenantry/contract'
import { ApiError } from '@tenantry/sdk'
import { IconPencil } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { useFields } from '../../kit/fields.ts'
import { LeaveGuard } from '../../kit/LeaveGuard.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { toast } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import { organizationQuery, useMay } from './queries.ts'

/** The name, and Edit beside it. */
export function NameField({ organization }: { organization: Organization }) {
  const { t } = useTranslation('organizations')
  const { t: k } = useTranslation('kit')
  const may = useMay(organization.id)
  const [editing, setEditing] = useState(false)
  const edit = useRef<HTMLButtonElement>(null)
  const close = () => {
    setEditing(false)
    // The button returns with the next paint; focus must not fall back to the page's start.
    requestAnimationFrame(() => edit.current?.focus())
  }
  if (editing) return <NameForm organization={organization} onClose={close} />
  return (
    <Group gap="sm">
      <Text fw={500}>
        <bdi>{organization.name}</bdi>
      </Text>
      {may('organizations.update') && (
        <Button
          ref={edit}
          size="compact-sm"
          variant="default"
          aria-label={t('info.editName')}
          leftSection={<IconPencil size={14} aria-hidden="true" />}
          onClick={() => setEditing(true)}
        >
          {k('edit')}
        </Button>
      )}
    </Group>
  )
}

function NameForm({ organization, onClose }: { organization: Organization; onClose: () => void }) {
  const { t } = useTranslation('organizations')
  const { t: k } = useTranslation('kit')
  const queries = useQueryClient()
  const { queryKey } = organizationQuery(organization.id)
  const form = useFields(routes.update.body, { name: organization.name })
  const save = useAct(
    ({ name, version }: { name: string; version: number }, intent) =>
      api.organizations.update({ organization: organization.id, name }, { ...intent, version }),
    {
      done: (renamed) => {
        queries.setQueryData(queryKey, renamed)
        void queries.invalidateQueries({ queryKey: ['organizations', 'list'] })
        toast({ text: t('info.renamed', { name: renamed.name }) })
        onClose()
      },
      refused: (error) => {
        if (!overtaken(error)) return form.place(error)
        form.clearFailure()
        void queries.invalidateQueries({ queryKey })
      },
    },
  )
  const dirty = form.isDirty()
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ name }) => save.mutate({ name: name.trim(), version: organization.version }))}
    >
      <Stack gap="sm">
        <Group gap="sm" align="flex-start">
          <TextInput
            aria-label={t('info.name')}
            required
            autoFocus
            miw={240}
            flex={1}
            maw={420}
            {...form.getInputProps('name')}
            onKeyDown={(event) => event.key === 'Escape' && onClose()}
          />
          <Button type="submit" disabled={!dirty} loading={save.isPending}>
            {k('save')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {k('cancel')}
          </Button>
        </Group>
        {overtaken(save.error) && (
          <Alert color="yellow" variant="light" role="alert">
            {t('info.meanwhile', { name: organization.name })}
          </Alert>
        )}
        {form.failure && <Refusal error={form.failure} change />}
      </Stack>
      <LeaveGuard dirty={dirty && !save.isPending && !save.isSuccess} />
    </form>
  )
}

const overtaken = (error: Error | null) => error instanceof ApiError && error.code === 'version_differs'
