import { contract, commonRefusals, type RouteSpec } from '@tenantry/contract'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { consoleCode, productTests, unmet, unused } from './words.ts'

const root = join(import.meta.dirname, '..')
const routes: RouteSpec[] = Object.values(contract).flatMap((feature: Record<string, RouteSpec>) =>
  Object.values(feature),
)
/** Refused at doors that no route has until its feature comes: a proof that is `fresh`, a step with a route of its own. */
const doors: Readonly<Record<string, (route: RouteSpec) => boolean>> = {
  proof_required: ({ fresh }) => fresh === true,
  second_factor_required: ({ during = [] }) => during.length === 1 && during[0] === 'second_factor',
  factor_enrolment_required: ({ during = [] }) => during.length === 1 && during[0] === 'enrol_factor',
}

test('every refusal of the contract is met by a test', () => {
  const codes = new Set([...Object.keys(commonRefusals), ...routes.flatMap(({ refuses }) => Object.keys(refuses))])
  const reachable = [...codes].filter((code) => routes.some(doors[code] ?? (() => true)))
  expect(unmet(reachable, productTests(root))).toEqual([])
})

test('every text of the console is shown somewhere', async () => {
  const file = '../apps/console/src/app/catalogue.en.ts' // of another project: read, not compiled along
  const { catalogue } = (await import(file)) as { catalogue: Record<string, Parameters<typeof unused>[1]> }
  const code = consoleCode(root)
  const all = Object.entries(catalogue).flatMap(([name, texts]) =>
    unused(name, texts, code(name, name === 'mail' ? 'mails' : name)).map((it) => `${name}:${it}`),
  )
  expect(all).toEqual([])
})

test('a code counts as met where a test names it, not where a word contains it', () => {
  expect(
    unmet(['role_own', 'role_unknown', 'code_taken'], `toBe('role_own')\ncode_taken: 409 'some role_unknown text'`),
  ).toEqual(['role_unknown'])
})

test('a text counts as shown by its key, with its namespace, as a plural, or by a template', () => {
  const texts = {
    title: 'a',
    far: 'b',
    count_one: 'c',
    count_other: 'd',
    status: { active: 'e' },
    alone: 'f',
    deep: { one: 'g' },
  }
  const code = "t('title') t('users:far') t('count') t(`status.${word}`) `${first}${last}` t(`deep.${x}.y`)"
  expect(unused('users', texts, code)).toEqual(['alone', 'deep.one'])
})
