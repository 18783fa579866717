import { Combobox, TextInput, useCombobox, type ComboboxStore, type TextInputProps } from '@mantine/core'
import type { OrganizationRef } from '@tenantry/contract'
import { IconSelector } from '@tabler/icons-react'
import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { OrganizationOptions, moreOption } from './OrganizationOptions.tsx'
import { useOrganizationChoice, type OrganizationChoice } from './useOrganizationChoice.ts'

interface Props extends Omit<TextInputProps, 'value' | 'onChange'> {
  label: string
  /** What is chosen lies below it. */
  top: OrganizationRef
  /** The top itself may be chosen, too. */
  withTop?: boolean
  /** Keys of the levels that may be chosen; all when left out. Those above lead to them. */
  levels?: readonly string[]
  /** The name of a level, said beside each organization where several may be chosen. */
  levelWord?: (level: string) => string
  value: OrganizationRef | null
  onChange: (chosen: OrganizationRef) => void
}

/** Chooses one place in the tree: by typing, or step by step from the top. */
export function OrganizationPicker({ top, withTop = false, levels, levelWord, value, onChange, ...rest }: Props) {
  const { t } = useTranslation('kit')
  const combobox = useCombobox({ onDropdownClose: () => choice.reset() })
  const choice = useOrganizationChoice({ top, levels, active: combobox.dropdownOpened })
  const take = (chosen: OrganizationRef) => {
    onChange(chosen)
    combobox.closeDropdown()
  }
  const submit = useSubmit(choice, take)
  const first = withTop && choice.text === '' && choice.trail.length === 0 && (
    <Combobox.Option value={top.id}>
      <bdi>{top.name}</bdi>
    </Combobox.Option>
  )
  useFindings(combobox, choice, submit)
  return (
    <Combobox
      store={combobox}
      position="bottom-start"
      onOptionSubmit={(id) => (id === top.id ? take(top) : submit(id))}
    >
      <Combobox.Target withExpandedAttribute>
        <TextInput
          placeholder={combobox.dropdownOpened ? t('places.search') : t('places.choose')}
          autoComplete="off"
          maxLength={100}
          rightSection={<IconSelector size={16} aria-hidden="true" />}
          rightSectionPointerEvents="none"
          {...rest}
          value={combobox.dropdownOpened ? choice.text : (value?.name ?? '')}
          onChange={(event) => {
            choice.type(event.currentTarget.value)
            combobox.openDropdown()
          }}
          onKeyDown={(event) => combobox.dropdownOpened && choice.keyDown(event, markedIn(combobox))}
          onClick={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <OrganizationOptions choice={choice} label={rest.label} levelWord={levelWord} first={first} />
      </Combobox.Dropdown>
    </Combobox>
  )
}

/** What taking an option means: the next page, the organization, or, where it may not be taken, a step into it. */
export function useSubmit(choice: OrganizationChoice, take: (chosen: OrganizationRef) => void) {
  return (value: string) => {
    if (value === moreOption) return choice.pages.more()
    const row = choice.pages.rows?.find(({ id }) => id === value)
    if (!row) return
    if (choice.mayTake(row)) take({ id: row.id, name: row.name, level: row.level })
    else choice.step(row)
  }
}

/**
 * Enter takes the first finding; what a further page adds leaves the mark where it is. Whoever pressed it ahead of the
 * answer has not seen which one is first: then it takes the only one.
 */
export function useFindings(
  { selectFirstOption, resetSelectedOption }: ComboboxStore,
  { pages, pending, entered }: OrganizationChoice,
  submit: (value: string) => void,
) {
  const first = pending ? undefined : pages.rows?.[0]?.id
  const only = entered && pages.rows?.length === 1 ? first : undefined
  useEffect(() => {
    if (first) selectFirstOption()
    else resetSelectedOption()
  }, [first, selectFirstOption, resetSelectedOption])
  const take = useEffectEvent(submit)
  useEffect(() => {
    if (only) take(only)
  }, [only])
}

/** The organization that the keyboard is at. */
export const markedIn = ({ listId }: ComboboxStore) =>
  document.querySelector(`#${CSS.escape(listId ?? '')} [data-combobox-selected]`)?.getAttribute('value') ?? null
