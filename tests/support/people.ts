/** What people do in Yarrow and in their browser, by the names that they see; shared by the tour and the suites. */
import type { Frame, Page } from 'playwright-core'
import type { LocalFullscript, SandboxAccount, SandboxApplication } from './local-fullscript'
import type { SystemBrowser } from './system-browser'
import type { Yarrow } from './yarrow'

export type DemoPerson = { name: RegExp; fullName: string }
export const june: DemoPerson = { name: /June Hartwell/, fullName: 'June Hartwell' }
export const tomas: DemoPerson = { name: /Tomas Okafor/, fullName: 'Tomas Okafor' }
export const priya: DemoPerson = { name: /Priya Raman/, fullName: 'Priya Raman' }

export async function signIn(window: Page, person: DemoPerson) {
  await window.getByRole('button', { name: person.name }).click()
  await window.getByRole('button', { name: 'Sign in', exact: true }).click()
  // Everybody comes back to where they were, so no screen is waited for.
  await window.getByRole('button', { name: /^Account:/ }).waitFor()
}

export async function signOut(window: Page) {
  await window.getByRole('button', { name: /^Account:/ }).click()
  await window.getByRole('menuitem', { name: 'Sign out' }).click()
  await window.getByRole('heading', { name: 'Sign in' }).waitFor()
}

/** Fullscript settings of the practice, typed in as they stand in Fullscript's dashboard. */
export async function enterFullscriptSettings(
  window: Page,
  fullscript: LocalFullscript,
  {
    apiOrigin = fullscript.info.http,
    pagesOrigin = fullscript.info.http,
    application = fullscript.application,
    wayBack,
  }: {
    apiOrigin?: string
    pagesOrigin?: string
    application?: SandboxApplication
    wayBack?: string
  } = {},
) {
  await window.getByRole('link', { name: 'Fullscript' }).click()
  await window.getByRole('tab', { name: 'Fullscript settings' }).click()
  await window.getByLabel('Environment').selectOption({ label: 'Local stand-in' })
  await window.getByLabel('API address').fill(`${apiOrigin}/api`)
  await window.getByLabel('Sign-in page').fill(`${pagesOrigin}/oauth/authorize`)
  await window.getByLabel('Embedded feature').fill(pagesOrigin)
  const { clientId, clientSecret, publicKey } = application
  await window.getByLabel('Client ID', { exact: true }).fill(clientId)
  await window.getByLabel('Client secret', { exact: true }).fill(clientSecret)
  await window.getByLabel('Public key').fill(publicKey)
  if (wayBack) await window.getByLabel('Way back from the browser').selectOption({ label: wayBack })
  await window.getByRole('button', { name: 'Save settings' }).click()
  await window.getByText('Settings saved').waitFor()
}

export async function openPatient(window: Page, query: string, name: RegExp) {
  await window.getByRole('link', { name: 'Patients' }).click()
  await window.getByRole('combobox', { name: 'Search patients' }).fill(query)
  // Until the answer comes, the list shows whoever was found before.
  await window.locator('#patient-rows[aria-busy="false"]').waitFor()
  await window.getByRole('option', { name }).first().click()
  await window.getByTestId('patient-facts').waitFor()
}

export async function openConnection(window: Page) {
  await window.getByRole('link', { name: 'Fullscript' }).click()
  await window.getByRole('tab', { name: 'My connection' }).click()
}

/**
 * Clicks the button and answers with the page that opened in the system browser. `wayBack`: another one than usual,
 * chosen in the practice's settings first.
 */
export async function startConnecting(
  window: Page,
  browser: SystemBrowser,
  { wayBack }: { wayBack?: string } = {},
): Promise<Page> {
  if (wayBack) {
    await window.getByRole('tab', { name: 'Fullscript settings' }).click()
    await window.getByLabel('Way back from the browser').selectOption({ label: wayBack })
    await window.getByRole('button', { name: 'Save settings' }).click()
    await window.getByText('Settings saved').waitFor()
    await window.getByRole('tab', { name: 'My connection' }).click()
  }
  const opened = browser.nextPage()
  await window.getByRole('button', { name: 'Connect my Fullscript account' }).click()
  const page = await opened
  await page.waitForLoadState()
  return page
}

