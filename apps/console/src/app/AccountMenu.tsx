import { Menu, UnstyledButton, VisuallyHidden, useMantineColorScheme } from '@mantine/core'
import type { Language } from '@tenantry/contract'
import { IconLogout, IconSelector, IconUser } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { MenuLink } from '../kit/MenuLink.tsx'
import { useInstallation } from '../features/installation/index.ts'
import { meQuery, useForget, useMe, useSignedIn } from '../features/profile/index.ts'
import { api } from '../kit/api.ts'
import { Initials } from '../kit/Initials.tsx'
import { fullName } from '../kit/Person.tsx'
import { useSentence } from '../kit/sentences.ts'
import { toast, toastFailure } from '../kit/toast.tsx'
import { useAct } from '../kit/useAct.ts'
import classes from './Shell.module.css'

const schemes = ['auto', 'light', 'dark'] as const

/** Who one is, and what concerns oneself. */
export function AccountMenu() {
  const { t } = useTranslation('app')
  const { t: k } = useTranslation('kit')
  const me = useMe()
  const { languages } = useInstallation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const forget = useForget()
  const signedIn = useSignedIn()
  const sentence = useSentence()
  const refused = (error: Error) => toastFailure(sentence(error))
  const signOut = useAct((_: null, intent) => api.sessions.signOut({}, intent), {
    done: () => {
      void navigate({ to: '/sign-in', search: { note: 'out' } }).then(forget)
    },
    refused,
  })
  const change = useAct((user: string, intent) => api.sessions.switchAccount({ user }, intent), {
    done: (now) => {
      signedIn(now)
      toast({ text: t('account.switched', { organization: now.organization.name }) })
      void navigate({ to: '/' })
    },
    refused,
  })
  const speakIn = useAct(
    (language: Language, intent) => api.profile.update({ language }, { ...intent, version: me.version }),
    {
      done: (saved) => queries.setQueryData(meQuery.queryKey, saved),
      refused,
    },
  )
  const name = fullName(me)
  return (
    <Menu position="top-start" width={228}>
      <Menu.Target>
        <UnstyledButton className={classes['account']}>
          <VisuallyHidden>{t('account.menu')}: </VisuallyHidden>
          <Initials name={name} size={28} />
          <span className={classes['lines']}>
            <bdi>{name}</bdi>
            <span className={classes['small']}>{me.email}</span>
          </span>
          <IconSelector size={16} aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <MenuLink to="/profile" leftSection={<IconUser size={16} aria-hidden="true" />}>
          {t('profile')}
        </MenuLink>
        {me.accounts.length > 1 && (
          <>
            <Menu.Divider />
            <Menu.Label>{t('account.switch')}</Menu.Label>
            <Menu.RadioGroup value={me.id} onChange={(user) => change.mutate(user)}>
              {me.accounts.map(({ user, organization }) => (
                <Menu.RadioItem key={user} value={user} closeMenuOnClick>
                  {organization.name}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </>
        )}
        <Menu.Divider />
        <Menu.Label>{t('account.theme')}</Menu.Label>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(chosen) => setColorScheme(schemes.find((one) => one === chosen) ?? 'auto')}
        >
          {schemes.map((scheme) => (
            <Menu.RadioItem key={scheme} value={scheme}>
              {k(`theme.${scheme}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Label>{t('account.language')}</Menu.Label>
        <Menu.RadioGroup value={me.language} onChange={(chosen) => speakIn.mutate(chosen === 'de' ? 'de' : 'en')}>
          {languages.map((language) => (
            <Menu.RadioItem key={language} value={language}>
              {k(`language.${language}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden="true" />} onClick={() => signOut.mutate(null)}>
          {t('account.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
