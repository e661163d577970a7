/**
 * The Yarrow that the tests of a worker share: starting Electron is most of what a short test costs. Between two tests
 * everybody is signed out and the records are closed, as when somebody leaves the demo practice; then others are put in
 * their place and opened, and the page is loaded anew.
 */
import type { TestInfo } from '@playwright/test'
import type { WindowBridge } from '../../src/shared/contract'
import { newUserData, Yarrow, type YarrowOptions } from '../support/yarrow'
import type { Seed } from './seed'

type Running = {
  file: string
  yarrow: Yarrow
  bounds: { width: number; height: number; x: number; y: number }
}

const AT_START = { media: null, colorScheme: 'light', reducedMotion: 'reduce' } as const

export class SharedYarrow {
  #running: Running | null = null

  constructor(private readonly options: YarrowOptions) {}

  /** On a copy of the seed, at the sign-in screen. */
  async begin(file: string, seed: Seed): Promise<Yarrow> {
    if (!this.#running) return this.#start(file, seed)
    this.#running.file = file
    const { yarrow, bounds } = this.#running
    await seed.copyTo(yarrow.userData)
    await call(yarrow, 'openDemo')
    await yarrow.app.evaluate(({ BrowserWindow }, to) => {
      BrowserWindow.getAllWindows()[0]?.setBounds(to)
    }, bounds)
    await yarrow.window.emulateMedia(AT_START)
    yarrow.output.length = 0
    await yarrow.window.goto('app://yarrow/')
    yarrow.problems.length = 0
    await yarrow.window.getByRole('heading', { name: 'Sign in' }).waitFor()
    return yarrow
  }

  /** Nothing of the test goes on, so that the next finds Fullscript and the records as it expects them. */
  async end({ status, expectedStatus }: Pick<TestInfo, 'status' | 'expectedStatus'>): Promise<void> {
    const yarrow = this.#running?.yarrow
    if (!yarrow) return
    if (status !== expectedStatus || yarrow.window.isClosed()) return this.close()
    await call(yarrow, 'leaveDemo')
  }

  /** A window of another file's tests would take the focus from one that this file starts by itself. */
  async makeRoom(file: string): Promise<void> {
    if (this.#running?.file !== file) await this.close()
  }

  async close(): Promise<void> {
    const yarrow = this.#running?.yarrow
    this.#running = null
    await yarrow?.close().catch(() => undefined)
    await yarrow?.forget()
  }

  async #start(file: string, seed: Seed): Promise<Yarrow> {
    const userData = await newUserData()
    await seed.copyTo(userData)
    const yarrow = await Yarrow.start({ ...this.options, userData })
    const bounds = await yarrow.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getBounds(),
    )
    if (!bounds) throw new Error('Yarrow has no window')
    this.#running = { file, yarrow, bounds }
    return yarrow
  }
}

/** Both sign out whoever is signed in. */
async function call({ window }: Yarrow, which: 'openDemo' | 'leaveDemo'): Promise<void> {
  const answer = await window.evaluate(
    (name) => (globalThis as unknown as { yarrow: WindowBridge }).yarrow.setup[name](),
    which,
  )
  if (!answer.ok) throw new Error(`The records could not be changed: ${answer.failure.code}`)
}