export async function signInAtFullscript(page: Page, account: SandboxAccount) {
  await page.getByLabel('E-mail').fill(account.email)
  await page.getByLabel('Password').fill(account.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Authorize Application' }).waitFor()
}

/** From the page "My connection" to Fullscript's question whether Yarrow may; answers with the page that asks it. */
export async function askedToAuthorize(
  window: Page,
  browser: SystemBrowser,
  account: SandboxAccount,
  how: { wayBack?: string } = {},
): Promise<Page> {
  await openConnection(window)
  const page = await startConnecting(window, browser, how)
  await signInAtFullscript(page, account)
  return page
}

export async function confirmOwner(window: Page) {
  await window.getByRole('button', { name: 'Yes, this is me' }).click()
}

/** Connects on the page "My connection", from the button to the confirmed owner. */
export async function connectAccount(yarrow: Yarrow, browser: SystemBrowser, account: SandboxAccount) {
  const { window } = yarrow
  await browser.forgetSessions()
  const page = await askedToAuthorize(window, browser, account)
  await page.getByRole('button', { name: 'Authorize Application' }).click()
  await confirmOwner(window)
  await window.getByRole('button', { name: 'Disconnect' }).waitFor()
  await page.close()
}

const OLDER_APP = 'This app was created before 26 August 2021'

/** For an app of the older kind, from the practice's settings to the connected clinic. */
export async function connectClinic(window: Page, browser: SystemBrowser, account: SandboxAccount) {
  await openConnection(window)
  await window.getByRole('tab', { name: 'Fullscript settings' }).click()
  await window.getByLabel(OLDER_APP).check()
  await window.getByRole('button', { name: 'Save settings' }).click()
  await window.getByRole('tab', { name: 'Clinics and people' }).click()
  const opened = browser.nextPage()
  await window.getByRole('button', { name: 'Connect a clinic' }).click()
  const page = await opened
  await signInAtFullscript(page, account)
  await page.getByRole('button', { name: 'Authorize Application' }).click()
  await window.getByRole('button', { name: 'Yes, connect this clinic' }).click()
  await window.getByRole('button', { name: /^Disconnect Meadowlark/ }).waitFor()
  await page.close()
}

/** Fullscript's own frame inside the embed page, once it shows something. */
export async function fullscriptFrame(yarrow: Yarrow): Promise<Frame> {
  const page = await yarrow.embedPage()
  await page.locator('iframe').waitFor({ state: 'attached' })
  const handle = await page.locator('iframe').elementHandle()
  const frame = await handle.contentFrame()
  if (!frame) throw new Error('The embed page has no frame')
  await frame.locator('main').waitFor()
  return frame
}

export async function waitForEmbed(window: Page) {
  await window.getByTestId('embed-status').filter({ hasText: 'Fullscript is ready' }).waitFor()
}

/** Begins a plan for Maya, and does not wait for what comes of it. */
export async function addPlan(window: Page) {
  await openPatient(window, 'maya lind', /Maya/)
  await window.getByRole('button', { name: 'Add plan' }).click()
}

/** Adds a plan for Maya, from her page to Fullscript's own frame. */
export async function openPlan(yarrow: Yarrow): Promise<Frame> {
  await addPlan(yarrow.window)
  await waitForEmbed(yarrow.window)
  return fullscriptFrame(yarrow)
}

export type PlanItem = { search: string; product: string }

/** From the first step of the embedded feature to the plan that is sent. */
export async function buildPlan(
  frame: Frame,
  { practitioner, patient, items }: { practitioner?: RegExp; patient?: RegExp | 'new'; items: PlanItem[] },
) {
  if (practitioner) await frame.getByRole('button', { name: practitioner }).click()
  // What the chart knows of somebody new is filled in already.
  if (patient === 'new') await frame.getByTestId('create-patient').click()
  else if (patient) await frame.getByTestId('suggestions').getByRole('button', { name: patient }).click()
  for (const { search, product } of items) {
    await frame.getByLabel('Search the catalog').fill(search)
    // The list is exchanged when the answer comes, and with it whatever is being clicked.
    await frame.locator(`#results[data-words="${search}"]`).waitFor()
    await frame.getByRole('button', { name: `Add ${product} to the plan` }).click()
    await frame.getByRole('complementary').getByText(product, { exact: true }).waitFor()
  }
}

/** One product for Maya, by Tomas, whoever adds it. */
export const ZINC_FOR_MAYA = {
  practitioner: /Tomas Okafor/,
  patient: /Maya Lindqvist/,
  items: [{ search: 'zinc picolinate', product: 'Zinc Picolinate 30' }],
}

export async function sendPlan(frame: Frame) {
  await frame.getByRole('button', { name: 'Review plan' }).click()
  await frame.getByTestId('send').click()
  await frame.getByRole('heading', { name: 'The plan is sent' }).waitFor()
}
