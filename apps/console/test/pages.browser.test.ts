/** Every page, whatever it shows: for everybody's eyes and hands, at every width, with nothing, too much, or no answer. */
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { addPeople } from './crowd.ts'
import { during, startInstallation, type Somebody } from './installation.ts'
import { faultsOf } from './looks.ts'
import { act, button, dialog, gone, heading, row, see, seeText, settled } from './steps.ts'

const the = during(startInstallation)
let full: { id: string; ada: Somebody; bob: Somebody }
const long = 'Maximiliane-Wilhelmina'.repeat(4) + ' of Sesquipedalia' // 105, cut to what fits
const odd = [
  { firstName: long.slice(0, 100), lastName: 'Long'.repeat(25) },
  { firstName: 'نور', lastName: 'الهدى' },
  { firstName: '<b>Bold</b>', lastName: '"><img src=x onerror=alert(1)>' },
]

beforeAll(async () => {
  const { tenant, join, query } = the()
  const { id } = await tenant('Everything Ltd')
  const ada = await join(id, 'ada@example.com', 'admin')
  const bob = await join(id, 'bob@example.com', 'employee')
  for (const [at, names] of odd.entries()) await join(id, `odd${at}@example.com`, 'viewer', names)
  await ada.api.users.deactivate({ organization: id, user: bob.user })
  await ada.api.users.reactivate({ organization: id, user: bob.user })
  await bob.api.sessions.signIn({ email: bob.email, password: 'quiet-otter-lantern-93' })
  await ada.api.invitations.create({
    organization: id,
    email: 'open@example.com',
    role: 'viewer',
    firstName: 'نور',
    lastName: 'الهدى',
  })
  await addPeople(query, id, 10)
  await ada.api.policies.set({ organization: id, policy: 'lists.inactive', value: 'shown' })
  full = { id, ada, bob }
})

interface Stop {
  readonly at: string
  readonly who?: Somebody
  readonly ready: (page: Page) => Promise<void>
}
/** Every page and every overlay, with what shows that it is there. */
function pages(): Record<string, Stop> {
  const { root, setUpLink } = the()
  const { id, ada, bob } = full
  const titled = (name: string | RegExp) => (page: Page) => see(heading(page, name))
  const here = `/o/${id}`
  return {
    'sign-in': { at: '/sign-in', ready: titled('Sign in') },
    'forgot password': { at: '/forgot-password', ready: titled('Reset your password') },
    'set-up, used': { at: new URL(setUpLink).pathname, ready: titled('Already set up') },
    'dead reset link': { at: '/reset#abc', ready: titled('This link is not known') },
    'dead invitation': { at: '/accept#abc', ready: titled('This invitation is not known') },
    tenants: {
      at: `/o/${root.organization}/organizations`,
      who: root,
      ready: (page) => see(row(page, 'Everything Ltd')),
    },
    'create tenant': {
      at: `/o/${root.organization}/organizations?create=true`,
      who: root,
      ready: (page) => see(dialog(page)),
    },
    mails: { at: `/o/${root.organization}/mails`, who: root, ready: (page) => see(row(page, 'open@example.com')) },
    info: { at: `${here}/info`, who: ada, ready: (page) => see(button(page, 'Edit name')) },
    users: { at: `${here}/users`, who: ada, ready: (page) => see(row(page, 'bob@example.com')) },
    'users, filtered': {
      at: `${here}/users?status=inactive&role=viewer&sort=email`,
      who: ada,
      ready: (page) => see(button(page, 'Clear all')),
    },
    'users, none': { at: `${here}/users?search=nobodyatall`, who: ada, ready: titled('No user matches') },
    user: {
      at: `${here}/users/${bob.user}`,
      who: ada,
      ready: (page) => see(dialog(page).getByText('Ada Example reactivated this user')),
    },
    'user, editing': {
      at: `${here}/users/${bob.user}?edit=true`,
      who: ada,
      ready: (page) => see(dialog(page).getByLabel(/^First name/)),
    },
    deactivation: {
      at: `${here}/users`,
      who: ada,
      ready: async (page) => {
        await act(page, 'Bob Example', 'Deactivate')
        await see(dialog(page).getByLabel(/^Reason/))
      },
    },
    invites: { at: `${here}/invites`, who: ada, ready: (page) => see(row(page, 'open@example.com')) },
    'invite user': {
      at: `${here}/invites?invite=true`,
      who: ada,
      ready: (page) => see(dialog(page).getByText('Send invitation')),
    },
    policies: { at: `${here}/policies`, who: ada, ready: (page) => see(page.getByText('Set here').first()) },
    'policy, changing': {
      at: `${here}/policies?change=invitation.lifetime`,
      who: ada,
      ready: (page) => see(dialog(page).getByLabel(/^Usual/)),
    },
    'policy, history': {
      at: `${here}/policies?past=lists.inactive`,
      who: ada,
      ready: (page) => see(dialog(page).getByText(/set Shown/)),
    },
    roles: { at: `${here}/roles`, who: ada, ready: titled('Comparison') },
    profile: { at: '/profile', who: ada, ready: (page) => see(page.getByText('You are signed in nowhere else.')) },
    welcome: { at: '/', who: bob, ready: titled('Welcome, Bob') },
    'no such page': { at: '/no/such/page', who: ada, ready: titled('There is no such page') },
  }
}

