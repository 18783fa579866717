/** Sign-in activity at a browser: of an organization, of a user, one's own; and the users who were not there for long. */
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { during, startInstallation } from './installation.ts'
import { faultsOf } from './looks.ts'
import { button, dialog, filterBy, heading, link, query, row, see, seeText, settled } from './steps.ts'

const the = during(startInstallation)

test('AU5 AU6 AU7 AU2 BO37: an administrator reads who signed in, from where and how, filters it, and takes it along as a file', async () => {
  const { visit, tenant, join, query: ask, person } = the()
  const { id } = await tenant('Acme GmbH')
  const ada = await join(id, 'ada@example.com', 'admin', { firstName: 'Ada', lastName: 'Admin' })
  const bob = await join(id, 'bob@example.com', 'employee', { firstName: 'Bob', lastName: '=SUM(1+1)' })
  await ask(
    `insert into sign_ins (id, at, org_path, user_id, identity_id, address, user_agent, methods, result)
     select gen_random_uuid(), now() - n * interval '7 hours', u.org_path, u.id, u.identity_id, '192.0.2.' || n,
       'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
       '{password}', case when n % 9 = 0 then 'locked' when n % 4 = 0 then 'password_wrong' else 'succeeded' end
     from users u, generate_series(1, 70) n where u.email = 'bob@example.com'`,
  )
  await person().send('POST', '/sessions', { email: 'bob@example.com', password: 'not the right one' })
  const { page } = await visit(ada, { at: `/o/${id}/users` })
  // AU2 and BO37: the list tells of both times, and finds those who never came.
  await see(page.getByRole('columnheader', { name: 'Last active' }))
  await filterBy(page, 'Never')
  await seeText(page, 'No user matches')
  expect(query(page)).toMatchObject({ absent: 'never' })
  await page.goto(`/o/${id}/sign-ins`)
  await see(heading(page, 'Sign-in activity'))
  await see(row(page, 'Account locked'))
  await seeText(page, 'Kept for 30 days, then gone.')
  await see(page.locator('svg.recharts-surface'))
  await page.screenshot({ path: 'reports/activity-page.png', fullPage: true })
  await filterBy(page, 'Account locked')
  await settled(() => row(page, 'Wrong password').count()).toBe(0)
  await see(row(page, 'Safari, iOS'))
  expect(query(page)).toMatchObject({ result: 'locked' })
  const [file] = await Promise.all([page.waitForEvent('download'), link(page, 'Download CSV').click()])
  expect(file.suggestedFilename()).toBe('sign-ins.csv')
  const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\r\n')
  expect(lines).toHaveLength(8)
  expect(lines[1]).toContain('bob@example.com,locked,password,192.0.2.9')
  // Of one user: beside what else is known of them.
  await page.goto(`/o/${id}/users/${bob.user}`)
  await see(dialog(page).getByRole('heading', { name: 'Sign-in activity' }))
  await see(dialog(page).getByText('Safari, iOS'))
  await dialog(page).getByRole('heading', { name: 'Sign-in activity' }).scrollIntoViewIfNeeded()
  await page.screenshot({ path: 'reports/activity-user.png' })
  await link(page, 'Chart, filters and CSV').click()
  await settled(() => query(page)).toMatchObject({ user: bob.user })
  await settled(() => row(page, 'ada@example.com').count()).toBe(0)
  await see(page.locator('svg.recharts-surface'))
  expect(await faultsOf(page)).toEqual([])
  await page.screenshot({ path: 'reports/activity-phone-dark.png', fullPage: true })
})

test('AU6: everybody sees their own sign-ins; a page of nobody’s says so; whoever may not read it learns which permission is missing', async () => {
  const { visit, tenant, join, root } = the()
  const { id } = await tenant('Empty Ltd')
  const eva = await join(id, 'eva@example.com', 'employee')
  const own = await visit(eva, { at: '/profile' })
  await see(heading(own.page, 'Your sign-ins'))
  await see(own.page.getByRole('listitem').filter({ hasText: 'Signed in' }))
  await own.page.screenshot({ path: 'reports/activity-own.png', fullPage: true })
  own.tolerate(/^403 GET/)
  await own.go(`/o/${id}/sign-ins`)
  await seeText(own.page, /permission/i)
  const { id: nobody } = await tenant('Nobody Ltd')
  const { page } = await visit(root, { at: `/o/${nobody}/sign-ins` })
  await see(heading(page, 'No sign-ins yet'))
  await seeText(page, 'Nobody signed in during these days.')
  await filterBy(page, 'Last 7 days')
  await button(page, 'Clear filters').click()
  await see(heading(page, 'No sign-ins yet'))
  expect(await faultsOf(page)).toEqual([])
  await page.screenshot({ path: 'reports/activity-empty.png', fullPage: true })
})
