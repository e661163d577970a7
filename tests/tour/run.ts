/**
 * The tour: the whole main job, as two people do it, in real Electron, with a real browser, a real keychain and a real
 * encrypted file; one of them signs in for the first time, and they switch at the same computer. Exit status 0 when
 * every step worked and nothing secret lies about.
 */
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { DEMO_PASSWORD } from '../../src/main/practice/demo-practice'
import { shownCodes, signInAs } from '../support/accounts'
import { findCanaries, type Canary } from '../support/canaries'
import { LocalFullscript } from '../support/local-fullscript'
import { lockByKey } from '../support/lock'
import {
  buildPlan,
  confirmOwner,
  enterFullscriptSettings,
  fullscriptFrame,
  june,
  openPatient,
  sendPlan,
  signIn,
  signInAtFullscript,
  signOut,
  startConnecting,
  waitForEmbed,
} from '../support/people'
import { projectRoot } from '../support/processes'
import { captureWindow } from '../support/screen'
import { SystemBrowser } from '../support/system-browser'
import { Wiretap } from '../support/wiretap'
import { newUserData, Yarrow } from '../support/yarrow'
import { TourRecorder } from './recorder'

const folder = join(projectRoot, 'out', 'tour')
const recorder = await TourRecorder.into(folder)
const userData = await newUserData()
const output: string[] = []
const secrets: Canary[] = []
/** Added by June on the way; she signs in for the first time with a code. */
const NOOR = { fullName: 'Noor Haddad', username: 'noor', password: 'seven quiet herons' }
let accessCode = ''
let recoveryCode = ''
let yarrow = null as Yarrow | null
let browser: SystemBrowser | null = null
let fullscript: LocalFullscript | null = null
let tap: Wiretap | null = null
let canaries: Awaited<ReturnType<typeof findCanaries>> | null = null

try {
  fullscript = await LocalFullscript.start()
  tap = await Wiretap.before(fullscript.info.http)
  browser = await SystemBrowser.start()
  await practitioner(fullscript, browser, tap)
  await officeStaff(fullscript, browser)
  await nextMorning(fullscript)
  secrets.push(...tap.canaries, ...statesIn(browser.addresses))
  canaries = await searchForSecrets(fullscript)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  for (const problem of yarrow?.problems ?? []) console.error(`    the window said: ${problem}`)
} finally {
  await yarrow?.close().catch(() => undefined)
  await browser?.stop()
  await tap?.stop()
  await fullscript?.stop()
}

await recorder.write({ canaries })
const clean = canaries !== null && canaries.found.length === 0
console.log(
  recorder.ok && clean
    ? `Every step worked. Summary: out/tour/summary.html`
    : `The tour failed. Summary: out/tour/summary.html`,
)
process.exit(recorder.ok && clean ? 0 : 1)

async function start(options: { localFullscript: string; browser?: string[] }) {
  yarrow = await Yarrow.start({ ...options, userData })
  yarrow.app.process().stdout?.on('data', (data: Buffer) => output.push(data.toString()))
  yarrow.app.process().stderr?.on('data', (data: Buffer) => output.push(data.toString()))
  await yarrow.window.getByRole('heading', { name: 'Sign in' }).waitFor()
  return yarrow
}

function seen(path: string) {
  if (!yarrow) throw new Error('Yarrow is not running')
  return captureWindow(yarrow, path)
}
function seenIn(page: () => Page | null) {
  return async (path: string) => page()?.screenshot({ path })
}

