const levelOf = (item: Element) => Number(item.getAttribute('aria-level'))

/** Where a key leads from a node of a tree: what is not drawn is not open, so the order on the page is the order. */
export function neighbour(item: HTMLElement, key: string): HTMLElement | undefined {
  const all = [...(item.closest('[role="tree"]')?.querySelectorAll<HTMLElement>('[role="treeitem"]') ?? [])]
  const at = all.indexOf(item)
  const next = all[at + 1]
  if (key === 'ArrowDown') return next
  if (key === 'ArrowUp') return all[at - 1]
  if (key === 'Home') return all[0]
  if (key === 'End') return all.at(-1)
  if (key === 'ArrowRight') return next && levelOf(next) > levelOf(item) ? next : undefined
  if (key === 'ArrowLeft') return all.slice(0, at).findLast((it) => levelOf(it) < levelOf(item))
  // A letter: the next one whose name begins with it.
  if (key.length !== 1 || key === ' ') return undefined
  const begins = (it: HTMLElement) => it.dataset['name']?.toLocaleLowerCase().startsWith(key.toLocaleLowerCase())
  return [...all.slice(at + 1), ...all.slice(0, at)].find(begins)
}
