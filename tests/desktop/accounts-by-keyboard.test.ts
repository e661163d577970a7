/**
 * Proves in real Electron that everything about accounts is done with keys alone, from start to end, and that whoever
 * tabs always sees where they are, in both themes: from an empty folder to the second person connected, forgotten
 * passwords by each way, the page of people, one's own account with a second factor, a restricted chart in an
 * emergency, and switching at one computer.
 */
import type { Page } from 'playwright-core'
import { DEMO_PASSWORD } from '../../src/main/practice/demo-practice'
import {
  addPerson,
  authenticatorCode,
  command,
  setUpPractice,
  shownCodes,
  signInWithCode,
} from '../support/accounts'
import { looker } from '../support/focus'
import { press, retype, tabTo } from '../support/keyboard'
import type { LocalFullscript } from '../support/local-fullscript'
import { passwordField } from '../support/lock'
import { signInAtFullscript, tomas } from '../support/people'
import { expect, test } from './practice'

const WREN = {
  practice: 'Cedar Hollow',
  name: 'Dr. Wren Castellan',
  username: 'wren',
  password: 'seven quiet herons',
}
const NEW_PASSWORD = 'eight loud magpies'
const REASON = 'Found unconscious, allergies needed'

const heading = (window: Page, name: string | RegExp) =>
  window.getByRole('heading', { level: 1, name, exact: true }).waitFor()

/** One entry of the menu at somebody's row. */
async function chooseFor(window: Page, person: string, entry: string) {
  await press(window, `More for ${person}`)
  const item = window.getByRole('menuitem', { name: entry })
  await item.waitFor()
  for (let steps = 0; steps < 6; steps += 1) {
    if (await item.evaluate((node) => node === document.activeElement)) break
    await window.keyboard.press('ArrowDown')
  }
  await expect(item).toBeFocused()
  await window.keyboard.press('Enter')
}

async function signInByName(window: Page, username: string, password: string) {
  await expect(window.getByLabel('Username')).toBeFocused()
  await window.keyboard.type(username)
  await window.keyboard.press('Tab')
  await window.keyboard.type(password)
  await window.keyboard.press('Enter')
  await window.getByRole('button', { name: /^Account:/ }).waitFor()
}

async function signOut(window: Page) {
  await command(window, 'sign out')
  await heading(window, 'Sign in')
  await expect(window.getByLabel('Username')).toBeFocused()
}

async function enterSettings(window: Page, { info, application }: LocalFullscript) {
  await tabTo(window, 'combobox', 'Environment')
  await window.keyboard.type('Local')
  await retype(window, 'API address', `${info.http}/api`)
  await retype(window, 'Sign-in page', `${info.http}/oauth/authorize`)
  await retype(window, 'Embedded feature', info.http)
  await retype(window, 'Client ID', application.clientId)
  await retype(window, 'Client secret', application.clientSecret)
  await retype(window, 'Public key', application.publicKey)
  await window.keyboard.press('Control+s')
  await window.getByText('Settings saved').waitFor()
}

test(
  '164.312(a)(2)(i), (d): from an empty folder to the second person connected',
  { annotation: { type: 'slow', description: 'an empty folder to two connected people, key by key' } },
  async ({ start, systemBrowser, fullscript }) => {
    const { window } = await start({ demo: false })
    const { wrong, look } = looker(window)
    await setUpPractice(window, WREN, (screen) => look(screen, 2))
    await enterSettings(window, fullscript)
    const code = await addPerson(window, {
      ...{ name: 'Noor Haldane', username: 'noor' },
      password: WREN.password,
    })
    const row = window.getByRole('row', { name: /Noor Haldane/ })
    await expect(row).toContainText('Invited')
    await signOut(window)

    await signInWithCode(
      window,
      'First sign-in or reset code',
      { username: 'noor', code: code.toLowerCase().replaceAll('-', ' '), password: NEW_PASSWORD },
      (screen) => look(screen),
    )
    await expect(window.getByRole('button', { name: 'Account: Noor Haldane' })).toBeVisible()
    await expect(window.getByRole('link', { name: 'People' })).toHaveCount(0)
    await window.keyboard.press('Control+2')
    const opened = systemBrowser.nextPage()
    await press(window, 'Connect my Fullscript account')
    // What happens in the person's own browser is not ours.
    const page = await opened
    await signInAtFullscript(page, fullscript.account('practitioner'))
    await page.getByRole('button', { name: 'Authorize Application' }).click()
    await press(window, 'Yes, this is me')
    await window.getByRole('button', { name: 'Disconnect', exact: true }).waitFor()
    await page.close()
    await signOut(window)

    await signInByName(window, WREN.username, WREN.password)
    await window.keyboard.press('Control+2')
    await expect(window.getByRole('button', { name: 'Connect my Fullscript account' })).toBeVisible()
    await window.keyboard.press('Control+4')
    await expect(row).toContainText('Active')
    expect(wrong).toEqual([])
  },
)