test('axe finds nothing on any page in light, dark and at phone width, and none scrolls sideways at 360 px', {
  timeout: 400_000,
}, async () => {
  const found: Record<string, string[]> = {}
  const seats = Object.groupBy(Object.entries(pages()), ([, { who }]) => who?.email ?? 'nobody')
  const walk = async (stops: [string, Stop][] = []) => {
    const { page } = await the().visit(stops[0]?.[1].who)
    for (const [name, { at, ready }] of stops) {
      await page.setViewportSize({ width: 1280, height: 800 })
      await page.emulateMedia({ colorScheme: 'light' })
      await page.goto('about:blank') // so that an address with another # is loaded anew
      await page.goto(at)
      await ready(page)
      const wrong = await faultsOf(page)
      if (wrong.length) found[name] = wrong
    }
  }
  await Promise.all(Object.values(seats).map(walk))
  expect(found).toEqual({})
})

test('BO12: long, right-to-left and markup names are shown as they are written', async () => {
  const { page, go } = await the().visit(full.ada, { at: `/o/${full.id}/users?search=odd` })
  await settled(() => page.locator('tbody tr').count()).toBe(3)
  for (const { firstName, lastName } of odd) {
    const name = `${firstName} ${lastName}`
    const link = page.getByRole('link', { name, exact: true })
    await see(link)
    expect(await link.innerText()).toBe(name)
    expect(await link.locator('xpath=ancestor::bdi').count()).toBe(1)
  }
  expect(await page.locator('tbody b, tbody img').count()).toBe(0)
  // The long one is cut off inside its cell, in full on hover, and moves nothing aside.
  const table = page.getByRole('table')
  expect(await table.evaluate((it) => it.scrollWidth <= (it.parentElement?.clientWidth ?? 0))).toBe(true)
  expect(await page.locator(`bdi[title^="${long.slice(0, 40)}"]`).count()).toBe(1)
  await page.getByRole('link', { name: 'نور الهدى' }).click()
  await see(dialog(page).getByText('نور الهدى'))
  await go(`/o/${full.id}/users?search=odd2`)
  await page.getByRole('link', { name: /<b>Bold/ }).click()
  await see(dialog(page).getByText('<b>Bold</b> "><img src=x onerror=alert(1)>'))
  expect(await dialog(page).locator('b, img[src="x"]').count()).toBe(0)
})

test('BO25: an empty list says so and what to do, and a filtered one offers a way back', async () => {
  const { tenant, visit, root } = the()
  const { id } = await tenant('Empty Ltd')
  const { page, go } = await visit(root, { at: `/o/${id}/users` })
  await see(heading(page, 'No users yet'))
  await seeText(page, 'Invite the first person; they choose their own password.')
  await go(`/o/${id}/invites`)
  await see(heading(page, 'No open invitations'))
  await go(`/o/${id}/invites?status=accepted`)
  await button(page, 'Clear search and filters').click()
  await see(heading(page, 'No open invitations'))
})

test('BO12: while the first answer is on its way rows of the right height are shown, and a refresh never blanks', async () => {
  const { page } = await the().visit(full.ada)
  let release = () => {}
  const hold = () =>
    page.route('**/users?*', async (route) => {
      await new Promise<void>((resolve) => (release = resolve))
      await route.continue()
    })
  await hold()
  await page.goto(`/o/${full.id}/users`)
  const table = page.getByRole('table', { name: 'Users' })
  await settled(() => table.getAttribute('aria-busy')).toBe('true')
  const skeleton = (await table.locator('tbody tr').first().boundingBox())?.height ?? 0
  release()
  await see(row(page, 'ada@example.com'))
  const real = (await row(page, 'ada@example.com').boundingBox())?.height ?? 0
  expect(Math.abs(skeleton - real)).toBeLessThan(6)
  // Another question: the rows stay until its answer is there.
  await page.getByRole('columnheader', { name: 'User' }).getByRole('button').click()
  await settled(() => new URL(page.url()).search).toContain('order=desc')
  expect(await row(page, 'ada@example.com').count()).toBe(1)
  release()
  await settled(() => page.locator('tbody tr').first().innerText()).toContain('الهدى')
})

test('a list that cannot be loaded says why, with the request’s id if there is one, and is loaded by trying again', async () => {
  const { page, tolerate } = await the().visit(full.ada)
  tolerate(/^503 GET /, /^no answer: GET /)
  for (const part of ['users', 'invites'] as const) {
    const lists = part === 'users' ? '**/users?*' : '**/invitations?*'
    await page.route(lists, (route) => route.abort())
    await page.goto(`/o/${full.id}/${part}`)
    await seeText(page, 'The server did not answer. Check your connection.')
    await page.unroute(lists)
    await page.route(lists, (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        json: { type: 'about:blank', title: 'Unavailable', status: 503, code: 'unavailable', requestId: 'req-0815' },
      }),
    )
    await button(page, 'Try again').click()
    await seeText(page, 'The server cannot reach its database at the moment.')
    await seeText(page, 'Request req-0815')
    await page.unroute(lists)
    await button(page, 'Try again').click()
    await see(row(page, part === 'users' ? 'ada@example.com' : 'open@example.com'))
    await gone(page.getByRole('alert'))
  }
})

test('no page asks anything of another origin, and the content security policy finds nothing to forbid', {
  timeout: 60_000,
}, async () => {
  // Every test fails on a foreign request or a console error; this one makes sure that both would be seen.
  const { page, asked, tolerate } = await the().visit(full.ada, { at: '/profile' })
  await see(heading(page, 'Profile'))
  expect(asked.length).toBeGreaterThan(5)
  expect(asked.filter((it) => !it.startsWith(the().address) && !it.startsWith('data:'))).toEqual([])
  const policy = (await page.request.get('/profile')).headers()['content-security-policy'] ?? ''
  expect(policy).toContain("script-src 'self'")
  const violated = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (it) => resolve(it.violatedDirective), { once: true })
        const script = document.createElement('script')
        script.textContent = 'document.title = "run"'
        document.body.append(script)
      }),
  )
  tolerate(/Content Security Policy/)
  expect(await violated).toMatch(/^script-src/)
  expect(await page.title()).not.toBe('run')
})
