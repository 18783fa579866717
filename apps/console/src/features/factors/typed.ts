/** Apps and people write codes in groups, with gaps that do not belong to them. */
const withoutGaps = (typed: string) => typed.replace(/\s/g, '')
/** With room for a gap, so that the browser does not cut a pasted code. */
export const codeRoom = 12
export const codeOf = (typed: string) => withoutGaps(typed).slice(0, 6)
export const recoveryCodeOf = withoutGaps
