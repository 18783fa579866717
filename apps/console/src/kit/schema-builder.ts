/**
 * Builds the contract's schemas in the browser, in place of typebox (vite.config.ts): the console reads addresses,
 * lengths and patterns from them and validates nothing, for which typebox's 17 kB compressed are too many. The keywords
 * it reads are the same; a builder that the contract starts to use and that is missing here stops the console at once.
 */
type Schema = Readonly<Record<string, unknown>>
type Options = Readonly<Record<string, unknown>>

const optional = Symbol('optional')
const isOptional = (schema: Schema) => Object.hasOwn(schema, optional)
const requiredOf = (properties: Readonly<Record<string, Schema>>) =>
  Object.keys(properties).filter((name) => !isOptional(properties[name] ?? {}))

const builders = {
  String: (options?: Options) => ({ type: 'string', ...options }),
  Integer: (options?: Options) => ({ type: 'integer', ...options }),
  Number: (options?: Options) => ({ type: 'number', ...options }),
  Boolean: (options?: Options) => ({ type: 'boolean', ...options }),
  Null: () => ({ type: 'null' }),
  Unknown: () => ({}),
  Enum: (values: readonly unknown[], options?: Options) => ({ enum: values, ...options }),
  Array: (items: Schema, options?: Options) => ({ type: 'array', items, ...options }),
  Union: (anyOf: readonly Schema[], options?: Options) => ({ anyOf, ...options }),
  Record: (_: Schema, additionalProperties: Schema) => ({ type: 'object', additionalProperties }),
  Object: (properties: Readonly<Record<string, Schema>>, options?: Options) => ({
    type: 'object',
    properties,
    required: requiredOf(properties),
    ...options,
  }),
  Partial: ({ required: _, ...schema }: Schema, options?: Options) => ({ ...schema, ...options }),
  Optional: (schema: Schema, options?: Options) => ({ ...schema, ...options, [optional]: true }),
}
export default builders
