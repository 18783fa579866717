export { useInvitationCount } from './queries.ts'
export { invitesSearch } from './search.ts'
