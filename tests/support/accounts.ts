/** What people do with accounts, by the names that they see; without a mouse. */
import { createHmac } from 'node:crypto'
import type { Page } from 'playwright-core'
import { tabTo } from './keyboard'

export type NewPractice = { practice: string; name: string; username: string; password: string }

const heading = (window: Page, name: string) => window.getByRole('heading', { name, exact: true }).waitFor()

/** A password that main calls good, typed into the field that has the keyboard, and Enter. */
async function choosePassword(window: Page, password: string) {
  await window.keyboard.type(password)
  await window.getByText('Good: hard to guess').waitFor()
  await window.keyboard.press('Enter')
}

/** The codes on screen. */
export async function shownCodes(window: Page): Promise<string[]> {
  const codes = window.getByTestId('code')
  await codes.first().waitFor()
  return codes.allTextContents()
}

/** Reads the recovery code, says that it is kept, and goes on. */
async function keepRecoveryCode(window: Page, look?: Look): Promise<string> {
  const [code = ''] = await shownCodes(window)
  await window.keyboard.press('Space')
  await look?.('recovery code')
  await tabTo(window, 'button', 'Continue')
  await window.keyboard.press('Enter')
  return code
}

/** Looks at a screen, and may leave the keyboard anywhere on it. */
export type Look = (screen: string) => Promise<void>

/** The whole guide, from the welcome to the Fullscript settings; answers with the recovery code. */
export async function setUpPractice(window: Page, first: NewPractice, look?: Look): Promise<string> {
  const { keyboard } = window
  /** Enter in the field that has the keyboard, or, where somebody has looked around, on the button. */
  const goOn = async (screen: string, button: string | RegExp) => {
    if (look) {
      await look(screen)
      await tabTo(window, 'button', button)
    }
    await keyboard.press('Enter')
  }
  await heading(window, 'Welcome to Yarrow')
  await goOn('guide: welcome', /^Set up this practice/)
  await heading(window, 'Your practice')
  await keyboard.type(first.practice)
  await goOn('guide: practice', 'Continue')
  await heading(window, 'The first administrator')
  await keyboard.type(first.name)
  await tabTo(window, 'textbox', 'Username')
  await keyboard.press('Control+a')
  await keyboard.type(first.username)
  await goOn('guide: first administrator', 'Continue')
  await heading(window, 'Choose your password')
  await keyboard.type(`${first.practice} ${first.name}`)
  await window.getByText('Too easy to guess').waitFor()
  await keyboard.press('Control+a')
  await keyboard.type(first.password)
  await window.getByText('Good: hard to guess').waitFor()
  await goOn('guide: password', 'Create the practice')
  const code = await keepRecoveryCode(window, look)
  await heading(window, 'Back up every night')
  if (look) await look('guide: backups')
  await tabTo(window, 'button', 'Skip for now')
  await keyboard.press('Enter')
  await heading(window, 'Connect the practice with Fullscript')
  await goOn('guide: Fullscript', 'Enter the Fullscript settings')
  await heading(window, 'Fullscript settings')
  return code
}

/** A practitioner, on the page of people; answers with the code for the first sign-in. `password`: of who adds. */
export async function addPerson(
  window: Page,
  person: { name: string; username: string; password: string },
): Promise<string> {
  const { keyboard } = window
  await keyboard.press('Control+4')
  await heading(window, 'People')
  await tabTo(window, 'button', 'Add person')
  await keyboard.press('Enter')
  const dialog = window.getByRole('dialog', { name: 'Add person' })
  await dialog.waitFor()
  await keyboard.type(person.name)
  await tabTo(window, 'textbox', 'Username')
  await keyboard.press('Control+a')
  await keyboard.type(person.username)
  await tabTo(window, 'textbox', 'Your password')
  await keyboard.type(person.password)
  await keyboard.press('Enter')
  const [code = ''] = await shownCodes(window)
  await keyboard.press('Enter')
  await window.getByRole('dialog').waitFor({ state: 'hidden' })
  return code
}

/** From the sign-in screen with a code and a new password into the app; answers with the new recovery code. */
export async function signInWithCode(
  window: Page,
  way: 'First sign-in or reset code' | 'Forgotten password',
  { username, code, password }: { username: string; code: string; password: string },
  look?: Look,
): Promise<string> {
  const { keyboard } = window
  await tabTo(window, 'button', way)
  await keyboard.press('Enter')
  if (look) {
    await look(way)
    await tabTo(window, 'textbox', 'Username')
  }
  await keyboard.type(username)
  await keyboard.press('Tab')
  await keyboard.type(code)
  await keyboard.press('Tab')
  await choosePassword(window, password)
  const recoveryCode = await keepRecoveryCode(window)
  // Everybody comes back to where they were, so no screen is waited for.
  await window.getByRole('button', { name: /^Account:/ }).waitFor()
  return recoveryCode
}

/** Does what the palette has under these words; `label`: how it says so itself. */
export async function command(window: Page, words: string, label = new RegExp(words, 'i')) {
  await window.keyboard.press('Control+k')
  await window.getByRole('dialog').getByLabel('Search patients and commands').waitFor()
  await window.keyboard.type(words)
  const chosen = window.locator('[role=option][data-combobox-selected]')
  await chosen.filter({ hasText: label }).waitFor()
  await window.keyboard.press('Enter')
}

export async function signInAs(window: Page, username: string, password: string) {
  await window.getByLabel('Username').fill(username)
  await window.getByRole('textbox', { name: 'Password' }).fill(password)
  await window.keyboard.press('Enter')
}

/** The bytes of an authenticator's secret in base32 (RFC 4648). */
function authenticatorBytes(secret: string): Buffer {
  const bits = [...secret.replaceAll(' ', '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

/** What an authenticator shows for a secret in base32 at a time in epoch milliseconds (RFC 6238). */
export function authenticatorCode(secret: string, at: number): string {
  const key = authenticatorBytes(secret)
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const mac = createHmac('sha1', key).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 15
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}