test(
  '164.312(a), (d): people, one’s own account, forgotten passwords, an emergency, and switching',
  { annotation: { type: 'slow', description: 'all that people do with accounts, key by key' } },
  async ({ yarrow }) => {
    test.setTimeout(150_000)
    const { window } = yarrow
    const { keyboard } = window
    const { wrong, look } = looker(window)
    await signInByName(window, 'june', DEMO_PASSWORD)

    await keyboard.press('Control+4')
    await window.getByRole('button', { name: `Edit ${tomas.fullName}` }).waitFor()
    await look('people')
    await press(window, `Edit ${tomas.fullName}`)
    await expect(window.getByRole('textbox', { name: 'Name', exact: true })).toBeFocused()
    await look('edit person')
    await retype(window, 'Name', 'Tomás Okafor')
    await retype(window, 'NPI', '1234567890')
    await keyboard.press('Enter')
    await window.getByText('Enter the ten digits').waitFor()
    await expect(window.getByRole('textbox', { name: 'NPI' })).toBeFocused()
    await retype(window, 'NPI', '1234567893')
    await retype(window, 'Credentials', 'LAc, ND')
    await tabTo(window, 'combobox', 'Role')
    await keyboard.type('Practitioner and')
    await retype(window, 'Your password', DEMO_PASSWORD)
    await press(window, 'Save changes')
    const row = window.getByRole('row', { name: /Tomás Okafor/ })
    await expect(row).toContainText('Tomás Okafor, LAc, ND')
    await expect(row).toContainText('Practitioner and administrator')
    await expect(window.getByRole('button', { name: 'Edit Tomás Okafor' })).toBeFocused()

    await chooseFor(window, 'Priya Raman', 'Deactivate')
    const priya = window.getByRole('row', { name: /Priya Raman/ })
    await expect(priya).toContainText('Deactivated')
    await expect(window.getByRole('button', { name: 'More for Priya Raman' })).toBeFocused()
    await window.getByRole('button', { name: 'Undo' }).waitFor()
    await keyboard.press('Control+z')
    await expect(priya).toContainText('Active')
    await chooseFor(window, 'Tomás Okafor', 'Give a new code')
    await expect(window.getByRole('textbox', { name: 'Your password' })).toBeFocused()
    await keyboard.type(DEMO_PASSWORD)
    await keyboard.press('Enter')
    const [resetCode = ''] = await shownCodes(window)
    await expect(window.getByRole('button', { name: 'Done' })).toBeFocused()
    await look('a code for somebody', 3)
    await press(window, 'Done')
    await expect(row).toContainText('Reset code given')
    await expect(window.getByRole('button', { name: 'More for Tomás Okafor' })).toBeFocused()

    await keyboard.press('Control+Shift+a')
    await press(window, 'Change password')
    await keyboard.press('Tab')
    await press(window, 'Cancel')
    await expect(window.getByRole('button', { name: 'Change password' })).toBeFocused()
    await press(window, 'New recovery code')
    await keyboard.type(DEMO_PASSWORD)
    await keyboard.press('Enter')
    const [recoveryCode = ''] = await shownCodes(window)
    await expect(window.getByRole('button', { name: 'I have kept it' })).toBeFocused()
    await keyboard.press('Enter')
    await expect(window.getByRole('button', { name: 'New recovery code' })).toBeFocused()
    await press(window, 'Turn on')
    await keyboard.type(DEMO_PASSWORD)
    await keyboard.press('Enter')
    const digits = window.getByLabel('The six digits that it shows now')
    await expect(digits).toBeFocused()
    await look('second factor')
    const key = await window.getByTestId('second-factor-key').textContent()
    await tabTo(window, 'textbox', 'The six digits that it shows now')
    await keyboard.type(authenticatorCode(key ?? '', Date.now()))
    await keyboard.press('Enter')
    expect(await shownCodes(window)).toHaveLength(10)
    await expect(window.getByRole('button', { name: 'I have kept them' })).toBeFocused()
    await look('backup codes', 3)
    await press(window, 'I have kept them')
    await expect(window.getByRole('button', { name: 'Turn off' })).toBeFocused()
    await keyboard.press('Enter')
    await keyboard.type(DEMO_PASSWORD)
    await keyboard.press('Enter')
    await expect(window.getByRole('button', { name: 'Turn on' })).toBeFocused()
    await signOut(window)

    await signInWithCode(
      window,
      'Forgotten password',
      { username: 'june', code: recoveryCode, password: NEW_PASSWORD },
      (screen) => look(screen),
    )
    await command(window, 'maya lind', /Lindqvist, Maya/)
    await heading(window, 'Maya Lindqvist')
    await press(window, 'Restrict')
    await window.getByRole('checkbox').first().waitFor()
    await look('who may open this chart')
    await press(window, 'Restrict chart')
    await window.getByRole('button', { name: 'Restricted', exact: true }).waitFor()
    await signOut(window)

    await signInWithCode(window, 'First sign-in or reset code', {
      username: 'tomas',
      code: resetCode,
      password: WREN.password,
    })
    await command(window, 'maya lind', /Lindqvist, Maya/)
    await heading(window, 'Maya Lindqvist')
    await look('restricted chart')
    await retype(window, 'Reason', 'urgent')
    await press(window, 'Open in an emergency')
    await window.getByText('Say why, in at least 10 characters').waitFor()
    await expect(window.getByRole('textbox', { name: 'Reason' })).toBeFocused()
    await keyboard.press('Control+a')
    await keyboard.type(REASON)
    await press(window, 'Open in an emergency')
    await window.getByRole('timer').waitFor()
    await look('chart in an emergency')
    await press(window, 'End now')
    await window.getByRole('textbox', { name: 'Reason' }).waitFor()

    // Switching: one key, a name, a password, Enter; and back to whoever's work waits: a password and Enter.
    await keyboard.press('Control+Shift+s')
    await signInByName(window, 'june', NEW_PASSWORD)
    const notice = window.getByRole('dialog', { name: 'A restricted chart was opened in an emergency' })
    await notice.getByText(`Reason: ${REASON}`).waitFor()
    await expect(notice.getByRole('button', { name: 'I have seen this' })).toBeFocused()
    await look('an emergency is told of', 2)
    await press(window, 'I have seen this')
    await notice.waitFor({ state: 'hidden' })
    await command(window, 'emergency')
    await heading(window, 'Emergency access')
    await look('emergency report')
    await keyboard.press('Control+Shift+l')
    await heading(window, 'Locked')
    await expect(passwordField(window)).toBeFocused()
    await look('locked')
    await tabTo(window, 'textbox', 'Password')
    await keyboard.type(NEW_PASSWORD)
    await keyboard.press('Enter')
    await heading(window, 'Emergency access')
    await keyboard.press('Control+Shift+l')
    await heading(window, 'Locked')
    await keyboard.press('Escape')
    await signInByName(window, 'tomas', WREN.password)
    await expect(window.getByRole('button', { name: 'Account: Tomás Okafor' })).toBeVisible()
    expect(wrong).toEqual([])
  },
)
