import { Button, Group, List, Modal, Stack, Text, TextInput } from '@mantine/core'
import { diagnosis as routes, type SignInCheck, type SignInReason } from '@tenantry/contract'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { useFields } from '../../kit/fields.ts'
import { Moment } from '../../kit/Moment.tsx'
import { fullName } from '../../kit/Person.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { Status, type Look } from '../../kit/Status.tsx'
import { useOrganization } from '../organizations/index.ts'
import { usersKey } from './queries.ts'
import { useRemedies } from './useRemedies.ts'
import type { Question } from './UserActions.tsx'

interface Props {
  organization: string
  /** The address that is asked about; empty until one is. */
  email: string
  onEmail: (email: string) => void
  onAsk: (question: Question) => void
  onClose: () => void
}
const looks: Record<SignInCheck['state'], Look> = { passed: 'good', noted: 'open', failed: 'bad' }

/** "I cannot sign in": each check in order, and what helps. */
export function DiagnosisDialog({ organization, email, onEmail, onAsk, onClose }: Props) {
  const { t } = useTranslation('users')
  const { t: k } = useTranslation('kit')
  const form = useFields(routes.signIn.body, { email })
  const place = useOrganization(organization)
  const found = useQuery({
    queryKey: [...usersKey, 'diagnosis', organization, email],
    queryFn: ({ signal }) => api.diagnosis.signIn({ organization, email }, { signal }),
    enabled: email !== '',
  })
  const { user, invitation, checks = [] } = found.data ?? {}
  const remedies = useRemedies({ organization, user: user ?? null, invitation: invitation ?? null, onAsk, onClose })
  const failed = checks.some((it) => it.state === 'failed')
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('diagnosis.title')}
      size={560}
      closeButtonProps={{ 'aria-label': k('close') }}
    >
      <Stack gap="md">
        <form noValidate onSubmit={form.onSubmit(({ email: typed }) => onEmail(typed.trim()))}>
          <Group align="flex-end" gap="xs">
            <TextInput
              flex={1}
              label={t('diagnosis.email')}
              type="email"
              required
              data-autofocus
              {...form.getInputProps('email')}
            />
            <Button type="submit" loading={found.isFetching}>
              {t('diagnosis.ask')}
            </Button>
          </Group>
        </form>
        {found.error && <Refusal error={found.error} retry={() => void found.refetch()} />}
        <div aria-live="polite">
          {found.data && (
            <Stack gap="sm">
              <Text size="sm">
                {user
                  ? t(failed ? 'diagnosis.failed' : 'diagnosis.passed', { name: fullName(user) })
                  : t('diagnosis.nobody', { email, place: place.name })}
              </Text>
              <List listStyleType="none" spacing="xs" aria-label={t('diagnosis.checks')}>
                {checks.map((it) => {
                  const act = it.remedy && it.mayRemedy ? remedies[it.remedy] : null
                  return (
                    <List.Item key={it.key} styles={{ itemWrapper: { width: '100%' }, itemLabel: { width: '100%' } }}>
                      <Group justify="space-between" wrap="nowrap" align="flex-start">
                        <span style={{ minWidth: 0 }}>
                          <Status look={looks[it.state]} word={t(`diagnosis.${it.key}.${it.state}`)} />
                          <Detail check={it} />
                        </span>
                        {it.remedy && act && (
                          <Button size="compact-sm" variant="default" flex="none" onClick={act}>
                            {t(`diagnosis.remedies.${it.remedy}`)}
                          </Button>
                        )}
                      </Group>
                    </List.Item>
                  )
                })}
              </List>
            </Stack>
          )}
        </div>
      </Stack>
    </Modal>
  )
}

function Detail({ check: { reason, until, address } }: { check: SignInCheck }) {
  const { t } = useTranslation('users')
  const reasons: Record<SignInReason, string> = t('diagnosis.reasons', { returnObjects: true })
  if (reason === null && until === null && address === null) return null
  return (
    <Text size="xs" c="dimmed" pl={24} style={{ overflowWrap: 'anywhere' }}>
      {reason && reasons[reason]}
      {address && <bdi>{address}</bdi>}
      {until && (
        <>
          {t('lock.until')} <Moment at={until} as="time" />
        </>
      )}
    </Text>
  )
}
