const items = (within: ParentNode) => [...within.querySelectorAll<HTMLElement>('[role="treeitem"]')]

/** Where an arrow key leads from a node of a tree: what is not drawn is not open, so the order on the page is the order. */
export function neighbour(item: HTMLElement, key: string): HTMLElement | undefined {
  const tree = item.closest('[role="tree"]')
  const all = tree ? items(tree) : []
  const at = all.indexOf(item)
  if (key === 'ArrowDown') return all[at + 1]
  if (key === 'ArrowUp') return all[at - 1]
  if (key === 'Home') return all[0]
  if (key === 'End') return all.at(-1)
  if (key === 'ArrowRight') return items(item)[0]
  if (key === 'ArrowLeft') return item.parentElement?.closest<HTMLElement>('[role="treeitem"]') ?? undefined
  // A letter: the next one whose name begins with it.
  if (key.length !== 1 || key === ' ') return undefined
  const begins = (it: HTMLElement) => it.dataset['name']?.toLocaleLowerCase().startsWith(key.toLocaleLowerCase())
  return [...all.slice(at + 1), ...all.slice(0, at)].find(begins)
}
