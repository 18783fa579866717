import { MantineProvider } from '@mantine/core'
import { ApiError, NoAnswer } from '@tenantry/sdk'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, Suspense, lazy } from 'react'
import { createRoot } from 'react-dom/client'
import { hostQuery } from '../features/hosts/index.ts'
import { installationQuery } from '../features/installation/index.ts'
import { createQueries } from '../kit/api.ts'
import { startTexts } from '../kit/i18n.ts'
import { theme, variables } from '../kit/theme.ts'
import '../kit/styles.css'
import { createConsoleRouter } from './router.tsx'
import { signedOut } from './signed-out.ts'

const queries = createQueries(() => signedOut(router, queries))
const router = createConsoleRouter(queries)

// All are needed by every page; asked for together rather than one after the other.
void queries.prefetchQuery(installationQuery)
void queries.prefetchQuery(hostQuery)
await startTexts({ en: () => import('./catalogue.en.ts'), de: () => import('./catalogue.de.ts') })

// Nobody needs them before they have done something.
const Proofs = lazy(() =>
  import('../features/factors/ProofDialog.tsx').then((module) => ({ default: module.ProofDialog })),
)
const Toasts = lazy(() => import('../kit/Toasts.tsx').then((module) => ({ default: module.Toasts })))

const root = document.getElementById('root')
if (!root) throw new Error('The page has no #root element.')
// A refusal is shown on the page; the browser's console is for faults of our own.
const onCaughtError = (error: unknown) => {
  if (!(error instanceof ApiError || error instanceof NoAnswer)) reportError(error)
}
createRoot(root, { onCaughtError }).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <Suspense>
          <Toasts />
          <Proofs />
        </Suspense>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
