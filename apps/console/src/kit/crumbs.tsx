import { Link } from '@tanstack/react-router'

type To = `/o/$organization/${'authentication' | 'federation' | 'settings' | 'policies'}`

interface Place {
  readonly id: string
  readonly name: string
}
/** The same page of each organization above, top first, and whose page this one is. */
export const crumbsTo = (to: To, here: Place & { readonly ancestors: readonly Place[] }, search?: object) => [
  ...here.ancestors.map(({ id, name }) => (
    <Link key={id} to={to} params={{ organization: id }} {...(search && { search })}>
      <bdi>{name}</bdi>
    </Link>
  )),
  <bdi key={here.id}>{here.name}</bdi>,
]
