import { ActionIcon, Button, Group, Menu, Skeleton, Text } from '@mantine/core'
import type { Connection } from '@tenantry/contract'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyValue } from '../../kit/CopyValue.tsx'
import { Moment } from '../../kit/Moment.tsx'
import { Fact, Facts, Section } from '../../kit/Section.tsx'
import { Status } from '../../kit/Status.tsx'
import { useSwitch } from './acts.ts'
import listed from '../../kit/Items.module.css'
import classes from './Federation.module.css'
import { EndDialog, TestDialog } from './ConnectionQuestions.tsx'

interface Props {
  items: readonly Connection[] | undefined
  /** Entered at the provider before there is a connection. */
  redirectUri: string | undefined
  manages: boolean
  onEdit: (it: Connection) => void
}

export function Connections({ items, redirectUri, manages, onEdit }: Props) {
  const { t } = useTranslation('federation')
  const [asking, setAsking] = useState<{ what: 'test' | 'off' | 'remove'; about: Connection } | null>(null)
  const close = () => setAsking(null)
  const turn = useSwitch(close)
  return (
    <Section title={t('connections')} hint={t('connectionsHint')}>
      {!items && <Skeleton height={140} />}
      {redirectUri !== undefined && (
        <Facts>
          <Fact term={t('redirectUri')}>
            <CopyValue value={redirectUri} what={t('redirectUri')} />
          </Fact>
        </Facts>
      )}
      {items?.length === 0 && (
        <Text c="dimmed" mt="md">
          {t('noConnections')}
        </Text>
      )}
      <ul className={listed['list']}>
        {items?.map((it) => (
          <li key={it.id} className={classes['block']}>
            <Group justify="space-between" wrap="nowrap" align="flex-start" mb="xs">
              <Group gap="sm" miw={0}>
                <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
                  <bdi>{it.name}</bdi>
                </Text>
                <Status look={it.active ? 'good' : 'off'} word={t(it.active ? 'on' : 'off')} />
              </Group>
              {manages && (
                <Group gap="xs" wrap="nowrap">
                  <Button size="compact-sm" variant="default" onClick={() => setAsking({ what: 'test', about: it })}>
                    {t('test')}
                  </Button>
                  {!it.active && (
                    <Button size="compact-sm" loading={turn.isPending} onClick={() => turn.mutate(it)}>
                      {t('switchOn')}
                    </Button>
                  )}
                  <Menu position="bottom-end">
                    <Menu.Target>
                      <ActionIcon variant="subtle" color="gray" aria-label={t('actions', { name: it.name })}>
                        <IconDots size={16} aria-hidden="true" />
                      </ActionIcon>
                    </Menu.Target>
                    <Menu.Dropdown>
                      <Menu.Item onClick={() => onEdit(it)}>{t('edit')}</Menu.Item>
                      <Menu.Divider />
                      {it.active && (
                        <Menu.Item onClick={() => setAsking({ what: 'off', about: it })}>{t('switchOff')}</Menu.Item>
                      )}
                      <Menu.Item color="red" onClick={() => setAsking({ what: 'remove', about: it })}>
                        {t('remove')}
                      </Menu.Item>
                    </Menu.Dropdown>
                  </Menu>
                </Group>
              )}
            </Group>
            <Facts>
              <Fact term={t('issuer')}>
                <span style={{ overflowWrap: 'anywhere' }}>{it.issuer}</span>
              </Fact>
              <Fact term={t('people')}>{it.links}</Fact>
              <Fact term={t('openSessions')}>{it.sessions}</Fact>
              <Fact term={t('lastSignIn')}>{it.lastSignInAt ? <Moment at={it.lastSignInAt} /> : t('never')}</Fact>
              <Fact term={t('setBy')}>
                <bdi>{it.setBy.name}</bdi>
              </Fact>
              <Fact term={t('direct')}>
                <CopyValue value={`${window.location.origin}/sign-in?connection=${it.id}`} what={t('direct')} />
              </Fact>
            </Facts>
          </li>
        ))}
      </ul>
      {asking?.what === 'test' && <TestDialog about={asking.about} onClose={close} />}
      {(asking?.what === 'off' || asking?.what === 'remove') && (
        <EndDialog what={asking.what} about={asking.about} onClose={close} />
      )}
    </Section>
  )
}
