/** Policies on the console: what holds and whence, setting and locking, taking back, history; and what forms do with them. */
import type { Page } from 'playwright-core'
import { mkdirSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { during, startInstallation, type Somebody } from './installation.ts'
import { act, button, dialog, field, gone, heading, query, row, see, seeText, settled } from './steps.ts'

const shots = process.env['POLICY_SHOTS']
async function shot(page: Page, name: string) {
  if (!shots) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: `${shots}/${name}.png` })
}
const policy = (page: Page, name: string) => page.getByRole('article', { name, exact: true })

describe('in backoffice', () => {
  const the = during(() => startInstallation())
  let acme: { id: string; ada: Somebody }
  beforeAll(async () => {
    const { id } = await the().tenant('Acme Ltd')
    acme = { id, ada: await the().join(id, 'ada@example.com', 'admin') }
  })

  test('each policy says what holds, in words, and where that comes from', async () => {
    const { root, visit } = the()
    const { api } = root
    const { organization } = root
    await api.policies.set({ organization, policy: 'session.idle', value: 900, reason: 'Shared desks' })
    await api.policies.set({
      organization,
      policy: 'lockout',
      value: { attempts: 5, window: 900, release: 'both' },
      locked: true,
    })
    const { page, go } = await visit(acme.ada, { at: `/o/${acme.id}/policies` })
    await see(heading(page, 'Policies'))
    await see(policy(page, 'Time without use').getByText('15 minutes'))
    await see(policy(page, 'Time without use').getByText('Inherited from an organization above'))
    const lockout = policy(page, 'Failed sign-ins')
    await see(
      lockout.getByText(
        'Locked after: 5 attempts · Within: 15 minutes · Released: By an administrator or after a time',
      ),
    )
    await see(lockout.getByText('Locked by an organization above'))
    expect(await lockout.getByRole('button').count()).toBe(0)
    await see(policy(page, 'Changing roles').getByText('Changed at once'))
    await see(policy(page, 'Changing roles').getByText('Default'))
    const { items } = await api.policies.list({ organization: acme.id })
    const waiting = items.filter(({ obeyed }) => !obeyed).length
    expect(await policy(page, 'Age of secrets').count()).toBe(0)
    await page.getByRole('switch', { name: `Show ${waiting} policies that have no effect yet` }).click({ force: true })
    await see(policy(page, 'Age of secrets').getByText('Kept; not acted on yet'))
    expect(query(page)).toEqual({ waiting: 'true' })
    expect(await page.content()).not.toMatch(/Rosa|Shared desks/)
    await shot(page, 'tenant')

    const { page: above } = await visit(root, { at: `/o/${root.organization}/policies` })
    await see(policy(above, 'Time without use').getByText(/^Set here · by Rosa Root/))
    await see(policy(above, 'Time without use').getByText('Shared desks'))
    await see(policy(above, 'Failed sign-ins').getByText(/Set here and locked below/))
    await shot(above, 'platform')
    await go(`/o/${acme.id}/users`)
    await see(page.getByRole('link', { name: 'Policies', exact: true }))
  })

  test('a value is set in a form made from its type, with the keyboard alone, locked, taken back, and set again from its history', async () => {
    const { root, visit } = the()
    const { page } = await visit(root, { at: `/o/${root.organization}/policies` })
    await button(policy(page, 'Changing roles'), 'Change Changing roles').focus()
    await page.keyboard.press('Enter')
    await see(dialog(page))
    expect(query(page)).toEqual({ change: 'roles.change' })
    await dialog(page).getByRole('radio', { name: 'Changed at once' }).focus()
    await page.keyboard.press('ArrowDown')
    await dialog(page).getByRole('switch', { name: 'Lock for everything below' }).focus()
    await page.keyboard.press('Space')
    await field(dialog(page), 'Reason').fill('The auditors asked')
    await shot(page, 'change')
    await page.keyboard.press('Enter')
    await seeText(page, 'Changing roles: Stay as given')
    await gone(dialog(page))
    const roles = policy(page, 'Changing roles')
    await see(roles.getByText(/Set here and locked below · by Rosa Root/))

    const { page: below } = await visit(acme.ada, { at: `/o/${acme.id}/policies` })
    await see(policy(below, 'Changing roles').getByText('Locked by an organization above'))

    await button(roles, 'Change Changing roles').click()
    await see(dialog(page).getByText('Without a value of its own: Changed at once'))
    await button(dialog(page), 'Reset to inherited').click()
    await seeText(page, 'Changing roles is inherited again: Changed at once')
    await see(roles.getByText('Default'))

    await button(roles, 'History of Changing roles').click()
    const past = dialog(page).getByRole('listitem')
    await see(past.filter({ hasText: 'Rosa Root reset it to inherited' }))
    await see(past.filter({ hasText: 'The auditors asked' }))
    await shot(page, 'history')
    await button(dialog(page), 'Restore Stay as given').click()
    await see(past.filter({ hasText: 'Rosa Root set and locked Stay as given' }).nth(1))
    await page.keyboard.press('Escape')
    await see(roles.getByText(/Set here and locked below/))
    await root.api.policies.reset({ organization: root.organization, policy: 'roles.change' })
  })

  test('what a value gets wrong is said beside its field, and a change by somebody else in between is not overwritten', async () => {
    const { visit } = the()
    const { page, go, tolerate } = await visit(acme.ada, { at: `/o/${acme.id}/policies?change=invitation.lifetime` })
    tolerate(/^422 PUT /, /^412 PUT /)
    await field(dialog(page), 'Usual').fill('40')
    await button(dialog(page), 'Save').click()
    await see(dialog(page).getByText('This value is not allowed here.'))
    expect(await field(dialog(page), 'Usual').getAttribute('aria-invalid')).toBe('true')
    await shot(page, 'wrong')
    await field(dialog(page), 'Usual').fill('3')
    await field(dialog(page), 'Longest').fill('2')
    await button(dialog(page), 'Save').click()
    await see(dialog(page).getByText('Lies between the shortest and the longest time.'))
    await field(dialog(page), 'Longest').fill('5')
    await button(dialog(page), 'Save').click()
    await seeText(page, 'Lifetime of invitations: Shortest: 1 minute · Usual: 3 days · Longest: 5 days')

    await go(`/o/${acme.id}/policies?change=code.pattern`)
    await field(dialog(page), 'Codes of organizations').fill('(a+)+')
    await button(dialog(page), 'Save').click()
    await see(dialog(page).getByText(/no groups and no backreferences/))
    await field(dialog(page), 'Codes of organizations').fill('[A-Z]{2,8}')
    await acme.ada.api.policies.set({ organization: acme.id, policy: 'code.pattern', value: 'ACME' })
    await button(dialog(page), 'Save').click()
    await see(dialog(page).getByText('Somebody changed this while you were looking at it.'))
  })

  test('forms are drawn for every kind of value, and the page speaks German', { timeout: 90_000 }, async () => {
    const { root, visit } = the()
    const { page, go } = await visit(root)
    const form = async (key: string) => {
      await go(`/o/${root.organization}/policies?change=${key}`)
      await see(button(dialog(page), 'Save'))
      await shot(page, `form-${key}`)
    }
    await form('dormant')
    expect(await field(dialog(page), 'Warn after').getAttribute('placeholder')).toBe('Never')
    await dialog(page).getByRole('switch', { name: 'Count those who never signed in' }).click()
    await button(dialog(page), 'Save').click()
    await seeText(page, /^Unused accounts: .*Count those who never signed in: No/)
    await form('email.domains')
    await field(dialog(page), 'E-mail domains').fill('Example.com')
    await page.keyboard.press('Enter')
    await button(dialog(page), 'Save').click()
    await seeText(page, 'E-mail domains: example.com')
    await form('reason.required')
    await dialog(page).getByRole('checkbox', { name: 'Deleting a user' }).click()
    await button(dialog(page), 'Save').click()
    await seeText(page, 'Reasons: Deleting a user')
    await form('session.absolute')
    await dialog(page).getByLabel('Unit of Time after sign-in').selectOption('days')
    await button(dialog(page), 'Save').click()
    await seeText(page, 'Time after sign-in: 12 days')
    await form('invitation.form')
    await see(dialog(page).getByRole('radiogroup', { name: 'First name' }))
    await root.api.profile.update({ language: 'de' })
    const { page: german } = await visit(root, { at: `/o/${root.organization}/policies`, locale: 'de-DE' })
    await see(policy(german, 'Rollen ändern').getByText('Sofort geändert'))
    await shot(german, 'deutsch')
    await root.api.profile.update({ language: 'en' })
  })

  test('where a reason is required the forms ask for it, and undo is not offered', async () => {
    const { visit, join } = the()
    await join(acme.id, 'eve@example.com', 'employee')
    const value = ['change_role', 'deactivate_user', 'reactivate_user']
    await acme.ada.api.policies.set({ organization: acme.id, policy: 'reason.required', value })
    const { page } = await visit(acme.ada, { at: `/o/${acme.id}/users` })
    await act(page, 'Eve Example', 'Deactivate')
    await button(dialog(page), 'Deactivate Eve').click()
    await see(dialog(page).getByText('Required.'))
    await field(dialog(page), 'Reason').fill('Left')
    await button(dialog(page), 'Deactivate Eve').click()
    await seeText(page, 'Eve Example')
    await see(row(page, 'Eve Example').getByText('Inactive'))
    expect(await button(page, 'Undo').count()).toBe(0)
    await act(page, 'Eve Example', 'Reactivate')
    await field(dialog(page), 'Reason').fill('Back')
    await button(dialog(page), 'Reactivate Eve').click()
    await see(row(page, 'Eve Example').getByText('Active'))
  })
})

