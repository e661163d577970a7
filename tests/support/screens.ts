/** A walk past every screen and state that a person can see, for the suites that look at all of them. */
import { truncate } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { ENTRY_KINDS } from '../../src/shared/entry-kinds'
import type { WindowBridge } from '../../src/shared/contract'
import { DEMO_PASSWORD } from '../../src/main/practice/demo-practice'
import { accountScreens, waysInScreens } from './account-screens'
import { ENTRY_EXAMPLES } from './entry-examples'
import type { LocalFullscript } from './local-fullscript'
import {
  buildPlan,
  confirmOwner,
  fullscriptFrame,
  june,
  openPatient,
  sendPlan,
  signIn,
  signInAtFullscript,
  signOut,
  startConnecting,
  tomas,
  waitForEmbed,
  ZINC_FOR_MAYA,
} from './people'
import type { SystemBrowser } from './system-browser'
import type { Visit } from './visit'
import type { Yarrow, YarrowOptions } from './yarrow'

type World = { yarrow: Yarrow; systemBrowser: SystemBrowser; fullscript: LocalFullscript; visit: Visit }

const shown = (page: Page, text: string) => page.getByText(text).first().waitFor()
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const failure = (page: Page) => page.getByRole('alert').first().waitFor()

/** From no records at all to records that do not open, on a computer without a keychain. */
export async function startUpScreens(
  start: (options: YarrowOptions) => Promise<Yarrow>,
  userData: string,
  visit: Visit,
) {
  const noKeychain = { env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' } }
  const passphrase = 'seven quiet herons at dusk'
  const first = await start(noKeychain)
  await first.window.getByLabel('New passphrase').fill(passphrase)
  await first.window.getByLabel('Same passphrase again').fill('another')
  await shown(first.window, 'The two are not the same yet')
  await visit('start: choose a passphrase', first.window)
  await first.window.getByLabel('Same passphrase again').fill(passphrase)
  await press(first.window, 'Create encrypted records')
  await first.window.getByRole('heading', { name: 'Sign in' }).waitFor()
  await first.close()

  const second = await start(noKeychain)
  await second.window.getByLabel('Vault passphrase').fill('seven quiet herons at dawn')
  await press(second.window, 'Open records')
  await failure(second.window)
  await visit('start: wrong passphrase', second.window)
  await second.close()

  await truncate(join(userData, 'demo-records', 'yarrow.db'), 1)
  const third = await start(noKeychain)
  await third.window.getByRole('heading', { name: 'Yarrow could not open your records' }).waitFor()
  await visit('start: records do not open', third.window)
  await third.close()
}

/** Everything from the sign-in screen on, once, with a connection made and a plan sent on the way. */
export async function everyScreen(world: World) {
  await signingIn(world)
  await patients(world)
  await demographics(world)
  await entries(world)
  await connecting(world)
  await embed(world)
  await troubles(world)
  await fullscriptPages(world)
  await accountScreens(world.yarrow.window, world.visit, DEMO_PASSWORD)
  await elsewhere(world)
  await restrictedCharts(world)
}

async function signingIn({ yarrow: { window }, visit }: World) {
  await window.getByRole('button', { name: june.name }).waitFor()
  await visit('sign-in', window)
  await window.getByLabel('Username').fill('june')
  await window.getByRole('textbox', { name: 'Password' }).fill('not the password')
  await press(window, 'Sign in')
  await failure(window)
  await visit('sign-in refused', window)
  await waysInScreens(window, visit)
  await signIn(window, june)
}

async function patients({ yarrow: { window }, visit }: World) {
  const search = window.getByRole('combobox', { name: 'Search patients' })
  await window.getByRole('option').first().waitFor()
  await visit('patients', window)
  await search.fill('zzz')
  await shown(window, 'No patient matches')
  await visit('nobody found', window)
  await search.fill('')
  await press(window, 'New patient')
  const dialog = window.getByRole('dialog', { name: 'New patient' })
  await dialog.getByLabel('Given name', { exact: true }).fill('Maya')
  await dialog.getByLabel('Family name').fill('Lindqvist')
  await shown(window, 'Already in the practice?')
  await visit('new patient, somebody alike', window)
  await dialog.getByLabel('Family name').fill('')
  await dialog.getByRole('button', { name: 'Add patient' }).click()
  await shown(window, 'Enter the family name')
  await visit('new patient, not complete', window)
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await dialog.waitFor({ state: 'hidden' })
}

async function demographics({ yarrow: { window }, visit }: World) {
  await openPatient(window, 'maya lind', /Maya/)
  await visit('demographics', window)
  const email = window.getByLabel('E-mail')
  await email.fill('maya')
  await press(window, 'Save changes')
  await shown(window, 'Enter an address such as')
  await visit('demographics, being edited', window)
  await press(window, 'Discard')
  await window.getByLabel('City').fill('Salem')
  await press(window, 'Save changes')
  await shown(window, 'Changes saved')
  await visit('demographics, saved', window)
  await window.getByRole('tab', { name: 'Plan' }).click()
  await shown(window, 'No plans yet')
  await visit('plan, none yet', window)
  await press(window, 'Open Fullscript')
  await window.getByRole('menuitem', { name: 'Labs' }).waitFor()
  await visit('plan, menu open', window)
  await window.keyboard.press('Escape')
}

/** Every kind of clinical entry: none yet, one, its history, and the form. */
async function entries({ yarrow: { window }, visit }: World) {
  await openPatient(window, 'oliver br', /Oliver/)
  const chart = new URL(window.url()).pathname
  const patientId = chart.split('/').at(-1) ?? ''
  await goTo(window, `${chart}/timeline`)
  await shown(window, 'Nothing is recorded yet')
  await visit('timeline, nothing yet', window)
  for (const { area } of Object.values(ENTRY_KINDS)) {
    await goTo(window, `${chart}/${area}`)
    await window.getByRole('switch', { name: 'Show what was entered in error' }).waitFor()
    await visit(`${area}, none yet`, window)
    const { first: content } = ENTRY_EXAMPLES[area]
    await window.evaluate(
      async (input) => {
        const { yarrow } = globalThis as unknown as { yarrow: WindowBridge }
        await yarrow[input.area].record({ patientId: input.patientId, content: input.content as never })
      },
      { area, patientId, content },
    )
    await window.getByRole('button', { name: `More for ${content.text}` }).click()
    await window.getByRole('menuitem', { name: 'Entered in error' }).waitFor()
    await visit(`${area}, one, menu open`, window)
    await window.getByRole('menuitem', { name: 'History' }).click()
    await window.getByRole('dialog').getByText(/^Now/).waitFor()
    await visit(`${area}, history`, window)
    await goTo(window, `${chart}/${area}?new`)
    await window.getByRole('dialog').getByRole('button', { name: 'Cancel' }).waitFor()
    await visit(`${area}, a new one`, window)
    await window.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await window.getByRole('dialog').waitFor({ state: 'hidden' })
  }
  await goTo(window, `${chart}/timeline`)
  await window.getByRole('region', { name: 'Timeline' }).getByRole('listitem').first().waitFor()
  await visit('timeline', window)
  await openPatient(window, 'maya lind', /Maya/)
}

async function connecting({ yarrow: { window }, systemBrowser, fullscript, visit }: World) {
  await press(window, 'Add plan')
  await shown(window, 'Connect Fullscript to go on')
  await visit('connect, invitation', window)
  const given = await startConnecting(window, systemBrowser)
  await shown(window, 'Finish in your browser')
  await visit('connect, waiting', window)
  await press(window, 'Paste the address')
  await window.getByLabel('Address from the browser').fill('https://example.com/?code=wrong')
  await press(window, 'Use this address')
  await failure(window)
  await visit('connect, address of no use', window)
  await press(window, 'Cancel')
  await failure(window)
  await visit('connect, cancelled', window)
  await given.close()
  const page = await startConnecting(window, systemBrowser)
  await signInAtFullscript(page, fullscript.account('store owner'))
  await page.getByRole('button', { name: 'Authorize Application' }).click()
  await window.getByRole('region', { name: 'Is this you?' }).waitFor()
  await visit('connect, is this you', window)
  await confirmOwner(window)
  await page.close()
}

async function embed({ yarrow, visit }: World) {
  const { window } = yarrow
  await waitForEmbed(window)
  await visit('embed, ready', window)
  await visit('embed page', await yarrow.embedPage())
  await showPlans(window)
  await visit('embed with the plans beside it, none yet', window)
  await palette(window, visit)
  await window.getByRole('button', { name: /^Account:/ }).click()
  await window.getByRole('menuitem', { name: 'Sign out' }).waitFor()
  await visit('account menu', window)
  await window.keyboard.press('Escape')
  await window.getByRole('link', { name: 'Patients' }).click()
  await window.getByRole('option').first().waitFor()
  await visit('patients, with a plan open in Fullscript', window)
  await press(window, 'Open plan: Maya Lindqvist')
  await showPlans(window)
  const frame = await fullscriptFrame(yarrow)
  await buildPlan(frame, ZINC_FOR_MAYA)
  await sendPlan(frame)
  await shown(window, 'Plan added to the chart')
  await window.getByTestId('plan').getByText('Zinc Picolinate 30').waitFor()
  await visit('embed with a new plan beside it', window)
  await press(window, 'Close Fullscript')
  await window.getByTestId('embed-place').waitFor({ state: 'hidden' })
  await visit('plan, with a plan', window)
}

/** A narrow window hides the plans beside Fullscript until somebody wants them. */
async function showPlans(window: Page) {
  const plans = window.getByRole('button', { name: 'Plans in the chart' })
  if ((await plans.getAttribute('aria-pressed')) === 'false') await plans.click()
}

async function palette(window: Page, visit: Visit) {
  await window.keyboard.press('Control+k')
  const search = window.getByRole('dialog').getByLabel('Search patients and commands')
  await search.waitFor()
  await visit('palette', window)
  await search.fill('maya')
  await window.getByRole('dialog').getByText('Lindqvist, Maya').waitFor()
  await visit('palette, a patient found', window)
  await search.fill('zzz')
  await shown(window, 'No patient matches')
  await visit('palette, nothing found', window)
  await window.keyboard.press('Escape')
  await window.getByRole('dialog').waitFor({ state: 'hidden' })
}

async function troubles({ yarrow: { window }, fullscript, visit }: World) {
  const effect = { kind: 'status', status: 500 }
  await fullscript.control('faults', { path: '/api/clinic/treatment_plans/*', count: null, effect })
  await window.getByRole('button', { name: /^Refresh the plan/ }).click()
  await failure(window)
  await visit('plan, not refreshed', window)
  await fullscript.control('faults', {
    path: '/api/embeddable/tokenize',
    method: 'POST',
    count: null,
    effect,
  })
  await press(window, 'Add plan')
  await window.getByTestId('embed-place').getByRole('button', { name: 'Try again' }).waitFor()
  await visit('embed, failed', window)
  await fullscript.control('faults/clear', {})
  await press(window, 'Close Fullscript')
  await openPatient(window, 'ingrid', /Ingrid/)
  await press(window, 'Add plan')
  await shown(window, 'Fullscript needs an e-mail address')
  await press(window, 'Save and continue')
  await visit('plan, e-mail needed', window)
}

async function fullscriptPages({ yarrow: { window }, fullscript, visit }: World) {
  await window.getByRole('link', { name: 'Fullscript' }).click()
  await press(window, 'Disconnect')
  await window.getByRole('button', { name: 'Disconnect now' }).waitFor()
  await visit('my connection', window)
  await press(window, 'Stay connected')
  await window.getByRole('tab', { name: 'Everybody' }).click()
  await press(window, 'Disconnect Dr. June Hartwell')
  await press(window, 'Disconnect everybody')
  await visit('everybody’s connections, before ending one', window)
  await press(window, 'Keep')
  await window.getByRole('tab', { name: 'Fullscript settings' }).click()
  await window.getByLabel('Client ID', { exact: true }).waitFor()
  await window.getByText('Advanced', { exact: true }).click()
  await visit('practice settings', window)
  await press(window, 'Ask everybody to connect again')
  await window.getByRole('region', { name: 'Fullscript connection' }).waitFor()
  await visit('practice settings, scopes were added', window)
  await press(window, 'Stop asking')
  await window.getByRole('textbox', { name: 'Origin URI' }).fill('yarrow')
  await window.getByLabel('Ports').fill('80')
  await press(window, 'Save settings')
  await shown(window, 'Enter https:// and a host name')
  await visit('practice settings, refused', window)
  await press(window, 'Discard')
  await window.getByRole('tab', { name: 'Test connection' }).click()
  await press(window, 'Run the test')
  await window.getByLabel('Passed').nth(2).waitFor()
  await visit('test page, passed', window)
  await fullscript.control('faults', { path: '/api/clinic', effect: { kind: 'status', status: 500 } })
  await press(window, 'Run again')
  await failure(window)
  await visit('test page, failed', window)
  await fullscript.control('faults/clear', {})
}

async function elsewhere({ yarrow: { window }, visit }: World) {
  await window.getByRole('link', { name: 'Audit' }).click()
  await shown(window, 'Verify every row')
  await window.getByRole('region', { name: 'Rows of the audit record' }).waitFor()
  await visit('audit', window)
  await window.getByLabel('Patient', { exact: true }).fill('zzz')
  await shown(window, 'No row matches')
  await visit('audit, no row matches', window)
  await openPatient(window, 'maya lind', /Maya/)
  await window.getByRole('tab', { name: 'Who has seen this patient' }).click()
  await window.getByRole('region', { name: 'Who has seen this patient' }).waitFor()
  await visit('who has seen this patient', window)
  await window.getByRole('tab', { name: 'Disclosures' }).click()
  await window.getByRole('button', { name: 'Save as CSV' }).waitFor()
  await visit('disclosures', window)
  await window.getByRole('button', { name: /^Account:/ }).click()
  await window.getByRole('menuitem', { name: 'About Yarrow' }).click()
  await shown(window, 'Licences')
  await visit('about', window)
  await goTo(window, '/patients/00000000-0000-4000-8000-000000000000')
  await shown(window, 'This patient could not be found')
  await visit('patient not found', window)
}

/** June keeps a chart to herself; Tomas opens it in an emergency; June is told. */
async function restrictedCharts({ yarrow: { window }, visit }: World) {
  await openPatient(window, 'maya lind', /Maya/)
  await press(window, 'Restrict')
  await window.getByRole('checkbox').first().waitFor()
  await visit('restrict a chart', window)
  await press(window, 'Restrict chart')
  await window.getByRole('button', { name: 'Restricted', exact: true }).waitFor()
  await signOut(window)
  await signIn(window, tomas)
  const mayas = window.getByRole('option', { name: /Lindqvist, Maya/ })
  await window.getByRole('combobox', { name: 'Search patients' }).fill('maya lind')
  await mayas.waitFor()
  await visit('patients, one of them restricted', window)
  await mayas.click()
  await press(window, 'Open in an emergency')
  await shown(window, 'Say why, in at least 10 characters')
  await visit('restricted chart', window)
  await window.getByLabel('Reason').fill('Found unconscious, allergies needed')
  await press(window, 'Open in an emergency')
  await window.getByLabel('City').waitFor()
  await visit('chart in an emergency', window)
  await signOut(window)
  await signIn(window, june)
  await shown(window, 'A restricted chart was opened in an emergency')
  await visit('emergency notice', window)
  await window.getByRole('link', { name: 'All emergency accesses' }).click()
  await window.getByText(/Opened by Tomas/).waitFor()
  await visit('emergency report', window)
}

/** To an address that no link leads to, as an old one in the history would. */
async function goTo(window: Page, address: string) {
  await window.evaluate((to) => {
    history.pushState(null, '', to)
    dispatchEvent(new PopStateEvent('popstate'))
  }, address)
}
