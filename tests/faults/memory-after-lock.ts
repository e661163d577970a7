/**
 * S-21: what is left in Yarrow's processes five seconds after the lock. Real Electron on a demo practice whose keys the
 * test knows; people work for a while (memory-days.ts), and lock.
 */
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication } from 'playwright-core'
import { LocalFullscript } from '../support/local-fullscript'
import { idleFor, lockByKey } from '../support/lock'
import { SecretCounter, type Place, type Secret } from '../support/memory-canaries'
import { whyUnreadable } from '../support/process-memory'
import { SystemBrowser } from '../support/system-browser'
import { Wiretap } from '../support/wiretap'
import { newUserData, Yarrow } from '../support/yarrow'
import type { FaultFigure } from './callbacks-crashes'
import { DAYS, type Day } from './memory-days'
import { makePractice } from './memory-practice'
import { childrenOf, SecretWatch, type Child } from './memory-watch'

/** S-21. */
const AFTER_LOCK_MS = 5_000

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

export type DayReport = {
  day: string
  /** Why nothing was looked at; null when it was. */
  skipped: string | null
  /** Names of what was looked for, and of what main's memory held at some time before a lock. */
  secrets: string[]
  seen: readonly string[]
  /** Places in main after each lock. */
  locks: Place[][]
  /** After the last lock, in what V8 can still reach in main. */
  snapshot: Place[]
  /** After the last lock, in every other process of Yarrow. */
  children: { kind: string; places: Place[] }[]
  /** Processes of embedded pages that outlived the hour that they may wait behind a lock. */
  embedsLeft: number
  usableGrants: number
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
async function usableGrants(fullscript: LocalFullscript, day: Day, grants: Secret[]): Promise<number> {
  const { publicKey, originUris } = day.application(fullscript)
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

/** Processes of embedded pages and of the frames in them. */
const embedProcesses = ({ app }: Yarrow): Promise<number[]> =>
  app.evaluate(({ webContents }) =>
    webContents
      .getAllWebContents()
      .filter((page) => page.getURL().startsWith('https:'))
      .flatMap(({ mainFrame }) => mainFrame.framesInSubtree.map(({ osProcessId }) => osProcessId)),
  )

export async function reportDay(day: Day): Promise<DayReport> {
  const userData = await newUserData()
  const { secrets: practice, factor } = await makePractice(userData, day)
  const fullscript = await LocalFullscript.start()
  const tap = await Wiretap.before(fullscript.info.http)
  const browser = await SystemBrowser.start()
  let yarrow: Yarrow | null = null
  try {
    const started = await Yarrow.start({
      userData,
      localFullscript: fullscript.info.http,
      browser: browser.command,
    })
    yarrow = started
    const pid = started.app.process().pid ?? 0
    const report: DayReport = {
      day: day.name,
      skipped: whyUnreadable(pid),
      secrets: [],
      seen: [],
      locks: [],
      snapshot: [],
      children: [],
      embedsLeft: 0,
      usableGrants: 0,
    }
    if (report.skipped !== null) return report
    const watch = new SecretWatch(pid, tap)
    const { databaseKey: _staysWhileTheVaultIsOpen, ...known } = practice
    for (const [name, value] of Object.entries(known)) watch.add(name, value)
    const lookAtSnapshot = await readySnapshot(started.app)
    const embeds = new Set<number>()
    const lockAndLook = async () => {
      watch.note()
      for (const id of await embedProcesses(started)) embeds.add(id)
      await lockByKey(started.window)
      await pause(AFTER_LOCK_MS)
      report.locks.push(watch.look())
    }
    await day.work({ yarrow: started, practice, factor, fullscript, tap, browser, watch, lockAndLook })
    report.children = lookAtChildren(childrenOf(pid), watch)
    report.snapshot = await lookAtSnapshot(watch.secrets)
    report.secrets = watch.secrets.map(({ name }) => name)
    report.seen = watch.seen
    const found = new Set([...report.locks.flat(), ...report.snapshot].map(({ secret }) => secret))
    const grants = watch.secrets.filter(({ name }) => isGrant(name) && found.has(name))
    report.usableGrants = await usableGrants(fullscript, day, grants)
    // What was being built has waited behind the lock; after an hour nothing of it is left.
    await idleFor(started, 60)
    const left = () => childrenOf(pid).filter((child) => embeds.has(child.pid)).length
    for (let waited = 0; left() > 0 && waited < AFTER_LOCK_MS; waited += 100) await pause(100)
    report.embedsLeft = left()
    return report
  } finally {
    await yarrow?.close().catch(() => undefined)
    await yarrow?.forget()
    await browser.stop()
    await tap.stop()
    await fullscript.stop()
  }
}

const lookAtChildren = (children: Child[], watch: SecretWatch) =>
  children
    .filter(({ pid }) => whyUnreadable(pid) === null)
    .map(({ pid, kind }) => ({ kind, places: watch.look(pid) }))

/** The embedded page's address has the grant in it, so Chromium keeps copies that no program of ours reaches. */
const isGrant = (secret: string) => secret.startsWith('secret_token')

/**
 * What goes to Fullscript or comes from it passes through Chromium's network stack, whose copies in main's memory no
 * program of ours reaches either. What we hold of it ourselves must be gone all the same: V8 reaches none of it.
 */
const isOnTheWire = (secret: string) =>
  /^(access_token|refresh_token|code|code_verifier|client_secret|token)( \d+)?$/.test(secret)

/**
 * For input methods Chromium keeps what stands in the field that has the keyboard, as UTF-16, which main itself never
 * makes of it. A password is dots there; these are typed into fields that show them.
 */
const isFieldText = ({ secret, encoding }: Place) =>
  encoding === 'utf16' && /^(draft|backup code|recovery code|sign-in code)/.test(secret)

/** Through it goes what is sent to Fullscript. */
const isNetwork = (kind: string) => /network/i.test(kind)

/** What has no business outside main at all; the network process has what it sent and received. */
const staysInMain = (secret: string) =>
  /^(access_token|refresh_token|code|code_verifier|passwordKey|personKey|practiceKey)( \d+)?$/.test(secret)

/** Opened for one comparison and wiped in the same turn, so that no look from outside can ever find it. */
const NEVER_SEEN = new Set(['authenticator secret'])

/** Kinds of secrets of which none was ever found before a lock: then not finding one afterwards would say nothing. */
export function unseen({ secrets, seen }: DayReport): string[] {
  const kind = (name: string) => name.replace(/,.*$| \d+$/g, '')
  const found = new Set([...NEVER_SEEN, ...seen.map(kind)])
  return [...new Set(secrets.map(kind))].filter((name) => !found.has(name))
}

/**
 * Five figures. `tried`: secrets looked for; `bad`: places where one was found. For grants, which are spent when their
 * page is shown, `bad` counts those found that Fullscript would still take; for text of fields and for what went to
 * Fullscript, what V8 can still reach.
 */
export async function runMemoryAfterLock(): Promise<(FaultFigure & { skipped?: string })[]> {
  const reports: DayReport[] = []
  for (const day of DAYS) reports.push(await reportDay(day))
  const skipped = reports.find((report) => report.skipped !== null)?.skipped ?? null
  const missed = skipped === null ? reports.flatMap(unseen) : []
  if (missed.length > 0) throw new Error(`Never found before a lock: ${missed.join(', ')}`)
  const sum = (count: (report: DayReport) => number) =>
    reports.reduce((total, report) => total + count(report), 0)
  const secrets = reports.flatMap((report) => report.secrets)
  const memory = reports.flatMap(({ locks }) => locks.flat())
  const reachable = reports.flatMap(({ snapshot }) => snapshot)
  const grants = secrets.filter(isGrant)
  const grantPlaces = [...memory, ...reachable].filter(({ secret }) => isGrant(secret))
  const fieldPlaces = memory.filter(isFieldText)
  const wirePlaces = memory.filter(({ secret }) => isOnTheWire(secret))
  const others = [
    ...memory.filter(({ secret }) => !isOnTheWire(secret)),
    ...reachable.filter(({ secret }) => !isOnTheWire(secret)),
  ].filter((place) => !isGrant(place.secret) && !isFieldText(place))
  const elsewhere = ({ kind, places }: DayReport['children'][number]) =>
    places.filter(({ secret }) => staysInMain(secret) && !(isNetwork(kind) && isOnTheWire(secret))).length
  const inNetwork = reports
    .flatMap(({ children }) => children)
    .filter(({ kind }) => isNetwork(kind))
    .flatMap(({ places }) => places.filter(({ secret }) => isOnTheWire(secret))).length
  const figures = [
    {
      figure: 'places in main, five seconds after the lock, that hold a key, password, code or draft',
      tried: secrets.filter((secret) => !isGrant(secret) && !isOnTheWire(secret)).length,
      bad: others.length,
    },
    {
      figure: `tokens and what else went to Fullscript that main can still reach (${String(wirePlaces.length)} places hold one)`,
      tried: secrets.filter(isOnTheWire).length,
      bad: reachable.filter(({ secret }) => isOnTheWire(secret)).length,
    },
    {
      figure: `spent session grants still usable (${String(grantPlaces.length)} places hold one)`,
      tried: grants.length,
      bad: sum(({ usableGrants }) => usableGrants),
    },
    {
      figure: `codes and drafts that main can still reach (${String(fieldPlaces.length)} places hold text of a field)`,
      tried: secrets.filter((secret) => isFieldText({ ...NOWHERE, secret })).length,
      bad: reachable.filter((place) => isFieldText({ ...place, encoding: 'utf16' })).length,
    },
    {
      figure: `keys and tokens in the other processes after the lock, and embedded pages that outlived an hour behind it (${String(inNetwork)} places in the network process hold what went to Fullscript)`,
      tried: sum(({ children }) => children.length),
      bad: sum(
        ({ embedsLeft, children }) =>
          embedsLeft + children.reduce((total, child) => total + elsewhere(child), 0),
      ),
    },
  ]
  return figures.map((figure) => ({
    id: 'S-21',
    seed: 0,
    ...(skipped === null ? {} : { skipped }),
    ...figure,
  }))
}

const NOWHERE = { encoding: 'utf16', address: 0, mapping: '' }
