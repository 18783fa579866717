/** What organizations may be sold: features, and models with their limits and prices. */
import Type from 'typebox'
import { Strict } from '../values.ts'
import { Amount, Currency, Key, Label, only, Period, Sentence } from './values.ts'

export const features = Type.Optional(
  Type.Record(Key, Sentence, { ...only, description: 'What a tier can switch on, each in words.' }),
)

const Limit = Strict({
  unit: Key,
  period: Period,
  soft: Type.Optional(Type.Integer({ minimum: 0, maximum: 1e15, description: 'From here on there is a warning.' })),
  hard: Type.Integer({ minimum: 0, maximum: 1e15, description: 'What would go beyond is refused.' }),
})
const UnitPrice = Strict({
  unit: Key,
  per: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1e9, description: 'So many units cost `amount`; one unless said.' }),
  ),
  amount: Amount,
  currency: Currency,
})
export const BlueprintModel = Strict({
  key: Key,
  label: Label,
  limits: Type.Array(Limit, { maxItems: 20 }),
  prices: Type.Array(UnitPrice, { maxItems: 20 }),
})
export const BlueprintTier = Strict({
  key: Key,
  label: Label,
  description: Sentence,
  price: Type.Optional(Strict({ amount: Amount, currency: Currency, period: Period })),
  features: Type.Array(Key, {
    uniqueItems: true,
    maxItems: 100,
    description: 'What organizations of this tier may use.',
  }),
  models: Type.Optional(Type.Array(BlueprintModel, { maxItems: 50 })),
})
export const tiers = Type.Optional(
  Type.Array(BlueprintTier, { maxItems: 20, description: 'What organizations may be sold, smallest first.' }),
)
