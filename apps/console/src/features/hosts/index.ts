export { ElsewhereNotice } from './ElsewhereNotice.tsx'
export { NoTenantPage } from './NoTenantPage.tsx'
export { hostQuery, ownHostQuery, useHost } from './queries.ts'
