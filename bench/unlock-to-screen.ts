/**
 * From the password being right to the same screen with the half-typed word in it; against opening that screen from the
 * list while signed in, which is the least it can be: the same questions to main, the same drawing.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEMO_PASSWORD } from '../src/main/practice/demo-practice'
import { projectRoot } from '../tests/support/processes'
import type { DriverRequest } from './driver/main'
import { buildDriver, ElectronApp } from './lib/electron-app'
import { figureOf, type Figure, type Pair } from './lib/figure'

const HALF_A_WORD = 'Half a ci'
/** Milliseconds: half-typed text is gathered before it is kept. */
const GATHERING = 1_000

/** In the window: the field, and a promise of the moment in which it was drawn with the half-typed word. */
const FIELD = `const field = () => {
  const label = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === 'City')
  return label ? document.getElementById(label.htmlFor) : null
}
const drawn = () => new Promise((resolve) => {
  const look = () => {
    if (field()?.value === '${HALF_A_WORD}') requestAnimationFrame(() => resolve(performance.now()))
    else requestAnimationFrame(look)
  }
  look()
})`

export async function unlockToScreen(runs: number): Promise<Figure[]> {
  const data = await mkdtemp(join(tmpdir(), 'yarrow-bench-'))
  const yarrow = new ElectronApp(projectRoot, {
    env: { YARROW_USER_DATA: join(data, 'yarrow'), YARROW_DEMO: '1' },
    driver: await buildDriver(),
  })
  const drive = <T = null>(request: DriverRequest) => yarrow.ask<T>(request)
  const unlock = async () => {
    await drive({ run: 'window.yarrow.people.lock()' })
    await drive({ usable: 'input[type=password]:enabled' })
    return drive<number>({
      run: `(async () => {
        ${FIELD}
        const { people, on } = window.yarrow
        const opened = new Promise((resolve) => {
          on.people.changed(({ state }) => { if (state === 'open') resolve(performance.now()) })
        })
        void people.signIn({ username: 'june', password: '${DEMO_PASSWORD}', code: null })
        const from = await opened
        return (await drawn()) - from
      })()`,
    })
  }
  const openFromList = async () => {
    await drive({ click: 'a[href="/patients"]' })
    await drive({ usable: '[role=option]' })
    return drive<number>({
      run: `(async () => {
        ${FIELD}
        const from = performance.now()
        document.querySelector('[role=option]').click()
        return (await drawn()) - from
      })()`,
    })
  }
  try {
    await drive({ click: '[aria-label="Demo accounts"] button' })
    await drive({ click: 'button[type=submit]:enabled' })
    await drive({ usable: '[role=option]' })
    await drive({ click: '[role=option]' })
    await drive({ usable: '[data-testid=patient-facts]' })
    await drive({
      run: `(async () => {
        ${FIELD}
        while (!field()) await new Promise(requestAnimationFrame)
        const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set
        set.call(field(), '${HALF_A_WORD}')
        field().dispatchEvent(new Event('input', { bubbles: true }))
        await new Promise((resolve) => setTimeout(resolve, ${String(GATHERING)}))
        return null
      })()`,
    })
    const pairs: Pair[] = []
    const takeOne = async () => ({ ours: await unlock(), other: await openFromList() })
    // The first pair pays for what both load and compile once.
    await takeOne()
    while (pairs.length < runs) pairs.push(await takeOne())
    const against = 'opening the same screen from the list'
    return [figureOf({ figure: 'unlock-to-screen', against, unit: 'ms', goal: null }, pairs)]
  } finally {
    await yarrow.stop()
    await rm(data, { recursive: true, force: true, maxRetries: 5 })
  }
}
