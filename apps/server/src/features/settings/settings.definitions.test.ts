/** BO11: what a blueprint may say of a setting, and the one check of values that API, console and blueprint share. */
import {
  definitionFaults,
  settingFault,
  settingSchema,
  type SettingDefinition,
  type ValueRules,
} from '@tenantry/contract'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { compileAnswerCheck } from '../../platform/http/validation.ts'
import { parseBlueprint } from '../../app.ts'

const values: readonly unknown[] = [
  true,
  null,
  0,
  3,
  3.5,
  -1,
  1e21,
  '',
  'a',
  'ab',
  'AB-12',
  'Grüße aus 東京',
  'two\nlines',
  'a\u202eb',
  'x'.repeat(300),
  '🦦'.repeat(200),
  'ada@example.com',
  'ada@example',
  'https://example.com/help?a=1#b',
  'http://example.com',
  'javascript:alert(1)',
  '#0F766e',
  '#12345',
  'EUR',
  'eur',
  'Europe/Berlin',
  'de-CH',
  [],
  ['a', 'b'],
  ['a', 'a'],
  ['a', 1],
  ['a', 'b', 'c', 'd'],
  {},
]
const rules: readonly ValueRules[] = [
  { type: 'boolean' },
  { type: 'integer', min: 1, max: 5 },
  { type: 'integer' },
  { type: 'number', min: -0.5, max: 4 },
  { type: 'string' },
  { type: 'string', form: 'area' },
  { type: 'string', pattern: '[A-Z]{2}-\\d+' },
  { type: 'string', maxLength: 2 },
  { type: 'enum', choices: [{ key: 'a' }, { key: 'EUR' }] },
  { type: 'email' },
  { type: 'url' },
  { type: 'list', maxItems: 3 },
  { type: 'list', pattern: '[a-b]' },
  { type: 'color' },
  { type: 'currency' },
  { type: 'timezone' },
  { type: 'locale' },
]

test.each(rules)('BO11: the check of $type and its JSON schema agree on every value: %j', (rule) => {
  const bySchema = compileAnswerCheck(settingSchema(rule))
  for (const value of values) {
    const fault = settingFault(rule, value)
    // What exists nowhere is beyond a schema.
    if (fault?.code !== 'format') expect([value, fault === null]).toEqual([value, bySchema(value)])
  }
})

test.each<[ValueRules, unknown[], unknown[]]>([
  [{ type: 'currency' }, ['EUR', 'CHF', 'JPY'], ['ABC', 'XXX', 'XDR', 'EURO']],
  [
    { type: 'timezone' },
    ['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/Argentina/Ushuaia'],
    ['EUROPE/BERLIN', 'Mars/Base', '+01:00'],
  ],
  [{ type: 'locale' }, ['de', 'de-CH', 'zh-Hant-TW'], ['DE', 'de_CH', 'qqq', 'x-private']],
])('BO11: what does not exist is no value: %j', (rule, right, wrong) => {
  for (const value of right) expect([value, settingFault(rule, value)]).toEqual([value, null])
  for (const value of wrong) expect([value, settingFault(rule, value)]).not.toEqual([value, null])
})

test('BO11: the worst pattern on the longest text costs no time worth telling, and a longer text is not tried at all', () => {
  const rule: ValueRules = { type: 'list', pattern: '.*.*.*x', maxItems: 200 }
  const start = performance.now()
  settingFault(
    rule,
    Array.from({ length: 200 }, (_, n) => `${String(n).padStart(3, '0')}${'a'.repeat(96)}`),
  )
  settingFault({ type: 'string', pattern: '.*.*.*x' }, 'a'.repeat(900_000))
  settingFault({ type: 'url' }, `https://${'a'.repeat(900_000)}`)
  expect(performance.now() - start).toBeLessThan(5_000)
})

const file = new URL('../../../../../blueprints/standard.yaml', import.meta.url)
const withLine = async (line: string) =>
  (await readFile(file, 'utf8')).replace(/^settings:\n/m, `settings:\n  - ${line}\n`)

test.each<[string, RegExp]>([
  ['{ key: a, type: nonsense, label: A }', /:\d+: settings\.0\.type: must be one of/],
  ['{ key: a, type: integer, label: A, min: 1, max: 5, default: 9 }', /settings\.0\.default: At most 5/],
  ['{ key: a, type: list, label: A, default: [x, x] }', /settings\.0\.default\.1: This entry stands here twice/],
  ['{ key: a, type: integer, label: A, min: 6, max: 5 }', /settings\.0\.min: is above max/],
  ['{ key: a, type: integer, label: A, min: 0.5 }', /settings\.0\.min: must be an integer/],
  ['{ key: a, type: boolean, label: A, max: 5 }', /settings\.0\.max: says nothing of type boolean/],
  ['{ key: a, type: boolean, label: A, form: radio }', /settings\.0\.form: must be one of switch, checkbox/],
  ['{ key: a, type: enum, label: A }', /settings\.0\.choices: an enum needs choices/],
  [
    '{ key: a, type: enum, label: A, choices: [{ key: x, label: X }, { key: x, label: Y }] }',
    /choices\.1\.key: choice "x" stands twice/,
  ],
  ['{ key: a, type: string, label: A, pattern: "(a+)+" }', /settings\.0\.pattern: no groups/],
  ['{ key: a, type: string, label: A, pattern: "a+", maxLength: 500 }', /settings\.0\.maxLength: with a pattern 100/],
  ['{ key: time_zone, type: boolean, label: A }', /settings\.1\.key: setting "time_zone" stands twice/],
  ['{ key: lockout, type: boolean, label: A }', /settings\.0\.key: "lockout" is a policy of Tenantry itself/],
  ['{ key: a, type: boolean, label: A, levels: [moon] }', /settings\.0\.levels\.0: level "moon" does not exist/],
  [
    '{ key: a, type: boolean, label: A, permission: moon.fly }',
    /settings\.0\.permission: permission "moon\.fly" does not exist/,
  ],
  ['{ key: a, type: currency, label: A, default: XXX }', /settings\.0\.default: There is no such currency/],
  ['{ key: a, type: boolean, label: A, colour: red }', /settings\.0\.colour: this key is not known here/],
  ['{ key: A, type: boolean, label: A }', /settings\.0\.key: must match/],
  ['{ key: a, type: boolean }', /settings\.0: "label" is missing/],
])('BO11: a wrong definition is told with its line, its path and the reason: %s', async (line, told) => {
  const text = await withLine(line)
  expect(() => parseBlueprint(text, 'mine.yaml')).toThrow(told)
  const at = text.split('\n').findIndex((it) => it.includes(line)) + 1
  const said = told.source.includes('settings\\.1') ? /^mine\.yaml:\d+:/ : new RegExp(`^mine\\.yaml:${at}:`)
  expect(() => parseBlueprint(text, 'mine.yaml')).toThrow(said)
})

test('BO11: labels may be said per language, and every definition that comes with the product is right', async () => {
  const { settings = [] } = parseBlueprint(
    await withLine('{ key: a, type: boolean, label: { en: Yes or no, de: Ja oder nein }, default: true }'),
    'mine.yaml',
  )
  expect(settings[0]?.label).toEqual({ en: 'Yes or no', de: 'Ja oder nein' })
  for (const name of ['backoffice', 'standard', 'automation']) {
    const path = new URL(`${name}.yaml`, file)
    const all: readonly SettingDefinition[] = parseBlueprint(await readFile(path, 'utf8'), name).settings ?? []
    expect(all.length).toBeGreaterThan(0)
    expect(all.flatMap(definitionFaults)).toEqual([])
  }
})
