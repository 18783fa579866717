import { expect, test } from 'vitest'
import { createLogger } from '../log/logger.ts'
import { refuseCommon, Refusal } from '../refusal.ts'
import { createHttp } from './server.ts'

const refused = async (checkAnswers: boolean, code: string, status: number) => {
  const log = createLogger('silent')
  const http = await createHttp({ log, ownOrigins: new Set(), https: false, trustedProxies: [], checkAnswers })
  http.get('/', { config: { refuses: { user_own: 409 } } }, () => {
    throw new Refusal({ ...refuseCommon('internal'), code, status })
  })
  return (await http.inject('/')).statusCode
}

test('a route that refuses with what its contract does not list is a bug, which the test servers tell', async () => {
  expect(await refused(true, 'user_own', 409)).toBe(409)
  expect(await refused(true, 'unavailable', 503)).toBe(503)
  expect(await refused(true, 'user_unknown', 404)).toBe(500)
  expect(await refused(true, 'user_own', 403)).toBe(500)
})

test('to people who meet such a bug the refusal is still the better answer', async () => {
  expect(await refused(false, 'user_unknown', 404)).toBe(404)
})
