/**
 * Mutants that change nothing anybody could see, each with the reason. The run fails when one of them is noticed after all,
 * or is met no more.
 */
import type { Equivalents } from './report.ts'

export const equivalents: Equivalents = {}
