// Runs before the first paint, so that a dark screen never flashes white. A file of its own: the policy forbids inline scripts.
;(function () {
  var chosen = null
  try {
    chosen = localStorage.getItem('mantine-color-scheme-value')
  } catch (error) {
    chosen = null // storage can be forbidden; the system's preference then decides
  }
  var dark = matchMedia('(prefers-color-scheme: dark)').matches
  var scheme = chosen === 'light' || chosen === 'dark' ? chosen : dark ? 'dark' : 'light'
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme)
})()
