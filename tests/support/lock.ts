/** Locking and unlocking in real Electron, by the names that people see. */
import type { Page } from 'playwright-core'
import { DEMO_PASSWORD } from '../../src/main/practice/demo-practice'
import { windowCalls } from '../../src/shared/contract'
import type { DemoPerson } from './people'
import type { Yarrow } from './yarrow'

const MINUTE = 60_000

export const passwordField = (window: Page) => window.getByRole('textbox', { name: 'Password' })

export async function waitForLock(window: Page) {
  await window.getByRole('heading', { name: 'Locked', level: 1 }).waitFor()
}

/** With the key, wherever the focus is in the window. */
export async function lockByKey(window: Page) {
  await window.keyboard.press('Control+Shift+L')
  await waitForLock(window)
}

/** Types the password of whoever's name stands there; nothing is clicked. */
export async function unlock(window: Page) {
  await passwordField(window).and(window.locator(':focus')).waitFor()
  await window.keyboard.type(DEMO_PASSWORD)
  await window.keyboard.press('Enter')
}

/** From any screen of one person, or from their lock, to any screen of another, with keys alone. */
export async function switchTo(
  window: Page,
  person: DemoPerson & { username: string },
  from: 'a screen' | 'the lock' = 'a screen',
) {
  await window.keyboard.press(from === 'the lock' ? 'Escape' : 'Control+Shift+S')
  await window.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor()
  await window.getByRole('textbox', { name: 'Username' }).fill(person.username)
  await passwordField(window).fill(DEMO_PASSWORD)
  await window.keyboard.press('Enter')
  await window.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor({ state: 'hidden' })
}

/** As if nobody had touched anything for so long; the time only exists in tests (environment.ts). */
export const idleFor = (yarrow: Yarrow, minutes: number) =>
  yarrow.app.evaluate(({ app }, milliseconds) => {
    app.emit('yarrow-test-idle', milliseconds)
  }, minutes * MINUTE)

/** As if the pointer stood elsewhere on the screen; waits until main has looked. */
export const movePointer = ({ app }: Yarrow) =>
  app.evaluate(
    ({ screen }) =>
      new Promise<void>((resolve) => {
        const { x, y } = screen.getCursorScreenPoint()
        screen.getCursorScreenPoint = () => {
          setImmediate(resolve)
          return { x: x + 1, y }
        }
      }),
  )

/** What every call of the bridge answers at the moment that needs somebody signed in; by name. */
export async function refusals(window: Page): Promise<Record<string, string>> {
  const names = Object.entries(windowCalls).flatMap(([area, calls]) =>
    Object.entries(calls)
      .filter(([, { capability }]) => capability !== 'anyone')
      .map(([name]) => ({ area, name })),
  )
  return window.evaluate(async (calls) => {
    const bridge = (
      globalThis as unknown as {
        yarrow: Record<string, Record<string, () => Promise<{ ok: boolean; failure?: { code: string } }>>>
      }
    ).yarrow
    const answers: Record<string, string> = {}
    for (const { area, name } of calls) {
      const answer = await bridge[area]?.[name]?.()
      answers[`${area}.${name}`] = answer?.failure?.code ?? String(answer?.ok)
    }
    return answers
  }, names)
}

/** Everything that the window's page holds as text, also what is not shown, with the values of its fields. */
export const pageText = (window: Page): Promise<string> =>
  window.evaluate(() => {
    const { document, location, history } = globalThis as unknown as {
      document: {
        title: string
        documentElement: { outerHTML: string }
        querySelectorAll(selector: string): Iterable<{ value: string }>
      }
      location: { href: string }
      history: { state: unknown }
    }
    const values = [...document.querySelectorAll('input, textarea, select')].map(({ value }) => value)
    return [
      document.title,
      location.href,
      JSON.stringify(history.state),
      document.documentElement.outerHTML,
      ...values,
    ].join('\n')
  })
