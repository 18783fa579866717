/** Lists in pages, as the API gives them: one at a time, or all of them. */
import { Option, type Command } from 'commander'
import { WrongUsage } from './failures.ts'
import type { Output } from './output.ts'

export interface PageOptions {
  readonly limit?: number
  readonly cursor?: string
  readonly all?: boolean
}
interface Page<T> {
  readonly items: T[]
  readonly next: string | null
}

export const count = (text: string): number => {
  if (!/^\d{1,6}$/.test(text) || Number(text) < 1) throw new WrongUsage(`"${text}" is no number of rows.`)
  return Number(text)
}
export const paged = (command: Command): Command =>
  command
    .addOption(new Option('--limit <rows>', 'rows of a page, at most 200').argParser(count))
    .option('--cursor <cursor>', 'the page after, as the page before named it')
    .addOption(new Option('--all', 'every page').conflicts('cursor'))

/** `page` asks for one page; with --all it is asked until there is none after. */
export async function pages<T>(
  output: Output,
  { limit, cursor, all = false }: PageOptions,
  page: (asked: { limit?: number; cursor?: string }) => Promise<Page<T>>,
): Promise<Page<T>> {
  if (!all) return page({ ...(limit ? { limit } : {}), ...(cursor ? { cursor } : {}) })
  return output.working('Reading', async (say) => {
    const items: T[] = []
    for (let next: string | null | undefined; next !== null; ) {
      const one: Page<T> = await page({ limit: limit ?? 200, ...(next ? { cursor: next } : {}) })
      items.push(...one.items)
      say(`Reading (${items.length})`)
      next = one.next
    }
    return { items, next: null }
  })
}
