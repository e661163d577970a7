/**
 * What S-21 has people do before they lock: everything in which main handles a secret. Secrets are typed key by key and
 * read from the screen turned over, because the debugger that drives the window keeps what passes it in main's memory.
 */
import { randomBytes } from 'node:crypto'
import type { Page } from 'playwright-core'
import { authenticatorBytes, authenticatorCode, shownCodes, signInWithCode } from '../support/accounts'
import type { LocalFullscript, SandboxApplication } from '../support/local-fullscript'
import {
  connectAccount,
  connectClinic,
  enterFullscriptSettings,
  openConnection,
  openPatient,
  waitForEmbed,
} from '../support/people'
import { shownSecrets } from '../support/shown-secrets'
import type { SystemBrowser } from '../support/system-browser'
import type { Wiretap } from '../support/wiretap'
import type { Yarrow } from '../support/yarrow'
import type { FactorSecrets, PracticeSecrets } from './memory-practice'
import type { SecretWatch } from './memory-watch'

const TWO_HOURS_MS = 7_300_000

export type Desk = {
  yarrow: Yarrow
  practice: PracticeSecrets
  factor: FactorSecrets | null
  fullscript: LocalFullscript
  tap: Wiretap
  browser: SystemBrowser
  watch: SecretWatch
  /** Notes what main holds, locks, waits, and looks; the same person's lock screen stands afterwards. */
  lockAndLook: () => Promise<void>
}

export type Day = {
  name: string
  /** Whether June has a second factor when the day begins. */
  secondFactor: boolean
  application: (fullscript: LocalFullscript) => SandboxApplication
  work: (desk: Desk) => Promise<void>
}

const randomPassword = () => randomBytes(18).toString('base64url')
const press = (window: Page, name: string | RegExp) =>
  window.getByRole('button', { name, exact: true }).click()

/** Up to the password, and up to the code from the authenticator if one is asked for. */
async function typePassword(window: Page, password: string, code: string | null) {
  await window.getByLabel('Username').fill('june')
  await window.getByLabel('Password', { exact: true }).pressSequentially(password)
  await press(window, 'Sign in')
  if (code !== null) {
    await window.getByLabel('Code from your authenticator').pressSequentially(code)
    await press(window, 'Sign in')
  }
  await window.getByRole('button', { name: /^Account:/ }).waitFor()
}

async function addPlan(window: Page) {
  await openPatient(window, 'maya lind', /Maya/)
  await press(window, 'Add plan')
  await waitForEmbed(window)
}

/** Her own connection: signs in, connects, refreshes, calls the API, opens the embed with a grant. */
async function ownConnection({ yarrow, practice, fullscript, tap, browser, watch, lockAndLook }: Desk) {
  const { window } = yarrow
  await typePassword(window, practice.password, null)
  watch.note()
  await enterFullscriptSettings(window, fullscript, { apiOrigin: tap.origin })
  await connectAccount(yarrow, browser, fullscript.account('store owner'))
  watch.note()
  await fullscript.control('clock/advance', { milliseconds: TWO_HOURS_MS })
  await addPlan(window)
  watch.note()
  await openConnection(window)
  await window.getByRole('tab', { name: 'Test connection' }).click()
  await press(window, 'Run the test')
  await window.getByLabel('Passed').nth(2).waitFor()
  await addPlan(window)
  await lockAndLook()
}

/** The same for a whole clinic, with an app of the older kind. */
async function clinicConnection({ yarrow, practice, fullscript, tap, browser, watch, lockAndLook }: Desk) {
  const { window } = yarrow
  await typePassword(window, practice.password, null)
  await enterFullscriptSettings(window, fullscript, {
    apiOrigin: tap.origin,
    application: fullscript.olderApplication,
  })
  await connectClinic(window, browser, fullscript.account('store owner'))
  watch.note()
  await press(window, 'Choose June Hartwell for Dr. June Hartwell')
  await fullscript.control('clock/advance', { milliseconds: TWO_HOURS_MS })
  await addPlan(window)
  await lockAndLook()
}

