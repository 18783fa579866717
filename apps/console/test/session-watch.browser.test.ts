/** A page left open by somebody whose session ended shows it by itself, and asks no more than it must. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { during, startInstallation } from './installation.ts'
import { heading, path, query, see, seeText } from './steps.ts'

const the = during(startInstallation)

/** Somebody at their page, who then is deactivated from elsewhere; `end` does that. The page's clock is the test's. */
async function atWork(email: string) {
  const { join, root, tenant, visit } = the()
  const { id: organization } = await tenant(`${email.split('@')[0]} Ltd`)
  await join(organization, `other.${email}`, 'admin') // the last one could not be deactivated
  const ada = await join(organization, email, 'admin')
  const { page, asked, go, tolerate } = await visit(ada)
  tolerate(/^401 GET /) // what the page asks while it gives way to the sign-in page
  await page.clock.install()
  await go(`/o/${organization}/users`)
  await see(heading(page, `${email.split('@')[0]} Ltd`))
  const end = () => root.api.users.deactivate({ organization, user: ada.user })
  const checks = () => asked.filter((url) => url.endsWith('/api/v1/sessions/current')).length
  return { page, organization, end, checks }
}
const seeSignedOut = async (page: Page, organization: string) => {
  await seeText(page, 'Your session has ended.')
  expect(path(page)).toBe('/sign-in')
  expect(query(page)).toMatchObject({ next: `/o/${organization}/users` })
}

test('PS18: coming back to the window shows that the session has ended, without a click', async () => {
  const { page, organization, end } = await atWork('focus@example.com')
  await end()
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await seeSignedOut(page, organization)
})

test('PS18: a page that is merely looked at shows it within a minute', async () => {
  const { page, organization, end } = await atWork('looks@example.com')
  await end()
  await page.clock.fastForward(61_000)
  await seeSignedOut(page, organization)
})

test('a hidden page asks nothing; back in sight it asks at once', async () => {
  const { page, organization, end, checks } = await atWork('hidden@example.com')
  const turn = (state: 'hidden' | 'visible') =>
    page.evaluate((to) => {
      Object.defineProperty(document, 'visibilityState', { value: to, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    }, state)
  await turn('hidden')
  const before = checks()
  await page.clock.runFor(300_000)
  expect(checks()).toBe(before)
  await end()
  await turn('visible')
  await seeSignedOut(page, organization)
})

test('as long as the session lives the page stays as it is, and asks about once a minute', async () => {
  const { page, organization, checks } = await atWork('stays@example.com')
  const before = checks()
  for (let minute = 0; minute < 3; minute += 1) {
    const answered = page.waitForResponse((it) => it.url().endsWith('/sessions/current') && it.status() === 200)
    await page.clock.fastForward(61_000)
    await answered
  }
  expect(checks() - before).toBe(3)
  expect(path(page)).toBe(`/o/${organization}/users`)
})
