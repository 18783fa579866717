import { Combobox, Loader, UnstyledButton, VisuallyHidden, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSelector } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLevel } from '../features/installation/index.ts'
import { can, useMe } from '../features/profile/index.ts'
import { api } from '../kit/api.ts'
import { Initials } from '../kit/Initials.tsx'
import { recentPlaces, rememberPlace } from './recent.ts'
import classes from './Shell.module.css'
import type { Place } from './usePlace.ts'

/** Where one is, and the way to anywhere else in one's reach. */
export function PlaceSwitcher({ place }: { place: Place }) {
  const { t } = useTranslation('app')
  const me = useMe()
  const navigate = useNavigate()
  const { level } = useLevel(place.level)
  const { below } = useLevel(me.organization.level)
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), 150)
  const combobox = useCombobox({
    onDropdownClose: () => setText(''),
    onDropdownOpen: () => combobox.focusSearchInput(),
  })
  const home = { ...me.organization, ancestors: [] }
  const { id, name } = place
  useEffect(() => rememberPlace(me.id, { id, name }), [me.id, id, name])
  const found = useQuery({
    queryKey: ['organizations', 'switcher', search],
    queryFn: ({ signal }) =>
      api.organizations.list(
        { organization: home.id, within: 'subtree', limit: 20, ...(search ? { search } : {}) },
        { signal },
      ),
    enabled: combobox.dropdownOpened,
    placeholderData: keepPreviousData,
  })
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
  const recent = search ? [] : [home, ...recentPlaces(me.id).filter(({ id }) => id !== home.id)]
  const listed = (found.data?.items ?? []).filter(({ id }) => !recent.some((one) => one.id === id))
  // Mantine names the list that the field controls, but not the field a combobox when it lies inside the list's own popup.
  const searching = { role: 'combobox', 'aria-expanded': combobox.dropdownOpened }
  return (
    <Combobox
      store={combobox}
      width={300}
      position="bottom-start"
      onOptionSubmit={(organization) => {
        combobox.closeDropdown()
        void navigate({ to: '/o/$organization', params: { organization } })
      }}
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
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          placeholder={t('place.search')}
          aria-label={t('place.search')}
          rightSection={found.isFetching && <Loader size={14} />}
        />
        <Combobox.Options mah={360} style={{ overflowY: 'auto' }} aria-label={t('place.found')}>
          {recent.length > 0 && (
            <Combobox.Group label={t('place.recent')}>
              {recent.map((one) => (
                <Combobox.Option key={one.id} value={one.id} active={one.id === place.id}>
                  <bdi>{one.name}</bdi>
                </Combobox.Option>
              ))}
            </Combobox.Group>
          )}
          {listed.length > 0 && (
            <Combobox.Group label={t('place.found')}>
              {listed.map((one) => (
                <Combobox.Option key={one.id} value={one.id}>
                  <bdi>{one.name}</bdi>{' '}
                  {one.parent && one.parent.id !== home.id && (
                    <span className={classes['small']}>{one.parent.name}</span>
                  )}
                </Combobox.Option>
              ))}
            </Combobox.Group>
          )}
          {recent.length + listed.length === 0 && !found.isFetching && (
            <Combobox.Empty>{t('place.none')}</Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