/** Everything that is typed or shown once: codes, secrets of an authenticator, new passwords, a draft; three locks. */
async function accounts({ yarrow, practice, factor, watch, lockAndLook }: Desk) {
  const { window } = yarrow
  const [backupCode = ''] = factor?.backupCodes ?? []
  watch.add('authenticator secret', authenticatorBytes(factor?.secret ?? ''))
  watch.addCode('backup code', backupCode)
  await typePassword(window, practice.password, backupCode)
  watch.note()

  const confirm = async (deed: string) => {
    await window.getByLabel('Your password', { exact: true }).pressSequentially(practice.password)
    await press(window, deed)
  }
  await window.keyboard.press('Control+Shift+A')
  await press(window, 'New recovery code')
  await confirm('Make a new code')
  const [recoveryCode = ''] = await shownCodes(window)
  watch.addCode('recovery code', recoveryCode)
  watch.note()
  await press(window, 'I have kept it')
  await newSecondFactor(window, watch, confirm)

  await window.getByRole('link', { name: 'People' }).click()
  await press(window, 'More for Tomas Okafor')
  await window.getByRole('menuitem', { name: 'Give a new code' }).click()
  await confirm('Give code')
  const [signInCode = ''] = await shownCodes(window)
  watch.addCode('sign-in code', signInCode)
  watch.note()
  await press(window, 'Done')

  const draft = `asks to be called ${randomBytes(12).toString('base64url')}`
  watch.add('draft', draft.slice(-16))
  await openPatient(window, 'maya lind', /Maya/)
  await window.getByRole('textbox', { name: 'Note' }).pressSequentially(draft)
  await lockAndLook()

  // The same codes once more, as main takes them.
  const tomas = { username: 'tomas', code: signInCode, password: randomPassword() }
  watch.add('password of Tomas', tomas.password)
  await somebodyElse(window)
  watch.addCode('recovery code of Tomas', await signInWithCode(window, 'First sign-in or reset code', tomas))
  await lockAndLook()

  const june = { username: 'june', code: recoveryCode, password: randomPassword() }
  watch.add('new password', june.password)
  await somebodyElse(window)
  watch.addCode('new recovery code', await signInWithCode(window, 'Forgotten password', june))
  await lockAndLook()
}

async function somebodyElse(window: Page) {
  await window.getByRole('button', { name: /^Somebody else/ }).click()
}

async function newSecondFactor(window: Page, watch: SecretWatch, confirm: (deed: string) => Promise<void>) {
  await press(window, 'Turn off')
  await confirm('Turn off second factor')
  await press(window, 'Turn on')
  await confirm('Go on')
  const [shown = ''] = await shownSecrets(window.getByTestId('second-factor-key'))
  const secret = shown.replaceAll(' ', '')
  watch.add('new authenticator secret, base32', secret)
  watch.add('new authenticator secret, bytes', authenticatorBytes(secret))
  watch.note()
  await window.getByLabel('The six digits').pressSequentially(authenticatorCode(secret, Date.now()))
  await press(window, 'Turn on second factor')
  const codes = await shownCodes(window)
  codes.forEach((code, index) => {
    watch.addCode(`new backup code ${String(index + 1)}`, code)
  })
  watch.note()
  await press(window, 'I have kept them')
}

export const DAYS: readonly Day[] = [
  {
    name: 'own connection',
    secondFactor: false,
    application: (fullscript) => fullscript.application,
    work: ownConnection,
  },
  {
    name: 'clinic',
    secondFactor: false,
    application: (fullscript) => fullscript.olderApplication,
    work: clinicConnection,
  },
  {
    name: 'accounts',
    secondFactor: true,
    application: (fullscript) => fullscript.application,
    work: accounts,
  },
]
