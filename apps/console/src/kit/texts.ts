/** The same keys as the English catalogue, in another language: a missing or a surplus key does not compile. */
export type Translated<T> = { readonly [K in keyof T]: T[K] extends string ? string : Translated<T[K]> }

/** Catalogue keys hold no dots (a dot is a step down), so `users.read` is filed as `users_read`. */
export type KeyOf<S extends string> = S extends `${infer A}.${infer B}` ? `${A}_${KeyOf<B>}` : S
export const keyOf = <S extends string>(name: S) => name.replaceAll('.', '_') as KeyOf<S>
