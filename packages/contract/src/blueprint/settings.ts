/** Settings of the product: each a few lines, and it stands in API, console, validation and inheritance. */
import Type, { type Static } from 'typebox'
import { SettingType, settingTypes } from '../setting-types.ts'
import { patternLength } from '../policy-pattern.ts'
import { SettingKey, Strict } from '../values.ts'
import { Key, Label, PermissionKey, Sentence } from './values.ts'

/** One text for every language, or one per language. */
const words = (text: typeof Label, description: string) =>
  Type.Union([text, Strict({ en: text, de: Type.Optional(text) })], { description })
const Choice = Strict({
  key: Type.String({ minLength: 1, maxLength: 60, pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]*$' }),
  label: words(Label, 'A text, or `{ en, de }`.'),
})
const parts = {
  min: Type.Optional(Type.Number()),
  max: Type.Optional(Type.Number()),
  unit: Type.Optional(words(Type.String({ minLength: 1, maxLength: 20 }), 'Shown behind the number: days, %.')),
  maxLength: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 5_000, description: 'In characters; 200 unless said, 2000 of an area.' }),
  ),
  pattern: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: patternLength,
      description: 'The whole text must match. No groups, no backreferences, three varying repetitions at most.',
    }),
  ),
  choices: Type.Optional(Type.Array(Choice, { minItems: 1, maxItems: 100 })),
  maxItems: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: '50 unless said.' })),
}
const common = {
  label: words(Label, 'A text, or `{ en, de }`.'),
  description: Type.Optional(words(Sentence, 'Shown below the label; say here what form a text has.')),
  group: Type.Optional(words(Label, 'The heading it stands under.')),
  default: Type.Optional(Type.Unknown({ description: 'What holds where nobody set a value; without: nothing.' })),
  levels: Type.Optional(
    Type.Array(Key, {
      minItems: 1,
      maxItems: 6,
      uniqueItems: true,
      description: 'Levels of organizations at which it can be set; all unless said. Everything below inherits.',
    }),
  ),
  permission: Type.Optional({
    ...PermissionKey,
    description: 'One more that is needed to set it, beside organizations.update.',
  }),
  lockable: Type.Optional(
    Type.Boolean({ description: 'False: no organization can keep those below from a value of their own.' }),
  ),
}
const form = (forms: string[]) => Type.Optional(Type.Enum(forms, { description: 'How it is asked for.' }))

export const SettingDefinition = Strict({
  key: SettingKey,
  type: SettingType,
  ...common,
  ...parts,
  form: form(Object.values(settingTypes).flatMap((it) => [...it.forms])),
})
export type SettingDefinition = Static<typeof SettingDefinition>

const all = {
  maxItems: 100,
  description: 'Settings of organizations: `- { key: support.email, type: email, label: Support e-mail }`.',
}
export const blueprintSettings = Type.Optional(Type.Array(SettingDefinition, all))

/** For editors: each type with its own words only. */
export const SettingsOfBlueprint = Type.Array(
  Type.Union(
    SettingType.enum.map((type) => {
      const { says, forms }: { says: readonly string[]; forms: readonly string[] } = settingTypes[type]
      const own = Object.fromEntries(Object.entries(parts).filter(([name]) => says.includes(name)))
      return Strict({
        key: SettingKey,
        type: Type.Enum([type]),
        ...common,
        ...own,
        ...(forms.length && { form: form([...forms]) }),
      })
    }),
  ),
  all,
)