describe('in presales', () => {
  const the = during(() => startInstallation('presales'))
  let place: { id: string; tia: Somebody; sam: Somebody }
  beforeAll(async () => {
    const { id } = await the().tenant('Demo Corp')
    const tia = await the().join(id, 'tia@example.com', 'tenant-admin')
    place = { id, tia, sam: await the().join(id, 'sam@example.com', 'sales-engineer') }
  })

  test('PS20: a role cannot be changed; the page says what to do instead, and that works for the same address', async () => {
    const { visit, mailbox, person } = the()
    const { page, go } = await visit(place.tia, { at: `/o/${place.id}/users/${place.sam.user}` })
    await see(dialog(page).getByText(/^Roles stay as they were given here\. Deactivate the user and invite them again/))
    expect(await dialog(page).getByRole('combobox').first().isDisabled()).toBe(true)
    await shot(page, 'immutable')
    await place.tia.api.users.deactivate({ organization: place.id, user: place.sam.user })
    await place.tia.api.invitations.create({ organization: place.id, email: place.sam.email, role: 'administrator' })
    const { token } = await mailbox.next(place.sam.email, 2)
    const again = person()
    const names = { firstName: 'Sam', lastName: 'Again', password: 'quiet-otter-lantern-93' }
    const me = await again.api.invitations.accept({ token, ...names })
    await go(`/o/${place.id}/users`)
    await see(row(page, 'Sam Again'))
    expect(await row(page, 'sam@example.com').count()).toBe(1) // PS17: the old one is inactive, and hidden
    await go(`/o/${place.id}/users/${me.id}`)
    await see(dialog(page).getByText(/came back in a new account/))
    await go(`/o/${place.id}/users/${place.sam.user}`)
    await dialog(page).getByRole('link', { name: 'The account that took its place' }).click()
    await settled(() => page.url()).toContain(me.id)
  })

  test('PS21 PS22 PS23: on their own account a Tenant Admin changes neither role nor status, and asks the Platform Admin', async () => {
    const { visit, mailbox } = the()
    const { page, go } = await visit(place.tia, { at: `/o/${place.id}/users/${place.tia.user}` })
    await button(dialog(page), 'Ask for a change').click()
    const asking = page.getByRole('dialog', { name: 'Ask for a change of your account' })
    await button(asking, 'Send').click()
    await see(asking.getByText('Required.'))
    await field(asking, 'What should be changed?').fill('Please make me an Administrator')
    await shot(page, 'asking')
    await button(asking, 'Send').click()
    await seeText(page, 'The administrators above you were told')
    const mail = await mailbox.next('rosa@example.com')
    expect(mail.text).toContain('Please make me an Administrator')
    await go(`/o/${place.id}/users`)
    await page.getByRole('button', { name: 'Actions for Tia Example' }).click()
    await see(page.getByRole('menuitem', { name: 'Reset password' }))
    expect(await page.getByRole('menuitem', { name: 'Deactivate' }).count()).toBe(0)
  })
})
