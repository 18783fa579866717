import { Outlet } from '@tanstack/react-router'
import { NoTenantPage, useHost } from '../features/hosts/index.ts'

/** Every page, unless nobody has the address it was asked for at. */
export const Root = () => (useHost().kind === 'unknown' ? <NoTenantPage /> : <Outlet />)
