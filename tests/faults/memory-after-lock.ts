/**
 * S-21: what main can still reach after the lock. Real Electron on a demo practice whose keys the test knows; somebody
 * signs in, connects, lets the tokens be refreshed, builds a plan, and locks.
 */
import type { Page } from 'playwright-core'
import { shownCodes } from '../support/accounts'
import { LocalFullscript, type SandboxApplication } from '../support/local-fullscript'
import { lockByKey } from '../support/lock'
import { secretsInHeap } from '../support/main-heap'
import {
  connectAccount,
  connectClinic,
  enterFullscriptSettings,
  openPatient,
  waitForEmbed,
} from '../support/people'
import type { Secret } from '../support/secret-counter'
import { SystemBrowser } from '../support/system-browser'
import { Wiretap } from '../support/wiretap'
import { newUserData, Yarrow } from '../support/yarrow'
import type { FaultFigure } from './callbacks-crashes'
import { makePractice, type PracticeSecrets } from './memory-practice'

const TWO_HOURS_MS = 7_300_000
const press = (window: Page, name: string) => window.getByRole('button', { name, exact: true }).click()

/** A text and bytes that main holds all the time: a search that does not find them looks at nothing. */
export const PLANTED = ['planted bytes', 'planted text']
/** What main holds while somebody is signed in. */
export const HELD = ['personKey', 'practiceKey']

/** Has main hold two values of its own making, which stay; answers with them. */
export async function plant({ app }: Yarrow): Promise<Secret[]> {
  const planted = await app.evaluate(() => {
    const { randomBytes } = process.getBuiltinModule('crypto')
    const held = { text: randomBytes(24).toString('hex'), bytes: randomBytes(32) }
    Reflect.set(globalThis, 'planted', held)
    // Turned over, so that what is answered is not itself a copy.
    return { text: [...held.text].reverse().join(''), bytes: [...held.bytes].map((byte) => 255 - byte) }
  })
  const [bytes = '', text = ''] = PLANTED
  return [
    { name: bytes, bytes: Buffer.from(planted.bytes.map((byte) => 255 - byte)) },
    { name: text, bytes: Buffer.from([...planted.text].reverse().join('')) },
  ]
}

/** The password and the keys of whoever made the practice. */
export const secretsOf = (practice: PracticeSecrets): Secret[] =>
  Object.entries(practice).map(([name, value]) => ({ name, bytes: Buffer.from(value) }))

type Way = 'own connection' | 'connection of the clinic'
type Look = { tried: number; before: string[]; after: string[] }

/** Names of the secrets that main could reach just before the lock and just after it. */
async function lookAround(way: Way): Promise<Look> {
  const userData = await newUserData()
  const practice = await makePractice(userData)
  const fullscript = await LocalFullscript.start()
  const tap = await Wiretap.before(fullscript.info.http)
  const browser = await SystemBrowser.start()
  let yarrow: Yarrow | null = null
  try {
    yarrow = await Yarrow.start({
      userData,
      localFullscript: fullscript.info.http,
      browser: browser.command,
    })
    const { app, window } = yarrow
    const planted = await plant(yarrow)
    await window.getByLabel('Username').fill('june')
    await window.getByLabel('Password', { exact: true }).fill(practice.password)
    await press(window, 'Sign in')
    await window.getByRole('button', { name: /^Account:/ }).waitFor()
    const recoveryCode = await newRecoveryCode(window, practice.password)

    const connect = async (application: SandboxApplication) => {
      await enterFullscriptSettings(window, fullscript, { apiOrigin: tap.origin, application })
      if (way === 'own connection') return connectAccount(started, browser, fullscript.account('store owner'))
      await connectClinic(window, browser, fullscript.account('store owner'))
      await press(window, 'Choose June Hartwell for Dr. June Hartwell')
    }
    const started = yarrow
    await connect(way === 'own connection' ? fullscript.application : fullscript.olderApplication)
    await fullscript.control('clock/advance', { milliseconds: TWO_HOURS_MS })
    await openPatient(window, 'maya lind', /Maya/)
    await press(window, 'Add plan')
    await waitForEmbed(window)

    const secrets = [
      ...secretsOf(practice),
      { name: 'recovery code', bytes: Buffer.from(recoveryCode) },
      { name: 'recovery code as main reads it', bytes: Buffer.from(recoveryCode.replaceAll('-', '')) },
      ...tap.canaries.map(({ name, value }) => ({ name, bytes: Buffer.from(value) })),
    ]
    const before = await secretsInHeap(app, [...secrets, ...planted])
    await lockByKey(window)
    const after = await secretsInHeap(app, [...secrets, ...planted])
    return { tried: secrets.length, before, after }
  } finally {
    await yarrow?.close().catch(() => undefined)
    await yarrow?.forget()
    await browser.stop()
    await tap.stop()
    await fullscript.stop()
  }
}

async function newRecoveryCode(window: Page, password: string): Promise<string> {
  await window.keyboard.press('Control+Shift+A')
  await press(window, 'New recovery code')
  await window.getByLabel('Your password', { exact: true }).fill(password)
  await press(window, 'Make a new code')
  const [code = ''] = await shownCodes(window)
  await press(window, 'I have kept it')
  return code
}

/** `tried`: secrets of a session looked for after its lock; `bad`: how many of them main can still reach. */
export async function runMemoryAfterLock(): Promise<FaultFigure[]> {
  const figures: FaultFigure[] = []
  for (const way of ['own connection', 'connection of the clinic'] as const) {
    const { tried, before, after } = await lookAround(way)
    const missed = [
      ...[...PLANTED, ...HELD].filter((name) => !before.includes(name)),
      ...PLANTED.filter((name) => !after.includes(name)),
    ]
    if (missed.length > 0) throw new Error(`The search does not find what is there: ${missed.join(', ')}`)
    const left = after.filter((name) => !PLANTED.includes(name))
    figures.push({
      id: 'S-21',
      seed: 0,
      figure: `keys, tokens, passwords and codes that main can reach after the lock, ${way}${left.length > 0 ? `: ${left.join(', ')}` : ''}`,
      tried,
      bad: left.length,
    })
  }
  return figures
}
