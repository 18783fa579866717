/** Of what is set, inherited and locked: policies and settings. */
export const en = {
  source: {
    set: 'Set here',
    setLocked: 'Set here and locked below',
    inherited: 'Inherited from {{place}}',
    locked: 'Locked by {{place}}',
    blueprint: 'From the blueprint',
    blueprintLocked: 'Locked by the blueprint',
    default: 'Default',
    above: 'an organization above',
  },
  overruled: 'Set here as {{value}}, which holds again once the lock is gone.',
  changedBy: 'by {{name}}',
  change: 'Change',
  changeOf: 'Change {{what}}',
  history: 'History',
  historyOf: 'History of {{what}}',
  form: {
    lock: 'Lock for everything below',
    lockHelp: 'No organization below can then set another value; what is set there is overruled.',
    inherits: 'Without a value of its own: {{value}}',
    reset: 'Reset to inherited',
  },
  saved: '{{what}}: {{value}}',
  resetDone: '{{what}} is inherited again: {{value}}',
  past: {
    empty: 'Nothing was ever set here.',
    set: '{{name}} set {{value}}',
    setLocked: '{{name}} set and locked {{value}}',
    reset: '{{name}} reset it to inherited',
    before: 'Before: {{value}}',
    beforeInherited: 'Before: inherited',
    restore: 'Restore',
    restoreOf: 'Restore {{value}}',
  },
} as const

declare module 'i18next' {
  interface ResourceNamespaceMap {
    inherited: typeof en
  }
}
