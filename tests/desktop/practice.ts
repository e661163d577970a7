/**
 * What every test in real Electron stands on: one local Fullscript and one browser for the worker, put back to their
 * beginnings before each test, and Yarrow on a demo practice as nobody has used it yet. All tests of a worker have one
 * Yarrow, which gets fresh records before each; where starting and ending matter, a test has one of its own.
 */
import { test as base, expect } from '@playwright/test'
import { mkdirSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FAILURES, type FailureCode } from '../../src/shared/failures'
import { LocalFullscript } from '../support/local-fullscript'
import { june, signIn } from '../support/people'
import { SystemBrowser } from '../support/system-browser'
import { around, newUserData, Yarrow, type YarrowOptions } from '../support/yarrow'
import { makeConnectedSeed, makeSeed, type Seed } from './seed'
import { SharedYarrow } from './shared-yarrow'

export { expect }

/** What the person reads for a failure. */
export const says = (code: FailureCode) => FAILURES[code].happened

/** These tests are not about what a key costs. */
const env = { YARROW_QUICK_KEYS: '1' }

type Start = (options?: YarrowOptions) => Promise<Yarrow>
type Fixtures = {
  /** False for files that are about how records come to be: the test's folder is empty, and the first start fills it. */
  seeded: boolean
  userData: string
  /** Starts Yarrow on the test's folder; may be called again after the one before has ended. */
  start: Start
  /** The worker's, on fresh records, with nobody signed in. It is not for tests that end it or that change its zoom. */
  yarrow: Yarrow
  /** Where what is saved in `yarrow` and `connected` goes, with nothing in it. */
  saveTo: string
  /** The worker's, where June is signed in and connected to Fullscript as the store's owner. */
  connected: Yarrow
  /** The same, as a Yarrow of the test's own. */
  ownConnected: Yarrow
}
type WorkerFixtures = {
  fullscript: LocalFullscript
  systemBrowser: SystemBrowser
  /** The demo practice after its first start, made once and copied for each test. */
  seed: Seed
  /** The same after June has connected, which the local Fullscript remembers too. */
  connectedSeed: Seed
  shared: SharedYarrow
  saveFolder: string
}

export const test = base.extend<Fixtures & { clean: undefined }, WorkerFixtures>({
  fullscript: [
    async ({}, use) => {
      const fullscript = await LocalFullscript.start()
      await use(fullscript)
      await fullscript.stop()
    },
    { scope: 'worker' },
  ],
  systemBrowser: [
    async ({}, use) => {
      const systemBrowser = await SystemBrowser.start()
      await use(systemBrowser)
      await systemBrowser.stop()
    },
    { scope: 'worker' },
  ],
  clean: [
    async ({ fullscript, systemBrowser }, use) => {
      await fullscript.control('reset', {})
      await systemBrowser.forgetSessions()
      await use(undefined)
    },
    { auto: true },
  ],
  seed: [
    async ({}, use) => {
      const seed = await makeSeed(env)
      await use(seed)
      await seed.forget()
    },
    { scope: 'worker' },
  ],
  connectedSeed: [
    async ({ seed, fullscript, systemBrowser }, use) => {
      const connected = await makeConnectedSeed(seed, { env, fullscript, systemBrowser })
      await use(connected)
      await connected.forget()
    },
    { scope: 'worker' },
  ],
  saveFolder: [
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'yarrow-saved-'))
      await use(folder)
      rmSync(folder, { recursive: true, force: true })
    },
    { scope: 'worker' },
  ],
  shared: [
    async ({ fullscript, systemBrowser, saveFolder }, use) => {
      const shared = new SharedYarrow({
        ...around(fullscript, systemBrowser),
        env: { ...env, YARROW_SAVE_TO: saveFolder },
      })
      await use(shared)
      await shared.close()
    },
    { scope: 'worker' },
  ],
  saveTo: async ({ saveFolder }, use) => {
    rmSync(saveFolder, { recursive: true, force: true })
    mkdirSync(saveFolder)
    await use(saveFolder)
  },
  seeded: [true, { option: true }],
  userData: async ({ seeded, seed }, use) => {
    const userData = await newUserData()
    if (seeded) await seed.copyTo(userData)
    await use(userData)
  },
  start: async ({ fullscript, systemBrowser, userData, shared }, use, info) => {
    await shared.makeRoom(info.file)
    const started: Yarrow[] = []
    await use(async (options = {}) => {
      const yarrow = await Yarrow.start({
        ...around(fullscript, systemBrowser),
        userData,
        ...options,
        env: { ...env, ...options.env },
      })
      started.push(yarrow)
      return yarrow
    })
    for (const yarrow of started) await yarrow.close().catch(() => undefined)
    await started[0]?.forget()
  },
  yarrow: async ({ shared, seed }, use, info) => {
    await use(await shared.begin(info.file, seed))
    await shared.end(info)
  },
  connected: async ({ shared, connectedSeed }, use, info) => {
    const yarrow = await shared.begin(info.file, connectedSeed)
    await signIn(yarrow.window, june)
    await use(yarrow)
    await shared.end(info)
  },
  ownConnected: async ({ start, userData, connectedSeed }, use) => {
    await connectedSeed.copyTo(userData)
    const yarrow = await start()
    await signIn(yarrow.window, june)
    await use(yarrow)
  },
})

/** Counters of the local Fullscript that the suites look at. */
export type Counters = {
  /** By method and path. */
  requests: Record<string, number>
  refreshes: number
  codesExchanged: number
  grantsIssued: number
  grantsClaimed: number
}

export const counters = (fullscript: LocalFullscript) => fullscript.control<Counters>('counters')
