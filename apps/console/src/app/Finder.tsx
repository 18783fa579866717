import { Spotlight, createSpotlight } from '@mantine/spotlight'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import '@mantine/spotlight/styles.layer.css'
import { useFindings } from './useFindings.ts'

const [store, finder] = createSpotlight()

/** Finds a user, an organization, a page or an action from anywhere; Ctrl/Cmd-K. */
export function Finder({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('app')
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), 150)
  const { groups, busy } = useFindings(search)
  useEffect(() => finder.open(), [])
  /** Enter takes the first finding while none has been chosen with the arrows. */
  const takeFirst = (event: KeyboardEvent) => {
    const first = groups[0]?.findings[0]
    // The store counts an index even where fresh findings have replaced the chosen one; the page itself knows.
    const chosen = document.querySelector('[data-action][data-selected]')
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || chosen || !first) return
    finder.close()
    first.open()
  }
  return (
    <Spotlight.Root
      store={store}
      query={text}
      onQueryChange={setText}
      onSpotlightClose={onClose}
      clearQueryOnClose={false}
      shortcut={null}
      overlayProps={{ blur: 0, backgroundOpacity: 0.4 }}
      attributes={{ content: { 'aria-label': t('finder.open') } }}
      scrollable
      maxHeight={440}
    >
      <Spotlight.Search
        placeholder={t('finder.placeholder')}
        aria-label={t('finder.placeholder')}
        onKeyDown={takeFirst}
        leftSection={<IconSearch size={18} aria-hidden="true" />}
      />
      <Spotlight.ActionsList>
        {groups.map(({ title, findings }) => (
          <Spotlight.ActionsGroup key={title} label={title}>
            {findings.map((finding) => (
              <Spotlight.Action
                key={finding.key}
                label={finding.label}
                description={finding.hint}
                onClick={finding.open}
                leftSection={<finding.icon size={18} stroke={1.75} aria-hidden="true" />}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {groups.length === 0 && !busy && <Spotlight.Empty>{t('finder.none')}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}
