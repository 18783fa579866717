/** What is said about one policy. */
import Type, { type Static, type TSchema } from 'typebox'

export type PolicyGroup = 'users' | 'invitations' | 'sign_in' | 'sessions' | 'organizations' | 'retention' | 'words'
/** `above`: not at the lowest level of the tree. `blueprint`: in the blueprint alone. */
export type PolicyReach = 'anywhere' | 'above' | 'blueprint'
export interface PolicyFault {
  /** Below the value: `max`; empty for the value itself. */
  readonly path: string
  readonly message: string
}
export interface PolicySpec<S extends TSchema> {
  readonly group: PolicyGroup
  readonly value: S
  readonly default: Static<S>
  readonly meaning: string
  readonly settable?: PolicyReach
  /** A blueprint cannot set it: what it asks for must be there first. */
  readonly preset?: 'refused'
  readonly obeyed?: true
  /** Forms need to know it beforehand: told to whoever acts in the organization, not only to those who read policies. */
  readonly forForms?: true
  /** What the type cannot say. */
  readonly fault?: (value: Static<S>) => PolicyFault | null
}
export const policy = <S extends TSchema>(spec: PolicySpec<S>) => spec
export const word = <const W extends string[]>(...words: [...W]) => Type.Enum<W>(words)
