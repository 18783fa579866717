import { NativeSelect, Stack, TextInput } from '@mantine/core'
import { invitations as routes } from '@tenantry/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { given, useFields } from '../../kit/fields.ts'
import { FormDialog, FormFoot } from '../../kit/FormDialog.tsx'
import { isLanguage } from '../../kit/i18n.ts'
import { NameFields } from '../../kit/NameFields.tsx'
import { toast } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import { useInstallation } from '../installation/index.ts'
import { useMailNews, useMailsPlace, useMe } from '../profile/index.ts'
import { RoleField, useRoles } from '../roles/index.ts'
import { invitationsKey } from './queries.ts'

interface Props {
  organization: string
  onClose: () => void
}

export function InviteDialog({ opened, ...props }: Props & { opened: boolean }) {
  const { t } = useTranslation('invitations')
  return (
    <FormDialog opened={opened} onClose={props.onClose} title={t('form.title')}>
      <InviteForm {...props} />
    </FormDialog>
  )
}

function InviteForm({ organization, onClose }: Props) {
  const { t } = useTranslation('invitations')
  const { t: k } = useTranslation('kit')
  const { mailConfigured } = useInstallation()
  const news = useMailNews()
  const mails = useMailsPlace()
  const me = useMe()
  const roles = useRoles(organization)
  const queries = useQueryClient()
  const navigate = useNavigate()
  const form = useFields(
    routes.create.body,
    { email: '', role: '', firstName: '', lastName: '', language: me.language },
    {
      user_exists: 'email',
      user_exists_inactive: 'email',
      invitation_pending: 'email',
      role_unknown: 'role',
      role_not_assignable: 'role',
    },
  )
  const invite = useAct(
    ({ email, role, firstName, lastName, language }: typeof form.values, intent) => {
      const [first, last] = [given(firstName), given(lastName)]
      const names = { ...(first ? { firstName: first } : {}), ...(last ? { lastName: last } : {}) }
      return api.invitations.create(
        { organization, email: email.trim(), role, ...names, ...(isLanguage(language) ? { language } : {}) },
        intent,
      )
    },
    {
      done: ({ email, mail }) => {
        void queries.invalidateQueries({ queryKey: invitationsKey })
        void queries.invalidateQueries({ queryKey: ['organizations', 'list'] })
        onClose()
        const show = () => void navigate({ to: '/o/$organization/invites', params: { organization } })
        const read = (place: string, id: string) =>
          void navigate({ to: '/o/$organization/mails/$mail', params: { organization: place, mail: id } })
        const toRead = !mailConfigured && mails !== null && mail
        toast({
          text: news(t('form.done', { email }), t('form.doneKept', { email })),
          // Nobody else gets the link to the invited person.
          action: toRead
            ? { label: t('form.read'), run: () => read(mails, mail.id) }
            : { label: t('form.show'), run: show },
        })
      },
      refused: form.place,
    },
  )
  return (
    <form noValidate onSubmit={form.onSubmit((values) => invite.mutate(values))}>
      <Stack gap="md">
        <TextInput
          label={t('form.email')}
          type="email"
          autoComplete="off"
          required
          data-autofocus
          {...form.getInputProps('email')}
        />
        <RoleField
          label={t('form.role')}
          roles={roles}
          {...form.getInputProps('role')}
          value={form.values.role || null}
          onChange={(role) => form.setFieldValue('role', role)}
        />
        <NameFields form={form} optional />
        <NativeSelect
          label={t('form.language')}
          data={[
            { value: 'en', label: k('language.en') },
            { value: 'de', label: k('language.de') },
          ]}
          {...form.getInputProps('language')}
        />
        <FormFoot failure={form.failure} submit={t('form.submit')} pending={invite.isPending} onCancel={onClose} />
      </Stack>
    </form>
  )
}
