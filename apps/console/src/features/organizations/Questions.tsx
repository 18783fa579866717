import { DeleteDialog, RestoreDialog } from './DeleteDialog.tsx'
import { EditDialog } from './EditDialog.tsx'
import { MoveDialog } from './MoveDialog.tsx'
import type { Subject } from './queries.ts'
import { ResumeDialog, SuspendDialog } from './SuspendDialog.tsx'
import { TierDialog } from './TierDialog.tsx'

export interface Question {
  about: keyof typeof dialogs
  subject: Subject
  /** May be told how many it concerns. */
  counted: boolean
}
const dialogs = {
  edit: EditDialog,
  tier: TierDialog,
  move: MoveDialog,
  suspend: SuspendDialog,
  resume: ResumeDialog,
  remove: DeleteDialog,
  restore: RestoreDialog,
}

/** The dialog of whatever is about to be done to an organization. */
export function Questions({ question, onClose }: { question: Question | null; onClose: () => void }) {
  if (!question) return null
  const { about, ...rest } = question
  const Dialog = dialogs[about]
  return <Dialog key={`${about} ${rest.subject.id}`} {...rest} onClose={onClose} />
}
