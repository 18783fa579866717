import type { Connection } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { toast } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import { useRefresh } from './queries.ts'

const target = ({ organization, id: connection }: Connection) => ({ organization, connection })

export function useSwitch(done: () => void) {
  const { t } = useTranslation('federation')
  const refresh = useRefresh()
  return useAct(
    (it: Connection, intent) =>
      api.federation.switch({ ...target(it), active: !it.active }, { ...intent, version: it.version }),
    {
      done: ({ name, active }) => {
        toast({ text: t(active ? 'switchedOn' : 'switchedOff', { name }) })
        refresh()
        done()
      },
      refused: refresh,
    },
  )
}
export function useRemove(done: () => void) {
  const { t } = useTranslation('federation')
  const refresh = useRefresh()
  return useAct((it: Connection, intent) => api.federation.remove(target(it), intent), {
    done: (_, { name }) => {
      toast({ text: t('removed', { name }) })
      refresh()
      done()
    },
    refused: refresh,
  })
}
export const useTest = () => useAct((it: Connection, intent) => api.federation.test(target(it), intent))
