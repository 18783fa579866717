export { ElsewhereNotice } from './ElsewhereNotice.tsx'
export { NoTenantPage } from './NoTenantPage.tsx'
export { host, hostQuery, ownHostQuery, useHost } from './queries.ts'
