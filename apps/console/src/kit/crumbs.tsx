import { Link } from '@tanstack/react-router'

type To = `/o/$organization/${'authentication' | 'federation' | 'settings' | 'policies' | 'roles' | 'sign-ins'}`

/** The same page of each organization above, top first. */
export const crumbsTo = (to: To, above: readonly { readonly id: string; readonly name: string }[], search?: object) =>
  above.map(({ id, name }) => (
    <Link key={id} to={to} params={{ organization: id }} {...(search && { search })}>
      <bdi>{name}</bdi>
    </Link>
  ))
