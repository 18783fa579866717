import { Stack, TextInput, Title } from '@mantine/core'
import { users as routes, type User } from '@tenantry/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { given, useFields } from '../../kit/fields.ts'
import { FormFoot } from '../../kit/FormDialog.tsx'
import { LeaveGuard } from '../../kit/LeaveGuard.tsx'
import { NameFields } from '../../kit/NameFields.tsx'
import { fullName } from '../../kit/Person.tsx'
import { toast } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import { userQuery, useShowUser } from './queries.ts'

const body = { ...routes.update.body, required: ['firstName', 'lastName'] }

/** Names and phone number of a user. */
export function UserForm({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation('users')
  const { t: k } = useTranslation('kit')
  const show = useShowUser()
  const queries = useQueryClient()
  const organization = user.organization.id
  const form = useFields(body, { firstName: user.firstName, lastName: user.lastName, phone: user.phone ?? '' })
  const save = useAct(
    ({ firstName, lastName, phone, version }: typeof form.values & { version: number }, intent) =>
      api.users.update(
        { organization, user: user.id, firstName, lastName, phone: given(phone) ?? null },
        { ...intent, version },
      ),
    {
      done: (saved) => {
        show(saved)
        toast({ text: t('saved', { name: fullName(saved) }) })
        onClose()
      },
      refused: (error) => {
        form.place(error)
        void queries.invalidateQueries({ queryKey: userQuery(organization, user.id).queryKey })
      },
    },
  )
  const dirty = form.isDirty()
  return (
    <form
      noValidate
      aria-labelledby="editing"
      onSubmit={form.onSubmit((values) => save.mutate({ ...values, version: user.version }))}
    >
      <Stack>
        <Title order={2} id="editing">
          {t('detail.editing')}
        </Title>
        <NameFields form={form} focused />
        <TextInput
          label={t('detail.phone')}
          type="tel"
          description={t('detail.phoneHelp')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          {...form.getInputProps('phone')}
        />
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
