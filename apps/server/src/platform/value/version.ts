import { grant, refuseCommon, type Ruling } from '../refusal.ts'

/** If-Match is obeyed where it is sent: somebody else's change in between is never overwritten unseen. */
export const versionIs = (expected: number | null, actual: number): Ruling =>
  expected === null || expected === actual ? grant(undefined) : refuseCommon('version_differs')
