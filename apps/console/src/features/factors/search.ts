import { isOwnPath } from '../sessions/index.ts'

/** Where a sign-in leads once its steps are taken: a path of this console. */
export const stepSearch = ({ next }: Record<string, unknown>): { next?: string } => (isOwnPath(next) ? { next } : {})
