export { createClient, type CallOptions, type Client, type ClientOptions } from './client.ts'
export { ApiError, NoAnswer } from './errors.ts'
export { createGuard, GuardStale, type Guard, type GuardOptions } from './guard.ts'
