export interface RolesSearch {
  /** A role of the organization's own is being made. */
  create?: true
  /** The key of the one that is being changed. */
  edit?: string
}

export const rolesSearch = ({ create, edit }: Record<string, unknown>): RolesSearch => ({
  ...(create === true ? { create } : {}),
  ...(typeof edit === 'string' && edit ? { edit } : {}),
})
