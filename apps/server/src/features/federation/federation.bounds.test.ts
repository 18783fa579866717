/** How much an organization may have, and how often a connection is tried. */
import { expect, test } from 'vitest'
import { hasRoom, mayClaim, mayTest, mostConnections, mostDomains } from './rules.ts'

test('connections and domains are bounded, and a test of a connection waits its turn', () => {
  expect(hasRoom(mostConnections - 1).granted).toBe(true)
  expect(hasRoom(mostConnections)).toMatchObject({ code: 'connections_full', status: 409 })
  const domains = Array.from({ length: mostDomains }, (_, n) => `d${n}.example`)
  expect(mayClaim(domains.slice(1), 'new.example').granted).toBe(true)
  expect(mayClaim(domains, 'new.example')).toMatchObject({ code: 'domains_full', status: 409 })
  expect(mayClaim(domains, 'd1.example')).toMatchObject({ code: 'domain_exists' })
  expect(mayTest(null).granted).toBe(true)
  expect(mayTest(60)).toMatchObject({ code: 'connection_busy', details: { retryAfter: 60 } })
})
