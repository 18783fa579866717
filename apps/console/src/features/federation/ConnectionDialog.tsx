import { Accordion, Button, Group, Modal, MultiSelect, PasswordInput, Stack, Switch, TextInput } from '@mantine/core'
import { federation as routes, SigningAlgorithm, type Connection } from '@tenantry/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { given, useFields } from '../../kit/fields.ts'
import { Refusal } from '../../kit/Refusal.tsx'
import { toast } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import { useRefresh } from './queries.ts'
import { RoleChoice, RoleRows, SyncChoice, type RoleSync, type Row } from './RoleRows.tsx'

interface Props {
  organization: string
  /** To change; a new one when left out. */
  connection: Connection | undefined
  onClose: () => void
}
const claims = ['claimEmail', 'claimEmailVerified', 'claimGivenName', 'claimFamilyName'] as const
const usual = {
  claimSubject: 'sub',
  claimEmail: 'email',
  claimEmailVerified: 'email_verified',
  claimGivenName: 'given_name',
  claimFamilyName: 'family_name',
}

/** What is known of a provider, and what newcomers get. */
export function ConnectionDialog({ organization, connection, onClose }: Props) {
  const { t } = useTranslation('federation')
  const { t: k } = useTranslation('kit')
  const refresh = useRefresh()
  const { claimSubject, claimEmail, claimEmailVerified, claimGivenName, claimFamilyName } = connection ?? usual
  const body = connection
    ? { properties: routes.update.body.properties, required: ['name', 'clientId'] }
    : { properties: routes.create.body.properties, required: routes.create.body.required }
  const form = useFields(
    body,
    {
      name: connection?.name ?? '',
      issuer: connection?.issuer ?? '',
      clientId: connection?.clientId ?? '',
      clientSecret: '',
      roleClaim: connection?.roleClaim ?? '',
      claimSubject,
      claimEmail,
      claimEmailVerified,
      claimGivenName,
      claimFamilyName,
    },
    { issuer_insecure: 'issuer' },
    Object.fromEntries([...claims, 'claimSubject', 'roleClaim'].map((name) => [name, t('form.claimForm')])),
  )
  const [newcomers, setNewcomers] = useState(connection?.newcomers ?? false)
  const [roleSync, setRoleSync] = useState<RoleSync>(connection?.roleSync ?? 'first_sign_in')
  const [defaultRole, setDefaultRole] = useState(connection?.defaultRole ?? null)
  const [rows, setRows] = useState<readonly Row[]>(connection?.roleMap ?? [])
  const [algorithms, setAlgorithms] = useState<string[]>(connection?.algorithms ?? ['RS256', 'PS256', 'ES256', 'EdDSA'])
  const save = useAct(
    ({ issuer, clientSecret, roleClaim, claimSubject: subject, ...texts }: typeof form.values, intent) => {
      const settings = {
        ...texts,
        organization,
        roleClaim: given(roleClaim) ?? null,
        newcomers,
        roleSync,
        defaultRole,
        roleMap: rows.filter(({ value, role }) => value.trim() !== '' && role !== ''),
        algorithms: SigningAlgorithm.enum.filter((it) => algorithms.includes(it)),
      }
      if (!connection)
        return api.federation.create(
          { ...settings, issuer: issuer.trim(), clientSecret, claimSubject: subject },
          intent,
        )
      const secret = clientSecret === '' ? {} : { clientSecret }
      const options = { ...intent, version: connection.version }
      return api.federation.update({ ...settings, ...secret, connection: connection.id }, options)
    },
    {
      done: ({ name }) => {
        toast({ text: t(connection ? 'saved' : 'created', { name }) })
        refresh()
        onClose()
      },
      refused: form.place,
    },
  )
  const help = {
    inputWrapperOrder: ['label', 'input', 'description', 'error'] as ('label' | 'input' | 'description' | 'error')[],
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size={640}
      title={connection ? t('form.editing', { name: connection.name }) : t('form.creating')}
      closeButtonProps={{ 'aria-label': k('close') }}
    >
      <form
        noValidate
        onSubmit={form.onSubmit((values) => {
          form.clearFailure()
          save.mutate(values)
        })}
      >
        <Stack gap="md">
          <TextInput
            label={t('form.name')}
            description={t('form.nameHelp')}
            {...help}
            required
            data-autofocus
            {...form.getInputProps('name')}
          />
          <TextInput
            label={t('form.issuer')}
            description={t('form.issuerHelp')}
            {...help}
            required
            disabled={connection !== undefined}
            {...form.getInputProps('issuer')}
          />
          <TextInput label={t('form.clientId')} required autoComplete="off" {...form.getInputProps('clientId')} />
          <PasswordInput
            label={t('form.clientSecret')}
            description={connection ? `${t('form.secretHelp')} ${t('form.secretKept')}` : t('form.secretHelp')}
            {...help}
            required={!connection}
            autoComplete="off"
            visibilityToggleButtonProps={{ 'aria-label': k('password.show') }}
            {...form.getInputProps('clientSecret')}
          />
          <Switch
            label={t('form.newcomers')}
            description={t('form.newcomersHelp')}
            checked={newcomers}
            onChange={({ currentTarget: { checked } }) => setNewcomers(checked)}
          />
          {(newcomers || roleSync === 'every_sign_in') && (
            <RoleChoice
              organization={organization}
              label={t('form.defaultRole')}
              none={t('form.noRole')}
              value={defaultRole}
              onChange={setDefaultRole}
            />
          )}
          <Accordion variant="default" chevronPosition="left">
            <Accordion.Item value="advanced">
              <Accordion.Control>{t('form.advanced')}</Accordion.Control>
              <Accordion.Panel>
                <Stack gap="md">
                  <TextInput
                    label={t('form.roleClaim')}
                    description={t('form.roleClaimHelp')}
                    {...help}
                    {...form.getInputProps('roleClaim')}
                  />
                  <RoleRows organization={organization} rows={rows} onChange={setRows} />
                  {(rows.length > 0 || roleSync === 'every_sign_in') && (
                    <SyncChoice value={roleSync} onChange={setRoleSync} />
                  )}
                  <TextInput
                    label={t('form.claimSubject')}
                    disabled={connection !== undefined}
                    {...form.getInputProps('claimSubject')}
                  />
                  {claims.map((name) => (
                    <TextInput key={name} label={t(`form.${name}`)} {...form.getInputProps(name)} />
                  ))}
                  <MultiSelect
                    label={t('form.algorithms')}
                    data={[...SigningAlgorithm.enum]}
                    value={algorithms}
                    onChange={(chosen) => chosen.length > 0 && setAlgorithms(chosen)}
                  />
                </Stack>
              </Accordion.Panel>
            </Accordion.Item>
          </Accordion>
          {form.failure && <Refusal error={form.failure} change />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {k('cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t(connection ? 'form.save' : 'form.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
