import { SimpleGrid, Stack, TextInput } from '@mantine/core'
import { users as routes, type OrganizationRef } from '@tenantry/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { given, useFields } from '../../kit/fields.ts'
import { FormDialog, FormFoot } from '../../kit/FormDialog.tsx'
import { fullName } from '../../kit/Person.tsx'
import { NewPasswordField } from '../../kit/PasswordField.tsx'
import { toast } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import { useInstallation, useLevel } from '../installation/index.ts'
import { useMay, useOrganization } from '../organizations/index.ts'
import { RoleHelp, RolePicker, useRoles } from '../roles/index.ts'
import { PlaceField } from './PlaceField.tsx'
import { WayField, useWays } from './WayField.tsx'
import { usersKey } from './queries.ts'

interface Props {
  organization: string
  onClose: () => void
}

export function CreateDialog({ opened, ...props }: Props & { opened: boolean }) {
  const { t } = useTranslation('users')
  return (
    <FormDialog opened={opened} onClose={props.onClose} title={t('create.title')}>
      <CreateForm {...props} />
    </FormDialog>
  )
}

const blank = { email: '', scope: '', role: '', firstName: '', lastName: '', phone: '', password: '' }

function CreateForm({ organization, onClose }: Props) {
  const { t } = useTranslation('users')
  const { t: k } = useTranslation('kit')
  const { passwordMinLength, product } = useInstallation()
  const { ways, way, setWay } = useWays(organization)
  const { id, name, level } = useOrganization(organization)
  const may = useMay(organization)
  const { below } = useLevel(level)
  const [scope, setScope] = useState<OrganizationRef>({ id, name, level })
  const roles = useRoles(scope.id)
  const queries = useQueryClient()
  const form = useFields(routes.create.body, blank, {
    user_exists: 'email',
    user_exists_inactive: 'email',
    invitation_pending: 'email',
    email_taken: 'email',
    scope_unknown: 'scope',
    role_unknown: 'role',
    role_not_assignable: 'role',
    initial_password_off: 'password',
    password_too_short: 'password',
    password_too_weak: 'password',
    password_leaked: 'password',
  })
  const create = useAct(
    ({ email, role, firstName, lastName, ...rest }: typeof blank, intent) => {
      const phone = given(rest.phone)
      const password = way === 'chosen' ? rest.password : undefined
      const held = scope.id === organization ? {} : { scope: scope.id }
      const more = {
        ...held,
        ...(phone ? { phone } : {}),
        ...(password === undefined ? {} : { password }),
        ...(way === 'credentials' ? { credentials: true } : {}),
      }
      return api.users.create({ organization, email: email.trim(), role, firstName, lastName, ...more }, intent)
    },
    {
      done: (user) => {
        void queries.invalidateQueries({ queryKey: usersKey })
        onClose()
        toast({ text: t('create.done', { name: fullName(user) }) })
      },
      refused: form.place,
    },
  )
  const { firstName, lastName, email, password } = form.values
  return (
    <form noValidate onSubmit={form.onSubmit((values) => create.mutate(values))}>
      <Stack gap="md">
        <TextInput
          label={t('detail.email')}
          type="email"
          autoComplete="off"
          required
          data-autofocus
          {...form.getInputProps('email')}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
          <TextInput label={t('detail.firstName')} autoComplete="off" required {...form.getInputProps('firstName')} />
          <TextInput label={t('detail.lastName')} autoComplete="off" required {...form.getInputProps('lastName')} />
        </SimpleGrid>
        <TextInput
          label={`${t('detail.phone')} (${k('optional')})`}
          type="tel"
          autoComplete="off"
          description={t('detail.phoneHelp')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          {...form.getInputProps('phone')}
        />
        {below && may('organizations.read') && (
          <PlaceField
            label={t('list.scope')}
            description={t('create.scopeHelp')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            required
            top={{ id, name, level }}
            value={scope}
            error={form.errors['scope']}
            onChange={(chosen) => {
              form.clearFieldError('scope')
              // Another level has other roles.
              if (chosen.level !== scope.level) form.setFieldValue('role', '')
              setScope(chosen)
            }}
          />
        )}
        <div>
          <RolePicker
            label={t('detail.role')}
            required
            roles={roles}
            {...form.getInputProps('role')}
            value={form.values.role || null}
            onChange={(role) => form.setFieldValue('role', role)}
          />
          <RoleHelp roles={roles} chosen={form.values.role} />
        </div>
        <WayField ways={ways} value={way} onChange={setWay} />
        {way === 'chosen' && (
          <NewPasswordField
            label={t('create.password')}
            description={t('create.passwordHelp')}
            required
            minLength={passwordMinLength}
            personal={[email, firstName, lastName, product]}
            {...form.getInputProps('password')}
            value={password}
          />
        )}
        <FormFoot failure={form.failure} submit={t('create.submit')} pending={create.isPending} onCancel={onClose} />
      </Stack>
    </form>
  )
}
