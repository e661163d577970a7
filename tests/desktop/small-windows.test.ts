/**
 * Proves in real Electron that the window stays inside whatever display there is, that everything is usable in a small
 * window and at 200 % zoom with the longest names, and that zoom has all its keys and is kept.
 */
import type { Page } from 'playwright-core'
import { DEMO_PASSWORD } from '../../src/main/practice/demo-practice'
import { pressRealKey } from '../support/keyboard'
import { lockByKey } from '../support/lock'
import { connectAccount, june, openPatient, signIn, signOut, waitForEmbed } from '../support/people'
import { wrongOn } from '../support/geometry'
import type { Yarrow } from '../support/yarrow'
import { expect, test } from './practice'

/** The last is a laptop of 1366 by 768 at 200 %. */
const SIZES = [
  { width: 1024, height: 700, zoom: 1 },
  { width: 911, height: 512, zoom: 1 },
  { width: 1366, height: 768, zoom: 2 },
] as const

const LONG = {
  practice: 'Cedar Hollow Integrative Medicine and Naturopathic Family Practice of Greater Portland',
  person: 'Dr. Maximiliana Theodora Wolfeschlegelsteinhausen-Bergerdorff',
  patients: [
    ['Maya', 'Wolfeschlegelsteinhausen-Bergerdorff'],
    ['กัลยาณี', 'ศรีสุวรรณภูมิพิทักษ์ธรรม'],
    ['عبد الرحمن محمد', 'الهاشمي العباسي القرشي'],
  ],
} as const
/** Parts of names that stand in nothing else. */
const NAMES = ['Wolfeschlegelsteinhausen', 'Maximiliana', 'ศรีสุวรรณภูมิ', 'الهاشمي']

async function wear({ app, window }: Yarrow, { width, height, zoom }: (typeof SIZES)[number]) {
  await app.evaluate(
    ({ BrowserWindow }, size) => {
      const [one] = BrowserWindow.getAllWindows()
      one?.webContents.setZoomFactor(size.zoom)
      one?.setContentSize(size.width, size.height)
    },
    { width, height, zoom },
  )
  await expect.poll(() => window.evaluate(() => innerWidth)).toBe(Math.round(width / zoom))
}

/** Long names for the practice, whoever is signed in, and some patients. */
async function longNames(window: Page) {
  await signIn(window, june)
  await window.getByRole('link', { name: 'People' }).click()
  await window.getByRole('button', { name: 'Edit Dr. June Hartwell' }).click()
  await window.getByRole('dialog').getByLabel('Name', { exact: true }).fill(LONG.person)
  await window.getByLabel('Your password', { exact: true }).fill(DEMO_PASSWORD)
  await window.getByRole('button', { name: 'Save changes' }).click()
  await window.getByRole('dialog').waitFor({ state: 'hidden' })
  await window.getByRole('button', { name: /^Account:/ }).click()
  await window.getByRole('menuitem', { name: 'Practice settings' }).click()
  await window.getByLabel(/Name/).fill(LONG.practice)
  await window.getByRole('button', { name: 'Save settings' }).click()
  await window.getByText('Settings saved').waitFor()
  for (const [given, family] of LONG.patients) {
    await window.keyboard.press('Control+Shift+N')
    const dialog = window.getByRole('dialog', { name: 'New patient' })
    await dialog.getByLabel('Given name', { exact: true }).fill(given)
    await dialog.getByLabel('Family name').fill(family)
    await dialog.getByLabel('E-mail').fill('longest@example.com')
    await dialog.getByRole('button', { name: 'Add patient' }).click()
    await window.getByRole('heading', { level: 1, name: `${given} ${family}` }).waitFor()
  }
  await signOut(window)
}

