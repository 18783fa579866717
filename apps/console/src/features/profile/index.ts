export { can, grantsAt, meQuery, useForget, useMe, useSignedIn } from './me.ts'
export { PasswordSection } from './PasswordSection.tsx'
export { DetailsSection } from './DetailsSection.tsx'
export { ChangeRequest } from './ChangeRequest.tsx'
