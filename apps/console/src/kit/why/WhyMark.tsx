import { ActionIcon, Popover, Skeleton, Stack, Text } from '@mantine/core'
import type { Permission } from '@tenantry/contract'
import { IconHelpCircle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Refusal } from '../Refusal.tsx'
import { AboveText } from './GiversText.tsx'
import { whyQuery } from './queries.ts'
import { WhyText } from './WhyText.tsx'

interface Props {
  organization: string
  permission: Permission
  /** The thing that cannot be done, for the mark's name: "Change role of Ada". */
  what: string
  /** Another reason than a permission: nobody does this to themselves, say. */
  because?: { text: string; user: string } | undefined
}

/** A question mark beside what is disabled; asked, it says why and who could change that. */
export function WhyMark({ organization, permission, what, because }: Props) {
  const { t } = useTranslation('kit')
  const [opened, setOpened] = useState(false)
  return (
    <Popover opened={opened} onChange={setOpened} width={320} position="bottom" trapFocus returnFocus withRoles>
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={t('why.mark', { what })}
          onClick={() => setOpened((before) => !before)}
        >
          <IconHelpCircle size={16} aria-hidden="true" />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('why.mark', { what })} tabIndex={-1} data-autofocus>
        {because ? (
          <Rule organization={organization} permission={permission} {...because} />
        ) : (
          <Permitted organization={organization} permission={permission} />
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

function Permitted({ organization, permission }: Pick<Props, 'organization' | 'permission'>) {
  const { data, error, refetch } = useQuery(whyQuery(organization, permission))
  if (error) return <Refusal error={error} retry={() => void refetch()} />
  return data ? <WhyText why={data} /> : <Skeleton height={64} />
}

/** A rule that holds for whoever it is: others may do it, and these are some of them. */
function Rule({
  organization,
  permission,
  text,
  user,
}: Omit<Props, 'what' | 'because'> & { text: string; user: string }) {
  const { t } = useTranslation('kit')
  const { data } = useQuery({
    queryKey: ['access', 'others', organization, permission],
    queryFn: ({ signal }) => api.access.holders({ organization, permission, limit: 6 }, { signal }),
  })
  const others = data?.items.filter((it) => it.user.id !== user).slice(0, 5) ?? []
  return (
    <Stack gap={6}>
      <Text size="sm" fw={500}>
        {text}
      </Text>
      {others.length > 0 && <Text size="sm">{t('why.othersMay')}</Text>}
      {others.length > 0 && (
        <ul style={{ margin: 0, paddingInlineStart: 20 }}>
          {others.map((it) => (
            <li key={it.user.id}>
              <Text size="sm" span>
                <bdi>{it.user.name}</bdi>, {it.by.role.label}
              </Text>
            </li>
          ))}
        </ul>
      )}
      {data && <AboveText above={data.above} />}
      {data && !others.length && !data.above.length && <Text size="sm">{t('why.nobodyElse')}</Text>}
    </Stack>
  )
}
