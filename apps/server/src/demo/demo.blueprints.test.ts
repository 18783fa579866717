/** Every blueprint that comes along has a sample that fits it, with somebody to sign in as for each of its roles. */
import { expect, test } from 'vitest'
import { createBare } from '../../test/world.ts'
import { password } from './people.ts'
import { signInsOf } from './sign-ins.ts'

test.each(['presales', 'channel', 'organizations', 'automation', 'standard'])('%s', async (name) => {
  const bare = await createBare({ blueprint: name })
  try {
    await bare.app.prepare()
    const lines = await signInsOf(bare.app, { data: 'data' })
    expect(lines).toHaveLength(bare.blueprint.roles.length)
    const levels = new Set<string>()
    for (const line of lines) {
      const [, email = '', secret = '', role] = /^(\S+)\s+(\S+)\s+\(([^,)]+)/.exec(line) ?? []
      expect(secret).toBe(password)
      const me = await bare.person().api.sessions.signIn({ email, password: secret })
      expect(me.grants.map((it) => it.role.label)).toEqual([role])
      levels.add(me.organization.level)
    }
    expect([...levels].sort()).toEqual(bare.blueprint.levels.map((it) => it.key).sort())
    const platform = bare.person()
    const me = await platform.api.sessions.signIn({ email: 'platform@demo.example', password })
    const all = await platform.api.organizations.list({
      organization: me.organization.id,
      within: 'subtree',
      limit: 200,
    })
    const counted = bare.blueprint.levels.slice(1).map(({ key }) => all.items.filter((it) => it.level === key).length)
    expect(counted.at(-1)).toBe(7)
    expect(counted.every((n) => n >= 3)).toBe(true)
    for (const it of all.items) expect(it.users.count, it.name).toBeGreaterThan(3)
    expect(await signInsOf(bare.app, { data: 'data' })).toEqual(lines)
    const waiting = await Promise.all(
      all.items.map(({ id }) => platform.api.invitations.list({ organization: id, status: 'all', limit: 200 })),
    )
    // Whoever invites to a role may give it: no link is dead from the start.
    expect(new Set(waiting.flatMap(({ items }) => items.map((it) => it.status)))).not.toContain('withdrawn')
    // What is made next finds its place beside the sample.
    const level = bare.blueprint.levels[1]
    const more = level?.code === 'required' ? { code: 'NEWCOMER' } : {}
    const newcomer = { organization: me.organization.id, name: 'Newcomer', ...more }
    expect((await platform.api.organizations.create(newcomer)).level).toBe(level?.key)
  } finally {
    await bare.stop()
  }
})
