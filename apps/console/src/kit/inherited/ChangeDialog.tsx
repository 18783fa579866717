import { Button, Group, Modal, Stack, Switch, Text, TextInput } from '@mantine/core'
import type { FieldProblem, Inherited } from '@tenantry/contract'
import { ApiError } from '@tenantry/sdk'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { given } from '../fields.ts'
import { LeaveGuard } from '../LeaveGuard.tsx'
import { Refusal } from '../Refusal.tsx'
import { toast } from '../toast.tsx'
import { useAct } from '../useAct.ts'
import type { Errors, Words } from './words.ts'

interface Because {
  reason?: string
}
interface Options {
  version: number
  idempotencyKey: string
}
interface Props<T extends Inherited> {
  it: T
  words: Words
  note?: string
  /** Something lies below, and it can be locked for that. */
  lockable: boolean
  renderField: (value: unknown, errors: Errors, onChange: (value: unknown) => void) => ReactNode
  /** What can be said of a value without asking the server. */
  check?: (value: unknown) => FieldProblem[]
  /** The refusal that tells what is wrong with a value, and its words. */
  wrong: string
  sentence: (problem: FieldProblem) => string
  set: (wanted: { value: unknown; locked: boolean } & Because, options: Options) => Promise<T>
  reset: (why: Because, options: Options) => Promise<T>
  onChanged: (now: T) => void
  onRefused: () => void
  onClose: () => void
}
interface Wanted {
  value: unknown
  locked: boolean
  reason: string
}

/** Sets one policy or setting here, or takes back what is set. */
export function ChangeDialog<T extends Inherited>(props: Props<T>) {
  const { it, words, note, lockable, renderField, check, wrong, sentence, onClose } = props
  const { t } = useTranslation('inherited')
  const { t: k } = useTranslation('kit')
  const [before] = useState<Wanted>({ value: it.value, locked: it.own?.locked ?? false, reason: '' })
  const [wanted, setWanted] = useState(before)
  const [found, setFound] = useState<readonly FieldProblem[]>([])
  const { version } = it
  const because = ({ reason }: Wanted): Because => {
    const why = given(reason)
    return why ? { reason: why } : {}
  }
  const follow = (said: 'saved' | 'resetDone') => ({
    done: (now: T) => {
      props.onChanged(now)
      toast({ text: t(said, { what: words.name, value: words.value(now.value) }) })
      onClose()
    },
    refused: props.onRefused,
  })
  const save = useAct(
    (it: Wanted, intent) => props.set({ value: it.value, locked: it.locked, ...because(it) }, { ...intent, version }),
    follow('saved'),
  )
  const reset = useAct((it: Wanted, intent) => props.reset(because(it), { ...intent, version }), follow('resetDone'))
  const told = save.error instanceof ApiError && save.error.code === wrong ? (save.error.problem.fields ?? []) : found
  const errors = Object.fromEntries(told.map((one) => [one.path.replace(/^body\.value\.?/, ''), sentence(one)]))
  const failure = told.length ? null : (save.error ?? reset.error)
  const dirty = JSON.stringify(wanted) !== JSON.stringify(before)
  // To set here what is inherited is a change, too.
  const savable = dirty || !it.own
  const change = (part: Partial<Wanted>) => setWanted((all) => ({ ...all, ...part }))
  return (
    <Modal opened onClose={onClose} title={words.name} size={520} closeButtonProps={{ 'aria-label': k('close') }}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          const problems = check?.(wanted.value) ?? []
          setFound(problems)
          save.reset()
          if (!problems.length) save.mutate(wanted)
        }}
      >
        <Stack gap="md">
          {words.meaning && (
            <Text size="sm" c="dimmed">
              {words.meaning}
              {note && ` ${note}`}
            </Text>
          )}
          {renderField(wanted.value, errors, (value) => change({ value }))}
          {lockable && (
            <Switch
              label={t('form.lock')}
              description={t('form.lockHelp')}
              checked={wanted.locked}
              onChange={(event) => change({ locked: event.currentTarget.checked })}
            />
          )}
          <TextInput
            label={`${k('reason')} (${k('optional')})`}
            description={k('reasonHelp')}
            inputWrapperOrder={['label', 'input', 'description']}
            maxLength={500}
            value={wanted.reason}
            onChange={(event) => change({ reason: event.currentTarget.value })}
          />
          <Text size="sm" c="dimmed">
            {t('form.inherits', { value: words.value(it.inherited) })}
          </Text>
          {failure && <Refusal error={failure} change />}
          <Group justify="space-between" gap="sm">
            {it.own ? (
              <Button variant="default" loading={reset.isPending} onClick={() => reset.mutate(wanted)}>
                {t('form.reset')}
              </Button>
            ) : (
              <span />
            )}
            <Group gap="sm">
              <Button variant="default" onClick={onClose}>
                {k('cancel')}
              </Button>
              <Button type="submit" disabled={!savable} loading={save.isPending}>
                {k('save')}
              </Button>
            </Group>
          </Group>
        </Stack>
        <LeaveGuard dirty={dirty && save.isIdle && reset.isIdle} />
      </form>
    </Modal>
  )
}
