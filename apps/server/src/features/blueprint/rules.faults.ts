/** Where in a blueprint something is wrong, and why. */
export type Path = (string | number)[]
export type Wrong = { readonly path: Path; readonly reason: string }