test('B13: every main screen is usable at 1024x700, 911x512 and 200 %, with the longest names', async ({
  start,
  systemBrowser,
  fullscript,
}) => {
  const yarrow = await start()
  test.setTimeout(240_000)
  const { window } = yarrow
  const found: string[] = []
  const look = async (screen: string) => {
    for (const size of SIZES) {
      await wear(yarrow, size)
      const name = `${screen}, ${String(size.width)}x${String(size.height)} at ${String(size.zoom * 100)} %`
      found.push(...(await wrongOn(window, NAMES)).map((what) => `${name}: ${what}`))
    }
  }
  const tab = (name: string) => window.getByRole('tab', { name, exact: true }).click()
  const place = (name: string) => window.getByRole('link', { name, exact: true }).click()
  const button = (name: string | RegExp) => window.getByRole('button', { name }).click()
  const closeDialog = async () => {
    await window.keyboard.press('Escape')
    await window.getByRole('dialog').waitFor({ state: 'hidden' })
  }

  await longNames(window)
  await look('sign-in')
  await signIn(window, june)
  await connectAccount(yarrow, systemBrowser, fullscript.account('store owner'))
  await look('my connection')
  for (const page of ['Everybody', 'Fullscript settings', 'Test connection']) {
    await tab(page)
    await look(page)
  }
  await place('Patients')
  await window.getByRole('option').first().waitFor()
  await look('patients')
  await window.keyboard.press('Control+Shift+N')
  await window.getByRole('dialog').waitFor()
  await look('new patient')
  await closeDialog()
  for (const [given, family] of LONG.patients) {
    await openPatient(window, family, new RegExp(given))
    await look(`chart of ${given}`)
  }
  await openPatient(window, 'wolfes', /Maya/)
  await window.getByLabel('City').fill('Salem')
  await look('demographics, being edited')
  await button('Save changes')
  await window.getByText('Changes saved').waitFor()
  await look('demographics, saved')
  await button('Restrict')
  await window.getByRole('checkbox').first().waitFor()
  await look('restrict')
  await closeDialog()
  await tab('Plan')
  await look('plan')
  await button('Add plan')
  await waitForEmbed(window)
  await look('embed')
  await tab('Who has seen this patient')
  await window.getByRole('region', { name: 'Who has seen this patient' }).waitFor()
  await look('who has seen')
  await tab('Disclosures')
  await look('disclosures')
  await window.keyboard.press('Control+k')
  await window.keyboard.type('wolfes')
  await window.getByRole('option', { name: /, Maya/ }).waitFor()
  await look('palette')
  await closeDialog()
  await place('People')
  await window.getByRole('button', { name: /^Edit Tomas/ }).waitFor()
  await look('people')
  await button('Add person')
  await window.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Ana Wolfeschlegelsteinhausen')
  await look('add person')
  await window.getByLabel('Your password', { exact: true }).fill(DEMO_PASSWORD)
  await window.getByRole('dialog').getByRole('button', { name: 'Add person' }).click()
  await window.getByTestId('code').waitFor()
  await look('access code')
  await button('Done')
  await window.keyboard.press('Control+Shift+A')
  await button('Change password')
  await look('my account')
  await place('Audit')
  await window.getByRole('region', { name: 'Rows of the audit record' }).waitFor()
  await look('audit')
  await window.keyboard.press('Control+3')
  await window.getByText('Licences').first().waitFor()
  await look('about')
  await lockByKey(window)
  await look('locked')
  expect(found).toEqual([])
})

test('B13: on 1366x768 at 150 % the first window lies in the work area, can be made small, and follows the display', async ({
  start,
}) => {
  // The display of the tests is 1600 by 1000; scaled like this it is as wide.
  const { app } = await start({ args: [`--force-device-scale-factor=${String(1600 / 911)}`] })
  const { area, bounds, least } = await app.evaluate(({ BrowserWindow, screen }) => {
    const [window] = BrowserWindow.getAllWindows()
    return {
      area: screen.getPrimaryDisplay().workArea,
      bounds: window?.getBounds() ?? { x: -1, y: -1, width: 0, height: 0 },
      least: window?.getMinimumSize() ?? [],
    }
  })
  expect(Math.abs(area.width - 911)).toBeLessThan(2)
  expect(bounds.x).toBeGreaterThanOrEqual(area.x)
  expect(bounds.y).toBeGreaterThanOrEqual(area.y)
  expect(bounds.x + bounds.width).toBeLessThanOrEqual(area.x + area.width)
  expect(bounds.y + bounds.height).toBeLessThanOrEqual(area.y + area.height)
  expect(least).toEqual([680, 380])

  await app.evaluate(({ screen }) => {
    const small = { ...screen.getPrimaryDisplay(), workArea: { x: 0, y: 20, width: 800, height: 430 } }
    screen.getPrimaryDisplay = () => small
    screen.getAllDisplays = () => [small]
    screen.emit('display-metrics-changed', {}, small, ['workArea'])
  })
  // A fraction of a pixel is lost between the display's and the window's.
  await expect
    .poll(() =>
      app.evaluate(({ BrowserWindow }) => {
        const { x, y, width, height } =
          BrowserWindow.getAllWindows()[0]?.getBounds() ?? ({} as Partial<Electron.Rectangle>)
        return [x, y, width, height].map((one) => Math.round((one ?? 0) / 10) * 10)
      }),
    )
    .toEqual([0, 20, 800, 430])
})

test('zoom has all its keys, stays between 50 and 300 %, and is there after a restart', async ({ start }) => {
  const yarrow = await start()
  const { window } = yarrow
  await expect(window.getByLabel('Username')).toBeFocused()
  const zoom = ({ app }: Yarrow) =>
    app.evaluate(({ BrowserWindow }) =>
      Math.round((BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor() ?? 0) * 100),
    )
  const press = async (key: string, percent: number) => {
    await pressRealKey(yarrow, key, 'control')
    await expect.poll(() => zoom(yarrow), key).toBe(percent)
  }
  await press('=', 110)
  await press('numadd', 125)
  await press('-', 110)
  await press('numsub', 100)
  await press('numsub', 90)
  await press('num0', 100)
  for (const percent of [110, 125, 150, 175, 200, 250, 300]) await press('=', percent)
  await press('=', 300)
  await press('0', 100)
  for (const percent of [90, 80, 75, 67, 50]) await press('-', percent)
  await press('-', 50)
  for (const percent of [67, 75, 80, 90, 100, 110, 125]) await press('Plus', percent)
  await yarrow.close()

  const again = await start({})
  await again.window.getByLabel('Username').waitFor()
  expect(await zoom(again)).toBe(125)
})
