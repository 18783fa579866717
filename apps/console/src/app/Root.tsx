import { Outlet } from '@tanstack/react-router'
import { useLayoutEffect } from 'react'
import { NoTenantPage, useHost } from '../features/hosts/index.ts'
import { useInstallation } from '../features/installation/index.ts'
import { nameTabs } from '../kit/useTitle.ts'

/** Every page, unless nobody has the address it was asked for at. */
export function Root() {
  const { product } = useInstallation()
  // Before the effect of the page inside, which names the tab.
  useLayoutEffect(() => nameTabs(product), [product])
  return useHost().kind === 'unknown' ? <NoTenantPage /> : <Outlet />
}
