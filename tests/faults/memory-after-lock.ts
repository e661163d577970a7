/**
 * S-21: what is left in main's memory five seconds after the lock. Real Electron on a demo practice whose keys the test
 * knows; a person signs in, connects, refreshes, calls the API, opens the embed with a grant, and locks.
 */
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication } from 'playwright-core'
import { LocalFullscript } from '../support/local-fullscript'
import { SecretCounter, type Place, type Secret } from '../support/memory-canaries'
import {
  connectAccount,
  enterFullscriptSettings,
  openConnection,
  openPatient,
  waitForEmbed,
} from '../support/people'
import { readMemory, whyUnreadable } from '../support/process-memory'
import { SystemBrowser } from '../support/system-browser'
import { Wiretap } from '../support/wiretap'
import { newUserData, Yarrow } from '../support/yarrow'
import type { FaultFigure } from './callbacks-crashes'
import { makePractice, type PracticeSecrets } from './memory-practice'

/** S-21. */
const AFTER_LOCK_MS = 5_000
const TWO_HOURS_MS = 7_300_000

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

export type MemoryReport = {
  /** Why nothing was looked at; null when it was. */
  skipped: string | null
  /** Names of what was looked for. */
  secrets: string[]
  /** Places in the memory of main while the person is at work, and after the lock. */
  before: Place[]
  memory: Place[]
  /** After the lock, in what V8 can still reach. */
  snapshot: Place[]
  usableGrants: number
}

async function typePassword({ window }: Yarrow, password: string) {
  await window.getByLabel('Username').fill('june')
  await window.getByLabel('Password', { exact: true }).pressSequentially(password)
  await window.getByRole('button', { name: 'Sign in', exact: true }).click()
  await window.getByRole('heading', { name: 'Patients', level: 1 }).waitFor()
}

/** Everything in which main handles a secret, from the sign-in to the lock. */
async function dayOfWork(
  yarrow: Yarrow,
  {
    password,
    fullscript,
    browser,
    tap,
  }: {
    password: string
    fullscript: LocalFullscript
    browser: SystemBrowser
    tap: Wiretap
  },
) {
  const { window } = yarrow
  await typePassword(yarrow, password)
  await enterFullscriptSettings(window, fullscript, { apiOrigin: tap.origin })
  await connectAccount(yarrow, browser, fullscript.account('store owner'))
  await fullscript.control('clock/advance', { milliseconds: TWO_HOURS_MS })
  await openPatient(window, 'maya lind', /Maya/)
  await window.getByRole('button', { name: 'Add plan' }).click()
  await waitForEmbed(window)
  await openConnection(window)
  await window.getByRole('tab', { name: 'Test connection' }).click()
  await window.getByRole('button', { name: 'Run the test' }).click()
  await window.getByLabel('Passed').nth(2).waitFor()
  await openPatient(window, 'maya lind', /Maya/)
  await window.getByRole('button', { name: 'Add plan' }).click()
  await waitForEmbed(window)
}

const lock = ({ window }: Yarrow) =>
  window.evaluate(() =>
    (window as unknown as { yarrow: { people: { lock(): Promise<unknown> } } }).yarrow.people.lock(),
  )

function secretsOf(practice: PracticeSecrets, tap: Wiretap): Secret[] {
  const { databaseKey: _staysWhileTheVaultIsOpen, password, ...keys } = practice
  return [
    { name: 'password', bytes: Buffer.from(password) },
    ...Object.entries(keys).map(([name, bytes]) => ({ name, bytes })),
    ...tap.canaries.map(({ name, value }) => ({ name, bytes: Buffer.from(value) })),
  ]
}

function lookAtMemory(pid: number, secrets: Secret[]): Place[] {
  const counter = new SecretCounter(secrets)
  readMemory(pid, counter.overlap, (piece, address, { kind }) => {
    counter.look(piece, address, kind)
  })
  return counter.places
}

/**
 * Makes ready, before the lock, for a look at everything that V8 can still reach: a call of the debugger afterwards could
 * lose its own promise in the collection of garbage.
 */
