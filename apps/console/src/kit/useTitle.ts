import { useEffect } from 'react'
import { announce } from './announce.ts'

let product = 'Tenantry'
/** What every tab's name ends with. */
export const nameTabs = (name: string) => void (product = name)

/** Names the browser tab, and says the new page's name to screen readers, which do not notice a page that only changed. */
export function useTitle(title: string) {
  useEffect(() => {
    if (!title) return
    document.title = `${title} · ${product}`
    announce(title)
  }, [title])
}
