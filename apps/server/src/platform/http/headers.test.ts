import helmet from '@fastify/helmet'
import fastify from 'fastify'
import { expect, test } from 'vitest'
import { securityHeaders } from './headers.ts'

test('our answers carry every header that helmet sets, and its values but for the policy', async () => {
  const http = fastify()
  await http.register(helmet, { frameguard: { action: 'deny' } })
  http.get('/', async () => '')
  const { headers } = await http.inject('/')
  const theirs = Object.entries(headers).filter(([name]) =>
    /^(content-security|cross-origin|origin|referrer|x-|strict)/.test(name),
  )
  const ours = securityHeaders(true)
  expect(Object.keys(ours).sort()).toEqual(theirs.map(([name]) => name).sort())
  for (const [name, value] of theirs)
    if (name !== 'content-security-policy') expect([name, ours[name]]).toEqual([name, value])
  await http.close()
})

test('plain HTTP on loopback does not promise HTTPS', () => {
  expect(securityHeaders(false)).not.toHaveProperty('strict-transport-security')
})
