export { organizationQuery, useMay, useOrganization } from './queries.ts'
export { tenantsSearch } from './search.ts'
