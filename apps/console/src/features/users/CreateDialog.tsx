import { Stack, TextInput } from '@mantine/core'
import type { OrganizationRef } from '@tenantry/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDialog, FormFoot } from '../../kit/FormDialog.tsx'
import { NameFields } from '../../kit/NameFields.tsx'
import { NewPasswordField } from '../../kit/PasswordField.tsx'
import { useInstallation, useLevel } from '../installation/index.ts'
import { useMay, useOrganization } from '../organizations/index.ts'
import { RoleField, useRoles } from '../roles/index.ts'
import { PlaceField } from './PlaceField.tsx'
import { useCreate } from './useCreate.ts'
import { WayField, useWays } from './WayField.tsx'

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

function CreateForm({ organization, onClose }: Props) {
  const { t } = useTranslation('users')
  const { t: k } = useTranslation('kit')
  const { product } = useInstallation()
  const { ways, way, setWay, minLength } = useWays(organization)
  const { id, name, level } = useOrganization(organization)
  const may = useMay(organization)
  const { below } = useLevel(level)
  const [scope, setScope] = useState<OrganizationRef>({ id, name, level })
  const roles = useRoles(scope.id)
  const { form, create } = useCreate({ organization, scope: scope.id, way }, onClose)
  const { email, firstName, lastName, role, password } = form.values
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
        <NameFields form={form} />
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
        <RoleField
          label={t('detail.role')}
          roles={roles}
          {...form.getInputProps('role')}
          value={role || null}
          onChange={(chosen) => form.setFieldValue('role', chosen)}
        />
        <WayField ways={ways} value={way} onChange={setWay} />
        {way === 'chosen' && minLength !== undefined && (
          <NewPasswordField
            label={t('create.password')}
            description={t('create.passwordHelp')}
            required
            minLength={minLength}
            personal={[email, firstName, lastName, name, product]}
            {...form.getInputProps('password')}
            value={password}
          />
        )}
        <FormFoot failure={form.failure} submit={t('create.submit')} pending={create.isPending} onCancel={onClose} />
      </Stack>
    </form>
  )
}
