import { Alert, Modal, Stack } from '@mantine/core'
import { organizations as routes } from '@tenantry/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { given, useFields } from '../../kit/fields.ts'
import { FormFoot } from '../../kit/FormDialog.tsx'
import { LeaveGuard } from '../../kit/LeaveGuard.tsx'
import { toast } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import { useLevel } from '../installation/index.ts'
import { overtaken } from './acts.ts'
import { DetailFields, places, ruled, useForms, type Details } from './OrganizationFields.tsx'
import { useFresh, useShowOrganization, type Subject } from './queries.ts'

interface Props {
  subject: Subject
  onClose: () => void
}

export function EditDialog({ subject, onClose }: Props) {
  const { t } = useTranslation('organizations')
  const { t: k } = useTranslation('kit')
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('edit.title', { name: subject.name })}
      size={480}
      closeButtonProps={{ 'aria-label': k('close') }}
    >
      <EditForm subject={subject} onClose={onClose} />
    </Modal>
  )
}

function EditForm({ subject, onClose }: Props) {
  const { t } = useTranslation('organizations')
  const { t: k } = useTranslation('kit')
  const queries = useQueryClient()
  const show = useShowOrganization()
  const now = useFresh(subject)
  const { level } = useLevel(subject.level)
  const { name, code, description, host } = subject
  const form = useFields<Details>(
    ruled(routes.update.body, level.code),
    { name, code: code ?? '', description: description ?? '', host: host ?? '', tier: '' },
    places,
    useForms(),
  )
  const save = useAct(
    ({ values, version }: { values: Details; version: number }, intent) =>
      api.organizations.update(
        {
          organization: subject.id,
          name: values.name.trim(),
          ...(level.code === 'none' ? {} : { code: given(values.code) ?? null }),
          description: given(values.description) ?? null,
          host: given(values.host) ?? null,
        },
        { ...intent, version },
      ),
    {
      done: (saved) => {
        show(saved)
        toast({ text: t('edit.done', { name: saved.name }) })
        onClose()
      },
      refused: (error) => {
        if (!overtaken(error)) return form.place(error)
        form.clearFailure()
        void queries.invalidateQueries({ queryKey: ['organizations'] })
      },
    },
  )
  const dirty = form.isDirty()
  return (
    <form noValidate onSubmit={form.onSubmit((values) => save.mutate({ values, version: now.version }))}>
      <Stack>
        <DetailFields form={form} code={level.code} />
        {overtaken(save.error) && (
          <Alert color="yellow" variant="light" role="alert">
            {t('edit.meanwhile')}
          </Alert>
        )}
        <FormFoot
          failure={form.failure}
          submit={k('save')}
          pending={save.isPending}
          unchanged={!dirty}
          onCancel={onClose}
        />
      </Stack>
      <LeaveGuard dirty={dirty && !save.isPending && !save.isSuccess} />
    </form>
  )
}
