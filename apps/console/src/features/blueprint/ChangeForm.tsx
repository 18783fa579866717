import { Button, FileButton, Group, Stack, Text, Textarea } from '@mantine/core'
import type { BlueprintFault, BlueprintPlan } from '@tenantry/contract'
import { useQueryClient } from '@tanstack/react-query'
import { IconUpload } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { ConfirmDialog } from '../../kit/ConfirmDialog.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { Section } from '../../kit/Section.tsx'
import { toast } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import classes from './Blueprint.module.css'
import { Faults } from './Faults.tsx'
import { PlanView } from './PlanView.tsx'

const mostCharacters = 100_000

interface Props {
  organization: string
  /** The text in force, to begin with. */
  current: string | undefined
  mayApply: boolean
}

/** From a file or pasted: what is wrong in it, then what it would change, then the change itself. */
export function ChangeForm({ organization, current, mayApply }: Props) {
  const { t } = useTranslation('blueprint')
  const queries = useQueryClient()
  const area = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState('')
  const [tooLarge, setTooLarge] = useState(false)
  const [faults, setFaults] = useState<readonly BlueprintFault[]>([])
  const [plan, setPlan] = useState<BlueprintPlan | null>(null)
  const [asking, setAsking] = useState(false)
  const write = (written: string) => {
    setTooLarge(written.length > mostCharacters)
    setText(written)
    setFaults([])
    setPlan(null)
  }
  /** The button is gone then; whoever pressed it goes on in the text. */
  const begin = (written: string) => {
    write(written)
    area.current?.focus()
    area.current?.setSelectionRange(0, 0)
  }
  const planning = useAct(
    async (asked: string, intent) => {
      const checked = await api.blueprint.check({ organization, text: asked }, intent)
      const planned = checked.faults.length ? null : await api.blueprint.plan({ organization, text: asked })
      return { faults: checked.faults, planned }
    },
    {
      done: ({ faults: found, planned }) => {
        setFaults(found)
        setPlan(planned)
      },
    },
  )
  const applying = useAct(
    ({ base }: { base: string | null }, intent) =>
      api.blueprint.apply({ organization, text, ...(base === null ? {} : { base }) }, intent),
    {
      done: ({ name }) => {
        setAsking(false)
        write('')
        toast({ text: t('done', { name }) })
        void queries.invalidateQueries()
      },
    },
  )
  const openLine = (line: number) => {
    const lines = text.split('\n')
    const from = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0)
    area.current?.focus()
    area.current?.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0))
  }
  const canApply = mayApply && plan && plan.digest !== plan.base && plan.obstacles.length === 0
  return (
    <Section title={t('change')} hint={t('changeHint')}>
      <Stack gap="md">
        <Textarea
          ref={area}
          label={t('text')}
          className={classes['text'] ?? ''}
          rows={14}
          spellCheck={false}
          value={text}
          error={tooLarge && t('tooLarge')}
          onChange={(event) => write(event.currentTarget.value)}
        />
        <Group gap="sm">
          <FileButton accept=".yaml,.yml,text/yaml,application/yaml" onChange={(file) => void file?.text().then(write)}>
            {(props) => (
              <Button {...props} variant="default" leftSection={<IconUpload size={16} aria-hidden="true" />}>
                {t('file')}
              </Button>
            )}
          </FileButton>
          {current !== undefined && text === '' && (
            <Button variant="default" onClick={() => begin(current)}>
              {t('current')}
            </Button>
          )}
          <Button
            onClick={() => planning.mutate(text)}
            loading={planning.isPending}
            disabled={text.trim() === '' || tooLarge}
          >
            {t('plan')}
          </Button>
        </Group>
        {planning.error && <Refusal error={planning.error} />}
        <div aria-live="polite">
          {faults.length > 0 && <Faults faults={faults} onOpen={openLine} />}
          {plan && (
            <Section title={t('planned')}>
              <PlanView plan={plan} />
            </Section>
          )}
        </div>
        {canApply && (
          <Group>
            <Button onClick={() => setAsking(true)}>{t('apply')}</Button>
          </Group>
        )}
        <ConfirmDialog
          opened={asking && plan !== null}
          title={t('applyTitle')}
          verb={t('applyVerb', { name: plan?.name ?? '' })}
          busy={applying.isPending}
          error={applying.error}
          onConfirm={() => plan && applying.mutate({ base: plan.base })}
          onClose={() => setAsking(false)}
        >
          <Text>{t('applyText', { count: plan?.changes.length ?? 0 })}</Text>
        </ConfirmDialog>
      </Stack>
    </Section>
  )
}