async function readySnapshot(app: ElectronApplication) {
  const folder = await mkdtemp(join(tmpdir(), 'yarrow-snapshot-'))
  const file = join(folder, 'main.heapsnapshot')
  await app.evaluate((_electron, path) => {
    const { existsSync: isThere, renameSync } = process.getBuiltinModule('fs')
    const { writeHeapSnapshot } = process.getBuiltinModule('v8')
    const watch = setInterval(() => {
      if (!isThere(`${path}.wanted`)) return
      clearInterval(watch)
      writeHeapSnapshot(`${path}.part`)
      renameSync(`${path}.part`, path)
    }, 100)
  }, file)
  return async (secrets: Secret[]): Promise<Place[]> => {
    try {
      await writeFile(`${file}.wanted`, '')
      for (let waited = 0; !existsSync(file); waited += 50) {
        if (waited > 60_000) throw new Error('No heap snapshot was made')
        await pause(50)
      }
      const counter = new SecretCounter(secrets)
      counter.look(await readFile(file), 0, 'heap snapshot')
      return counter.places
    } finally {
      await rm(folder, { recursive: true })
    }
  }
}

/** Spent grants that Fullscript still takes. A grant works once, for two minutes. */
async function usableGrants(fullscript: LocalFullscript, grants: Secret[]): Promise<number> {
  const { publicKey, originUris } = fullscript.application
  let usable = 0
  for (const { bytes } of grants) {
    const entry = new URL('/api/embeddable/session/treatment_plans/new', fullscript.info.http)
    entry.searchParams.set('public_key', publicKey)
    entry.searchParams.set('target_origin', originUris[0] ?? '')
    entry.searchParams.set('secret_token', bytes.toString())
    const answer = await fetch(entry, { redirect: 'manual' })
    if (answer.status < 400) usable += 1
  }
  return usable
}

export async function reportMemoryAfterLock(): Promise<MemoryReport> {
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
    const pid = yarrow.app.process().pid ?? 0
    const skipped = whyUnreadable(pid)
    if (skipped !== null)
      return { skipped, secrets: [], before: [], memory: [], snapshot: [], usableGrants: 0 }
    await dayOfWork(yarrow, { password: practice.password, fullscript, browser, tap })
    const secrets = secretsOf(practice, tap)
    // Otherwise a search that finds nothing might only be one that looks at nothing.
    const before = lookAtMemory(pid, secrets)
    const lookAtSnapshot = await readySnapshot(yarrow.app)
    await lock(yarrow)
    await pause(AFTER_LOCK_MS)
    const memory = lookAtMemory(pid, secrets)
    const snapshot = await lookAtSnapshot(secrets)
    const seen = new Set([...memory, ...snapshot].map(({ secret }) => secret))
    const grants = secrets.filter(({ name }) => isGrant(name) && seen.has(name))
    const usable = await usableGrants(fullscript, grants)
    return {
      skipped,
      secrets: secrets.map(({ name }) => name),
      before,
      memory,
      snapshot,
      usableGrants: usable,
    }
  } finally {
    await yarrow?.close().catch(() => undefined)
    await yarrow?.forget()
    await browser.stop()
    await tap.stop()
    await fullscript.stop()
  }
}

/** The embedded page's address has the grant in it, so Chromium keeps copies that no program of ours reaches. */
export const isGrant = (secret: string) => secret.startsWith('secret_token')

/**
 * Two figures. `tried`: secrets looked for; `bad`: places where one was found. For grants, which are spent when their
 * page is shown, `bad` counts those found that Fullscript would still take.
 */
export async function runMemoryAfterLock(): Promise<(FaultFigure & { skipped?: string })[]> {
  const report = await reportMemoryAfterLock()
  const { skipped, secrets, before, memory, snapshot } = report
  if (skipped === null && before.length === 0) throw new Error('Nothing was found while a person was at work')
  const grants = secrets.filter(isGrant)
  const places = [...memory, ...snapshot]
  const others = places.filter(({ secret }) => !isGrant(secret))
  const figure = 'places in main, five seconds after the lock, that hold a key, token, password or code'
  const ofGrants = `spent session grants still usable (${String(places.length - others.length)} places hold one)`
  const none = { id: 'S-21', seed: 0, ...(skipped === null ? {} : { skipped }) }
  return [
    { ...none, figure, tried: secrets.length - grants.length, bad: others.length },
    { ...none, figure: ofGrants, tried: grants.length, bad: report.usableGrants },
  ]
}
