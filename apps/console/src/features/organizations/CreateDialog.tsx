import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { organizations as routes } from '@tenantry/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { useFields } from '../../kit/fields.ts'
import { Refusal } from '../../kit/Refusal.tsx'
import { toast } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'

interface Props {
  organization: string
  level: string
  opened: boolean
  onClose: () => void
}

export function CreateDialog({ level, opened, onClose, organization }: Props) {
  const { t } = useTranslation('organizations')
  const { t: k } = useTranslation('kit')
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('create.title', { level })}
      closeButtonProps={{ 'aria-label': k('close') }}
    >
      <CreateForm organization={organization} onClose={onClose} />
    </Modal>
  )
}

/** Mounted with the dialog, so that it opens empty. */
function CreateForm({ organization, onClose }: Pick<Props, 'organization' | 'onClose'>) {
  const { t } = useTranslation('organizations')
  const { t: k } = useTranslation('kit')
  const navigate = useNavigate()
  const queries = useQueryClient()
  const form = useFields(routes.create.body, { name: '' })
  const create = useAct((name: string, intent) => api.organizations.create({ organization, name }, intent), {
    done: (created) => {
      void queries.invalidateQueries({ queryKey: ['organizations', 'list'] })
      toast({ text: t('create.done', { name: created.name }) })
      void navigate({ to: '/o/$organization', params: { organization: created.id } })
    },
    refused: form.place,
  })
  return (
    <form noValidate onSubmit={form.onSubmit(({ name }) => create.mutate(name.trim()))}>
      <Stack>
        <TextInput
          label={t('create.name')}
          description={t('create.help')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          required
          data-autofocus
          {...form.getInputProps('name')}
        />
        {form.failure && <Refusal error={form.failure} change />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {k('cancel')}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {t('create.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
