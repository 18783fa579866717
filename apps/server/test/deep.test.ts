/** The proofs in deep.yaml's tree are about whoever may do everything: a permission that its administrators lack goes unproven. */
import { readFileSync } from 'node:fs'
import { permissions } from '@tenantry/contract'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

interface Deep {
  readonly roles: readonly { readonly administrator?: boolean; readonly permissions: readonly string[] }[]
}

test('the administrators of deep.yaml hold every permission there is', () => {
  const { roles } = parse(readFileSync(new URL('deep.yaml', import.meta.url), 'utf8')) as Deep
  const held = roles.filter((it) => it.administrator).map((it) => it.permissions.toSorted())
  expect(held).toEqual([Object.keys(permissions).toSorted()])
})
