import { CloseButton, TextInput } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

interface Props {
  label: string
  value: string
  onSearch: (text: string) => void
}

/** Searches while one types; "/" jumps here. Waits 150 ms, so that a word is one request and not five. */
export function SearchField({ label, value, onSearch }: Props) {
  const { t } = useTranslation('kit')
  const [text, setText] = useState(value)
  const input = useRef<HTMLInputElement>(null)
  const told = useRef(value)
  const tell = useEffectEvent(() => onSearch((told.current = text.trim())))
  useEffect(() => {
    // The address changed from outside (back, "clear all"): follow it, but never overwrite what is being typed.
    if (value !== told.current) setText((told.current = value))
  }, [value])
  useEffect(() => {
    if (text.trim() === told.current) return
    const timer = setTimeout(tell, 150)
    return () => clearTimeout(timer)
  }, [text])
  useHotkeys([['/', () => input.current?.focus()]])
  return (
    <TextInput
      ref={input}
      type="search"
      aria-label={label}
      placeholder={label}
      maxLength={100}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      leftSection={<IconSearch size={16} aria-hidden="true" />}
      rightSection={text && <CloseButton size="sm" aria-label={t('table.clearSearch')} onClick={() => setText('')} />}
    />
  )
}
