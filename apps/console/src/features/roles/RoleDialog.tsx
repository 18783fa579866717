import { Button, Checkbox, Group, Modal, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { roles as routes, type Role } from '@tenantry/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFields } from '../../kit/fields.ts'
import { Refusal } from '../../kit/Refusal.tsx'
import { useBeside } from '../../kit/useBeside.ts'
import { useSaveRole } from './acts.ts'
import { usePermissionWords } from './usePermissionWords.ts'
import type { OwnRoles } from './useOwnRoles.ts'

interface Props {
  organization: string
  /** What may go into it. */
  own: OwnRoles
  /** The role to change; a new one when left out. */
  role: Role | undefined
  onClose: () => void
}

const places = {
  permission_unknown: 'permissions',
  permission_above: 'permissions',
  level_unknown: 'levels',
  assigns_above: 'assigns',
} as const

/** A role of the organization's own: what it is called, may do, where it is held, and what its holders may give. */
export function RoleDialog({ organization, own, role, onClose }: Props) {
  const { t } = useTranslation('roles')
  const { t: k } = useTranslation('kit')
  const words = usePermissionWords()
  const form = useFields(
    routes.create.body,
    { label: role?.label ?? '', description: role?.description ?? '' },
    { role_exists: 'label' },
  )
  const [permissions, setPermissions] = useState(role?.permissions.map(({ key }) => key) ?? [])
  const [levels, setLevels] = useState<string[]>(role?.levels ?? [own.level])
  const [assigns, setAssigns] = useState(role?.assigns.map(({ key }) => key) ?? [])
  const [tried, setTried] = useState(false)
  const save = useSaveRole(organization, onClose, form.place)
  const beside = useBeside(form.failure, places)
  const missing = (chosen: readonly string[]) => (tried && chosen.length === 0 ? k('field.required') : undefined)
  const submit = form.onSubmit((texts) => {
    form.clearFailure()
    const label = texts.label.trim()
    const description = texts.description.trim()
    if (permissions.length > 0 && levels.length > 0)
      save.mutate({ role, draft: { label, description, permissions, levels, assigns } })
  })
  // Those it gives already stay to be seen, whoever put them there.
  const givable = [
    ...own.givable.filter(({ key }) => key !== role?.key),
    ...(role?.assigns.filter(({ key }) => !own.givable.some((one) => one.key === key)) ?? []),
  ]
  return (
    <Modal
      opened
      onClose={onClose}
      size={640}
      title={role ? t('own.editing', { label: role.label }) : t('own.creating', { organization: own.name })}
      closeButtonProps={{ 'aria-label': k('close') }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          setTried(true)
          submit(event)
        }}
      >
        <Stack gap="md">
          <TextInput label={t('own.label')} required data-autofocus {...form.getInputProps('label')} />
          <TextInput label={t('own.description')} required {...form.getInputProps('description')} />
          <Checkbox.Group
            label={t('mayDo')}
            description={t('own.permissionsHelp')}
            required
            value={permissions}
            onChange={setPermissions}
            error={beside.at('permissions') ?? missing(permissions)}
          >
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" mt="xs" mb={4}>
              {own.permissions.map((one) => (
                <Checkbox key={one.key} value={one.key} label={words(one)} />
              ))}
            </SimpleGrid>
          </Checkbox.Group>
          <Checkbox.Group
            label={t('heldAt')}
            required
            value={levels}
            onChange={setLevels}
            error={beside.at('levels') ?? missing(levels)}
          >
            <Group mt="xs" mb={4}>
              {own.levels.map(({ key, plural }) => (
                <Checkbox key={key} value={key} label={plural} />
              ))}
            </Group>
          </Checkbox.Group>
          {givable.length > 0 && (
            <Checkbox.Group
              label={t('assigns')}
              description={t('own.assignsHelp')}
              value={assigns}
              onChange={setAssigns}
              error={beside.at('assigns')}
            >
              <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" mt="xs" mb={4}>
                {givable.map(({ key, label }) => (
                  <Checkbox key={key} value={key} label={label} />
                ))}
              </SimpleGrid>
            </Checkbox.Group>
          )}
          {beside.rest && <Refusal error={beside.rest} change />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {k('cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {k('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
