/** The main job from end to end, by hand: four people, each at a browser of their own. */
import { expect, test } from 'vitest'
import { during, goodPassword, startBare } from './installation.ts'
import {
  accept,
  act,
  button,
  chooseRole,
  dialog,
  field,
  gone,
  heading,
  invite,
  row,
  see,
  seeText,
  settled,
  signIn,
} from './steps.ts'

const the = during(startBare)

test('BO14 BO15 BO16 BO18 BO19 BO20 BO21 BO22 BO23 BO43: from the printed link to a tenant whose people come, change roles, leave and return, and all of it can be read', {
  timeout: 90_000,
}, async () => {
  const { mailbox, setUpLink, visit } = the()
  const rosa = (await visit()).page

  // The first administrator.
  await rosa.goto(setUpLink)
  await field(rosa, 'E-mail address').fill('rosa@example.com')
  await field(rosa, 'First name').fill('Rosa')
  await field(rosa, 'Last name').fill('Root')
  await field(rosa, 'Password').fill(goodPassword)
  await button(rosa, 'Create administrator').click()
  await see(heading(rosa, 'Tenants'))

  // A tenant, and its administrator by mail.
  await button(rosa, 'Create Tenant').first().click()
  await field(dialog(rosa), 'Name').fill('Acme GmbH')
  await button(dialog(rosa), 'Create').click()
  await see(heading(rosa, 'Acme GmbH'))
  await invite(rosa, 'ada@example.com', 'Admin')

  const ada = (await visit()).page
  await ada.goto((await mailbox.next('ada@example.com')).link ?? '')
  await see(heading(ada, 'Join Acme GmbH'))
  await seeText(ada, 'Rosa Root invites you.')
  await accept(ada, 'Ada', 'Lovelace')
  await see(row(ada, 'Ada Lovelace'))

  // She brings two more in.
  for (const [email, role] of [
    ['bob@example.com', 'Admin'],
    ['cleo@example.com', 'View Only'],
  ] as const) {
    await invite(ada, email, role)
  }
  const bobVisit = await visit()
  const bob = bobVisit.page
  await bob.goto((await mailbox.next('bob@example.com')).link ?? '')
  await accept(bob, 'Bob', 'Builder')
  await see(row(bob, 'Bob Builder'))
  const cleo = (await visit()).page
  await cleo.goto((await mailbox.next('cleo@example.com')).link ?? '')
  await accept(cleo, 'Cleo', 'Clark')
  await see(heading(cleo, 'Welcome, Cleo'))

  // Another role, chosen in the row, is obeyed by the very next click in a page that is open already.
  await ada.reload()
  await chooseRole(ada, 'Role of Bob Builder', 'Employee')
  await seeText(ada, 'Bob Builder is now Employee')
  bobVisit.tolerate(/^403 GET /)
  await bob.getByRole('tab', { name: 'Invites' }).click()
  await seeText(bob, /You lack the permission “See invitations/)
  await gone(bob.getByRole('link', { name: 'Tenant Management' }))

  // Deactivated: out at the next click, and not let in again.
  bobVisit.tolerate(/^401 /)
  await act(ada, 'Bob Builder', 'Deactivate')
  await see(heading(ada, 'Deactivate Bob Builder?').or(dialog(ada).getByText('Deactivate Bob Builder?')))
  await dialog(ada).getByLabel('Reason').fill('On leave until March')
  await button(dialog(ada), 'Deactivate Bob').click()
  await seeText(ada, 'Bob Builder is deactivated')
  await see(row(ada, 'Bob Builder').getByText('Inactive'))
  await bob.getByRole('link', { name: 'Roles' }).click()
  await seeText(bob, 'Your session has ended.')
  await signIn(bob, 'bob@example.com')
  await seeText(bob, /^E-mail address or password is not right/)

  // Back again, by signing in again.
  await act(ada, 'Bob Builder', 'Reactivate')
  await seeText(ada, 'Bob Builder is active again and can sign in')
  await signIn(bob, 'bob@example.com')
  await see(heading(bob, 'Roles').or(heading(bob, 'Welcome, Bob')))

  // All of it stands in his record, newest first.
  await ada.getByRole('link', { name: 'Bob Builder' }).click()
  const record = dialog(ada).getByRole('list', { name: 'Change record' }).getByRole('listitem')
  await settled(() => record.count()).toBeGreaterThan(7)
  const lines = (await record.allInnerTexts()).map((it) => it.replace(/\s+/g, ' '))
  const expected = [
    /^Bob Builder signed in/,
    /^Ada Lovelace reactivated this user .*Status: Inactive → Active/,
    /^Ada Lovelace deactivated this user .*Status: Active → Inactive.*Reason: On leave until March/,
    /^Ada Lovelace changed the role .*Role: Admin → Employee/,
    /^Bob Builder signed in/,
    /^Bob Builder joined/,
    /^Bob Builder accepted the invitation/,
    /^Ada Lovelace sent an invitation/,
  ]
  expect(lines).toHaveLength(expected.length)
  for (const [at, pattern] of expected.entries()) expect(lines[at]).toMatch(pattern)
})
