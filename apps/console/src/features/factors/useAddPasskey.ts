import { api } from '../../kit/api.ts'
import { useAct } from '../../kit/useAct.ts'
import { makePasskey } from '../passkeys/index.ts'

/** The browser makes it, the server keeps its public half. */
export const useAddPasskey = (onAdded: (recoveryCodes: string[] | null) => void) =>
  useAct(
    async ({ name }: { name: string }) => {
      const { options } = await api.factors.beginPasskey()
      return api.factors.addPasskey({ name, passkey: await makePasskey(options) })
    },
    { done: ({ recoveryCodes }) => onAdded(recoveryCodes) },
  )
