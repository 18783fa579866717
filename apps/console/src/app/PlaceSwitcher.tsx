import { Combobox, Loader, UnstyledButton, VisuallyHidden, useCombobox } from '@mantine/core'
import { IconSelector } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useInstallation, useLevel } from '../features/installation/index.ts'
import { can, useMe } from '../features/profile/index.ts'
import { Initials } from '../kit/Initials.tsx'
import { OrganizationOptions } from '../kit/OrganizationOptions.tsx'
import { markedIn, useFindings, useSubmit } from '../kit/OrganizationPicker.tsx'
import { useOrganizationChoice } from '../kit/useOrganizationChoice.ts'
import { recentPlaces, rememberPlace } from './recent.ts'
import classes from './Shell.module.css'
import type { Place } from './usePlace.ts'

/** Sets the options of lately visited organizations apart from those found: with the next page one may be in both. */
const recentOption = 'recent '

/** Where one is, and the way to anywhere else in one's reach. */
export function PlaceSwitcher({ place }: { place: Place }) {
  const { t } = useTranslation('app')
  const me = useMe()
  const navigate = useNavigate()
  const { level } = useLevel(place.level)
  const { levels } = useInstallation()
  const wordOf = (key: string) => levels.find((one) => one.key === key)?.label ?? key
  const { below } = useLevel(me.organization.level)
  const home = { ...me.organization, ancestors: [] }
  const { id, name } = place
  useEffect(() => rememberPlace(me.id, { id, name }), [me.id, id, name])
  const combobox = useCombobox({
    onDropdownClose: () => choice.reset(),
    onDropdownOpen: () => combobox.focusSearchInput(),
  })
  const choice = useOrganizationChoice({ top: me.organization, active: combobox.dropdownOpened })
  const open = (organization: string) => {
    combobox.closeDropdown()
    void navigate({ to: '/o/$organization', params: { organization } })
  }
  const submit = useSubmit(choice, (chosen) => open(chosen.id))
  useFindings(combobox, choice, submit)
  const path = place.ancestors.map(({ name }) => name).join(' / ') || level.label
  const words = (
    <>
      <Initials name={place.name} size={28} place />
      <span className={classes['lines']}>
        <bdi title={place.name} style={{ fontWeight: 500 }}>
          {place.name}
        </bdi>
        <span className={classes['small']}>{path}</span>
      </span>
    </>
  )
  if (!below || !can(me, 'organizations.read', home))
    return (
      <div className={classes['place']} style={{ background: 'none' }}>
        {words}
      </div>
    )
  const atTop = choice.text === '' && choice.trail.length === 0
  // What the list below shows anyway is not said twice.
  const { rows } = choice.pages
  const visited = rows
    ? recentPlaces(me.id).filter(({ id }) => id !== home.id && !rows.some((row) => row.id === id))
    : []
  const recent = atTop ? [home, ...visited] : []
  // Mantine names the list that the field controls, but not the field a combobox when it lies inside the list's own popup.
  const searching = { role: 'combobox', 'aria-expanded': combobox.dropdownOpened }
  return (
    <Combobox
      store={combobox}
      width={300}
      position="bottom-start"
      onOptionSubmit={(value) =>
        value.startsWith(recentOption) ? open(value.slice(recentOption.length)) : submit(value)
      }
    >
      <Combobox.Target targetType="button" withAriaAttributes={false}>
        <UnstyledButton
          className={classes['place']}
          aria-expanded={combobox.dropdownOpened}
          onClick={() => combobox.toggleDropdown()}
        >
          <VisuallyHidden>{t('place.switch')}: </VisuallyHidden>
          {words}
          <IconSelector size={16} aria-hidden="true" />
        </UnstyledButton>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          {...searching}
          value={choice.text}
          maxLength={100}
          onChange={(event) => choice.type(event.currentTarget.value)}
          onKeyDown={(event) => choice.keyDown(event, markedIn(combobox))}
          placeholder={t('place.search')}
          aria-label={t('place.search')}
          rightSection={choice.pages.loading && <Loader size={14} />}
        />
        <OrganizationOptions
          choice={choice}
          label={t('place.found')}
          heading={t('place.found')}
          levelWord={levels.length > 2 ? wordOf : undefined}
          first={
            recent.length > 0 && (
              <Combobox.Group label={t(visited.length ? 'place.recent' : 'place.home')}>
                {recent.map((one) => (
                  <Combobox.Option key={one.id} value={recentOption + one.id} active={one.id === place.id}>
                    <bdi>{one.name}</bdi>
                  </Combobox.Option>
                ))}
              </Combobox.Group>
            )
          }
        />
      </Combobox.Dropdown>
    </Combobox>
  )
}
