import { Group, Stack } from '@mantine/core'
import { ApiError } from '@tenantry/sdk'
import { IconDoorOff, IconLock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useQuery } from '@tanstack/react-query'
import { ButtonLink } from './links.tsx'
import { Blank } from './Blank.tsx'
import { Refusal } from './Refusal.tsx'
import { useSentence } from './sentences.ts'
import { GiversText } from './why/GiversText.tsx'
import { whyQuery } from './why/queries.ts'

/** A whole page that cannot be shown. A missing permission is named, so that one knows what to ask for. */
export function PageRefusal({ error, retry }: { error: Error; retry?: () => void }) {
  const { t } = useTranslation('kit')
  const sentence = useSentence()
  const status = error instanceof ApiError ? error.status : 0
  const missing = error instanceof ApiError ? error.problem.missing : undefined
  if (status !== 403 && status !== 404) {
    return (
      <div style={{ maxWidth: 560, margin: '48px auto' }}>
        <Refusal error={error} {...(retry ? { retry } : {})} />
      </div>
    )
  }
  const Icon = status === 403 ? IconLock : IconDoorOff
  return (
    <Blank
      level={1}
      icon={<Icon size={32} stroke={1.5} aria-hidden="true" />}
      title={status === 403 ? t('problem.missingTitle') : t('problem.unknownTitle')}
      text={sentence(error)}
    >
      {missing?.at && <Givers organization={missing.at.id} permission={missing.permission} />}
      <Group justify="center" mt="md">
        <ButtonLink to="/" variant="default">
          {t('back')}
        </ButtonLink>
      </Group>
    </Blank>
  )
}

/** Whom to ask for it. Where that cannot be told, the sentence above stands alone. */
function Givers({ organization, permission }: { organization: string; permission: string }) {
  const { data } = useQuery(whyQuery(organization, permission))
  return data?.givers ? (
    <Stack gap={4} align="center" maw={440}>
      <GiversText givers={data.givers} />
    </Stack>
  ) : null
}
