export interface SettingsSearch {
  /** The setting that is being changed. */
  change?: string
  /** The setting whose history is open. */
  past?: string
}

export const settingsSearch = ({ change, past }: Record<string, unknown>): SettingsSearch => ({
  ...(typeof change === 'string' ? { change } : {}),
  ...(typeof past === 'string' ? { past } : {}),
})
