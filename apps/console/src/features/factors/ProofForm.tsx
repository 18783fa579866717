import { Anchor, Button, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { sessions as routes, type ProofWay } from '@tenantry/contract'
import { IconFingerprint } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { useFields } from '../../kit/fields.ts'
import { PasswordField } from '../../kit/PasswordField.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { useAct } from '../../kit/useAct.ts'
import { PasskeyFault, PasskeysElsewhere, showPasskey, usePasskeys } from '../passkeys/index.ts'
import { waysQuery } from './queries.ts'
import { codeOf, codeRoom, recoveryCodeOf } from './typed.ts'

interface Props {
  verb: string
  onProved: () => void
  /** Between the fields and the button. */
  children?: ReactNode
}
type Typed = Exclude<ProofWay, 'passkey'>
const names = { code: 'code', recovery_code: 'recoveryCode', password: 'password' } as const

/** Shows that it is oneself, in one of the ways one has: the strongest first, the others a click away. */
export function ProofForm({ verb, onProved, children }: Props) {
  const { t } = useTranslation('factors')
  const { data, error, refetch } = useQuery(waysQuery)
  const [chosen, setChosen] = useState<ProofWay | null>(null)
  const here = usePasskeys()
  if (error) return <Refusal error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton height={120} />
  const way = chosen ?? data.ways.find((it) => here || it !== 'passkey') ?? data.ways[0]
  if (!way) return <Text>{t('proof.noWay')}</Text>
  const others = data.ways.filter((it) => it !== way)
  return (
    <Stack gap="md">
      {way === 'passkey' ? (
        <ByPasskey onProved={onProved}>{children}</ByPasskey>
      ) : (
        <ByTyping key={way} way={way} verb={verb} onProved={onProved}>
          {children}
        </ByTyping>
      )}
      {others.length > 0 && (
        <Stack gap={4} align="center">
          {others.map((it) => (
            <Anchor key={it} component="button" type="button" size="sm" onClick={() => setChosen(it)}>
              {t(`proof.other.${it}`)}
            </Anchor>
          ))}
        </Stack>
      )}
    </Stack>
  )
}

function ByPasskey({ onProved, children }: { onProved: () => void; children: ReactNode }) {
  const { t } = useTranslation('factors')
  const here = usePasskeys()
  const prove = useAct(
    async (_: null) => {
      const { options } = await api.sessions.challenge()
      return api.sessions.prove({ passkey: await showPasskey(options) })
    },
    { done: onProved },
  )
  return (
    <>
      {children}
      <PasskeysElsewhere />
      <Button
        disabled={!here}
        leftSection={<IconFingerprint size={18} aria-hidden="true" />}
        loading={prove.isPending}
        onClick={() => prove.mutate(null)}
        data-autofocus
      >
        {t('passkey.use')}
      </Button>
      <PasskeyFault error={prove.error} />
    </>
  )
}

function ByTyping({ way, verb, onProved, children }: Props & { way: Typed }) {
  const { t } = useTranslation('factors')
  const name = names[way]
  const form = useFields(
    { properties: routes.prove.body.properties, required: [name] },
    { [name]: '' },
    Object.fromEntries(
      [
        'code_wrong',
        'recovery_code_wrong',
        'password_wrong',
        'factor_throttled',
        'factor_locked',
        'password_throttled',
      ].map((it) => [it, name]),
    ),
  )
  const prove = useAct((shown: Record<string, string>) => api.sessions.prove(shown), {
    done: onProved,
    refused: form.place,
  })
  const props = form.getInputProps(name)
  const value = form.values[name] ?? ''
  return (
    <form noValidate onSubmit={form.onSubmit((values) => prove.mutate({ [name]: (values[name] ?? '').trim() }))}>
      <Stack gap="md">
        {way === 'password' ? (
          <PasswordField label={t('proof.password')} required data-autofocus {...props} value={value} />
        ) : (
          <TextInput
            label={t(`proof.${way}`)}
            description={t(`proof.${way}Help`)}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            required
            autoFocus
            data-autofocus
            spellCheck={false}
            autoComplete={way === 'code' ? 'one-time-code' : 'off'}
            inputMode={way === 'code' ? 'numeric' : 'text'}
            maxLength={way === 'code' ? codeRoom : 60}
            {...props}
            onChange={({ currentTarget: { value: typed } }) =>
              form.setFieldValue(name, way === 'code' ? codeOf(typed) : recoveryCodeOf(typed))
            }
          />
        )}
        {children}
        {form.failure && <Refusal error={form.failure} />}
        <Button type="submit" loading={prove.isPending}>
          {verb}
        </Button>
      </Stack>
    </form>
  )
}
