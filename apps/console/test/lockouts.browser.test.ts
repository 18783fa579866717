/** Locked accounts at a browser: seen, found, unlocked by administrators and by the link in the mail; why somebody cannot sign in. */
import { expect, test } from 'vitest'
import { during, startInstallation } from './installation.ts'
import { faultsOf } from './looks.ts'
import { button, dialog, field, heading, row, see } from './steps.ts'

const the = during(() => startInstallation('channel'))

test('CH14 CH16 PS41: a locked account is seen in the list, explained, and unlocked on its page and by the link in the mail', async () => {
  const { visit, root, mailbox } = the()
  const organization = root.organization
  const { api } = root
  const role = (await api.roles.list({ organization })).items.at(-1)?.key ?? ''
  const email = 'lola@example.com'
  await api.users.create({ organization, email, firstName: 'Lola', lastName: 'Locked', role })
  const { token } = await mailbox.next(email)
  await api.passwords.completeReset({ token, password: 'quiet-otter-lantern-93' })
  await mailbox.next(email, 2)
  const guess = () =>
    fetch(new URL('/api/v1/sessions', the().address), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password: 'a wrong one indeed' }),
    })
  for (let n = 0; n < 5; n += 1) await guess()
  const first = await mailbox.next(email, 3)

  const { page } = await visit(root, { at: `/o/${organization}/users?locked=true` })
  await see(row(page, 'Lola Locked').getByText('Locked out'))
  await page.getByRole('button', { name: 'Actions for Lola Locked' }).click()
  await see(page.getByRole('menuitem', { name: 'Unlock' }))
  await page.keyboard.press('Escape')
  await button(page, 'Cannot sign in?').click()
  await field(dialog(page), 'E-mail address').fill(email)
  await button(dialog(page), 'Check').click()
  await see(dialog(page).getByText('Locked out after failed sign-ins'))
  await page.screenshot({ path: 'reports/diagnosis.png' })
  await button(dialog(page), 'Unlock').click()
  await see(dialog(page).getByText('Nothing stands in the way of Lola Locked'))
  expect(await faultsOf(page)).toEqual([])
  await page.screenshot({ path: 'reports/diagnosis-phone.png' })

  for (let n = 0; n < 5; n += 1) await guess()
  const second = await mailbox.next(email, 4)
  expect(second.token).not.toBe(first.token)
  const [lola] = (await api.users.list({ organization, locked: true })).items
  const edit = await visit(root, { at: `/o/${organization}/users/${lola?.id}` })
  const toggle = edit.page.getByRole('switch', { name: 'Locked out' })
  await see(toggle)
  await edit.page.screenshot({ path: 'reports/locked-user.png' })
  expect(await toggle.isChecked()).toBe(true)
  const stranger = await visit(undefined, { at: `/unlock#${second.token}` })
  await see(button(stranger.page, 'Unlock my account'))
  expect(await faultsOf(stranger.page)).toEqual([])
  await stranger.page.screenshot({ path: 'reports/unlock.png' })
  await button(stranger.page, 'Unlock my account').click()
  await see(heading(stranger.page, 'Your account is unlocked'))
  expect((await api.users.list({ organization, locked: true })).items).toEqual([])
  await edit.page.reload()
  expect(await toggle.isChecked()).toBe(false)
})
