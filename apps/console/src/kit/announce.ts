const id = 'announcements'

/** Says something to screen readers without moving anybody's focus. */
export function announce(text: string) {
  const region = document.getElementById(id) ?? createRegion()
  region.textContent = ''
  // A change in a later task is noticed even when the same sentence is said twice.
  setTimeout(() => (region.textContent = text), 50)
  // Said once; what stays would be met again by whoever reads on past the page's end.
  setTimeout(() => region.textContent === text && (region.textContent = ''), 1500)
}

function createRegion() {
  const region = document.createElement('div')
  region.id = id
  region.setAttribute('role', 'status')
  region.setAttribute('aria-live', 'polite')
  region.className = 'announcements'
  document.body.append(region)
  return region
}
