export { organizationQuery, useMay, useOrganization, useTop } from './queries.ts'
export { organizationsSearch } from './search.ts'
export { StoppedNotice } from './StoppedNotice.tsx'
export { useBelowWord } from './useBelowWord.ts'