async function practitioner(local: LocalFullscript, systemBrowser: SystemBrowser, wiretap: Wiretap) {
  const person = 'June, practitioner'
  const { window } = await recorder.step(person, 'Start Yarrow on the demo practice', seen, () =>
    start({ localFullscript: local.info.http, browser: systemBrowser.command }),
  )
  await recorder.step(person, 'Sign in', seen, () => signIn(window, june))
  await recorder.step(person, 'Enter the Fullscript settings of the practice', seen, () =>
    enterFullscriptSettings(window, local, { apiOrigin: wiretap.origin }),
  )
  await recorder.step(person, 'Find the patient', seen, () => openPatient(window, 'maya lind', /Maya/))
  await recorder.step(person, 'Open a plan without a connection', seen, async () => {
    await window.getByRole('button', { name: 'Add plan' }).click()
    await window.getByRole('button', { name: 'Connect my Fullscript account' }).waitFor()
  })
  await connect(person, window, systemBrowser, local, 'store owner')
  await recorder.step(
    person,
    'Get a session grant and open the plan builder for the same patient',
    seen,
    () => waitForEmbed(window),
  )
  await plan(person, window, {
    practitioner: /June Hartwell/,
    patient: /Maya Lindqvist/,
    items: [
      { search: 'magnesium glycinate', product: 'Magnesium Glycinate 120' },
      { search: 'daily foundation', product: 'Daily Foundation Multi' },
    ],
  })
  await recorder.step(person, 'Test the connection', seen, async () => {
    await window.getByRole('link', { name: 'Fullscript' }).click()
    await window.getByRole('tab', { name: 'Test connection' }).click()
    await window.getByRole('button', { name: 'Run the test' }).click()
    await window.getByLabel('Passed').nth(2).waitFor()
  })
  await recorder.step(person, 'Add somebody for the front desk, and get a code for her', seen, async () => {
    await window.getByRole('link', { name: 'People' }).click()
    await window.getByRole('button', { name: 'Add person' }).click()
    const dialog = window.getByRole('dialog', { name: 'Add person' })
    await dialog.getByLabel('Name', { exact: true }).fill(NOOR.fullName)
    await dialog.getByLabel('Role').selectOption({ label: 'Office staff' })
    await dialog.getByLabel('Your password', { exact: true }).fill(DEMO_PASSWORD)
    await dialog.getByRole('button', { name: 'Add person' }).click()
    accessCode = (await shownCodes(window))[0] ?? ''
  })
  await window.getByRole('button', { name: 'Done' }).click()
  await recorder.step(person, 'Sign out', seen, () => signOut(window))
}

async function officeStaff(local: LocalFullscript, systemBrowser: SystemBrowser) {
  const person = 'Noor, office staff'
  if (!yarrow) throw new Error('Yarrow is not running')
  const { window } = yarrow
  await recorder.step(
    person,
    'Sign in for the first time, with the code and a password of her own',
    seen,
    () => firstSignIn(window),
  )
  await recorder.step(person, 'Find another patient', seen, () => openPatient(window, 'oliver br', /Oliver/))
  await recorder.step(person, 'Open a plan: June’s connection is not Noor’s', seen, async () => {
    await window.getByRole('button', { name: 'Add plan' }).click()
    await window.getByRole('button', { name: 'Connect my Fullscript account' }).waitFor()
  })
  await systemBrowser.forgetSessions()
  await connect(person, window, systemBrowser, local, 'staff')
  await recorder.step(
    person,
    'Get a session grant and open the plan builder for the same patient',
    seen,
    () => waitForEmbed(window),
  )
  await plan(person, window, {
    practitioner: /Tomas Okafor/,
    patient: 'new',
    items: [{ search: 'zinc picolinate', product: 'Zinc Picolinate 30' }],
  })
  await switching(window)
  await recorder.step(person, 'Sign out', seen, () => signOut(window))
  await yarrow.close()
}

async function firstSignIn(window: Page) {
  await window.getByRole('button', { name: 'First sign-in or reset code' }).click()
  await window.getByLabel('Username').fill(NOOR.username)
  await window.getByLabel('Code from your administrator').fill(accessCode)
  await window.getByRole('textbox', { name: 'New password' }).fill(NOOR.password)
  await window.getByText('Good: hard to guess').waitFor()
  await window.keyboard.press('Enter')
  recoveryCode = (await shownCodes(window))[0] ?? ''
  await window.getByRole('checkbox').check()
  await window.getByRole('button', { name: 'Continue' }).click()
  await window.getByRole('heading', { name: 'Patients', level: 1 }).waitFor()
}

/** Half a sentence, a lock, a colleague at the same computer, and the half sentence again. */
async function switching(window: Page) {
  const city = window.getByRole('textbox', { name: 'City' })
  await recorder.step('Noor, office staff', 'Leave half a word, and lock', seen, async () => {
    await window.getByRole('tab', { name: 'Demographics' }).click()
    await city.fill('Half a ci')
    await lockByKey(window)
  })
  await recorder.step(
    'June, practitioner',
    'Switch to June: her own place, nothing of Noor’s',
    seen,
    async () => {
      await window.getByRole('button', { name: 'Somebody else' }).click()
      await signInAs(window, 'june', DEMO_PASSWORD)
      await window.getByRole('button', { name: /Account: .*June Hartwell/ }).waitFor()
      if ((await window.getByText('Half a ci').count()) > 0)
        throw new Error('A draft crossed to somebody else')
    },
  )
  await recorder.step(
    'Noor, office staff',
    'Switch back: the same patient, the half word is there',
    seen,
    async () => {
      await window.keyboard.press('Control+Shift+S')
      await window.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor()
      await signInAs(window, NOOR.username, NOOR.password)
      await window.getByText('Draft restored').waitFor()
      if ((await city.inputValue()) !== 'Half a ci') throw new Error('The draft is not the same')
    },
  )
}

/** Restart without Fullscript: what was prescribed is in the chart. */
async function nextMorning(local: LocalFullscript) {
  const person = 'June, practitioner'
  const address = local.info.http
  await local.stop()
  const { window } = await recorder.step(person, 'Start again with Fullscript out of reach', seen, () =>
    start({ localFullscript: address }),
  )
  await recorder.step(person, 'Sign in', seen, () => signIn(window, june))
  await recorder.step(person, 'Read both plans in the charts', seen, async () => {
    await openPatient(window, 'oliver br', /Oliver/)
    await window.getByRole('tab', { name: 'Plan' }).click()
    await window.getByTestId('plan').getByText('Zinc Picolinate 30').waitFor()
    await openPatient(window, 'maya lind', /Maya/)
    await window.getByRole('tab', { name: 'Plan' }).click()
    await window.getByTestId('plan').getByText('Magnesium Glycinate 120').waitFor()
  })
  await yarrow?.close()
  yarrow = null
}

async function connect(
  person: string,
  window: Page,
  systemBrowser: SystemBrowser,
  local: LocalFullscript,
  role: string,
) {
  let page: Page | null = null
  const atFullscript = seenIn(() => page)
  page = await recorder.step(person, 'Connect the Fullscript account: the browser opens', seen, () =>
    startConnecting(window, systemBrowser),
  )
  const browserPage = page
  await recorder.step(person, 'Sign in at Fullscript', atFullscript, () =>
    signInAtFullscript(browserPage, local.account(role)),
  )
  await recorder.step(person, 'Allow access; the browser hands back', atFullscript, async () => {
    await browserPage.getByRole('button', { name: 'Authorize Application' }).click()
    await browserPage.getByRole('heading', { name: 'You can go back to Yarrow' }).waitFor()
  })
  await recorder.step(person, 'See whose account it is', seen, () =>
    window.getByRole('button', { name: 'Yes, this is me' }).waitFor(),
  )
  await recorder.step(person, 'Confirm', null, () => confirmOwner(window))
}

async function plan(person: string, window: Page, content: Parameters<typeof buildPlan>[1]) {
  if (!yarrow) throw new Error('Yarrow is not running')
  const frame = await fullscriptFrame(yarrow)
  await recorder.step(person, 'Build the plan in Fullscript', seen, () => buildPlan(frame, content))
  await recorder.step(person, 'Review and send it', seen, () => sendPlan(frame))
  await recorder.step(person, 'Find it in the chart', seen, async () => {
    const close = window.getByRole('button', { name: 'Close Fullscript' })
    await close.click()
    await close.waitFor({ state: 'hidden' })
    for (const { product } of content.items) {
      await window.getByTestId('plan').getByText(product, { exact: true }).waitFor()
    }
  })
}

function statesIn(addresses: string[]): Canary[] {
  const states = addresses.map((address) => new URL(address).searchParams.get('state'))
  return [...new Set(states)].flatMap((value, index) =>
    value ? [{ name: `state ${String(index + 1)}`, value }] : [],
  )
}

/** S-20: nothing secret in the user-data folder, the log, or what the app printed. */
async function searchForSecrets(local: LocalFullscript) {
  const people: Canary[] = [
    { name: 'patient’s name', value: 'Lindqvist' },
    { name: 'patient’s e-mail', value: 'maya.lindqvist@mail.example' },
    { name: 'second patient’s e-mail', value: 'oliver.brandt@mail.example' },
    { name: 'product', value: 'Magnesium Glycinate' },
    { name: 'Fullscript password', value: local.account('staff').password },
    { name: 'Noor’s password', value: NOOR.password },
    { name: 'access code', value: accessCode },
    { name: 'recovery code', value: recoveryCode },
    { name: 'half a draft', value: 'Half a ci' },
  ]
  return recorder.step('Yarrow', 'Search for secrets outside the encrypted file', null, async () => {
    const result = await findCanaries([...people, ...secrets], [userData], {
      'stdout and stderr': output.join(''),
    })
    const kinds = new Set(secrets.map((secret) => secret.name.split(' ')[0]))
    for (const kind of ['access_token', 'refresh_token', 'code', 'code_verifier', 'secret_token', 'state']) {
      if (!kinds.has(kind)) throw new Error(`No ${kind} was seen on the way, so nothing was searched for`)
    }
    for (const { canary, encoding, where } of result.found) {
      console.error(`    found ${canary} (${encoding}) in ${where}`)
    }
    if (result.found.length > 0) throw new Error('Something secret lies about')
    return result
  })
}
