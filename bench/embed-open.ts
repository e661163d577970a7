/**
 * From the click on "Add plan" to Fullscript ready in Yarrow; against the least it can be, which is one bare request
 * for a session grant and one bare load of the same page in a frame. Same local Fullscript, page made ready ahead in
 * both, every pair in new processes and new partitions.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LocalFullscript } from '../tests/support/local-fullscript'
import { loopbackPorts } from '../tests/support/loopback-ports'
import { projectRoot } from '../tests/support/processes'
import type { BareFrameRequest, BareFrameTimes } from './bare-frame/main'
import type { DriverRequest } from './driver/main'
import { buildApp, buildDriver, ElectronApp } from './lib/electron-app'
import { figureOf, type Figure, type Pair } from './lib/figure'

const PAGE_ORIGIN = 'https://app.yarrow.localhost'
const ADD_PLAN = 'button[aria-keyshortcuts$="Shift+P"]:enabled'
/** Milliseconds. Nobody clicks the moment a page has come up, and grants are not given out any faster (F-410). */
const THINKING = 1_000

export async function embedOpen(runs: number): Promise<Figure[]> {
  const data = await mkdtemp(join(tmpdir(), 'yarrow-bench-'))
  const fullscript = await LocalFullscript.start()
  const yarrow = await startYarrow(join(data, 'yarrow'), fullscript)
  const bare = new ElectronApp(await buildApp('bare-frame'), { env: { BENCH_USER_DATA: join(data, 'bare') } })
  try {
    await connect(yarrow)
    const pairs: Pair[] = []
    const takeOne = async () => ({
      ours: await openInYarrow(yarrow),
      other: await openBare(bare, fullscript),
    })
    // The first pair pays for what both load and compile once.
    await takeOne()
    while (pairs.length < runs) pairs.push(await takeOne())
    const against = 'a bare grant request and a bare frame load'
    return [figureOf({ figure: 'embed-open', against, unit: 'ms', goal: 1.1 }, pairs)]
  } finally {
    await Promise.all([yarrow.stop(), bare.stop(), fullscript.stop()])
    await rm(data, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function startYarrow(userData: string, fullscript: LocalFullscript): Promise<ElectronApp> {
  const { clientId, clientSecret, publicKey } = fullscript.application
  const browser = [
    process.execPath,
    join(projectRoot, 'bench', 'lib', 'consent.mjs'),
    fullscript.info.control,
    practitioner(fullscript).email,
  ]
  return new ElectronApp(projectRoot, {
    env: {
      YARROW_USER_DATA: userData,
      YARROW_DEMO: '1',
      YARROW_LOCAL_FULLSCRIPT: fullscript.info.http,
      YARROW_LOCAL_APPLICATION: JSON.stringify({ clientId, clientSecret, publicKey }),
      YARROW_BROWSER: JSON.stringify(browser),
      YARROW_LOOPBACK_PORTS: (await loopbackPorts()).join(),
    },
    driver: await buildDriver(),
  })
}

const practitioner = (fullscript: LocalFullscript) => fullscript.account('practitioner')
const drive = <T = null>(yarrow: ElectronApp, request: DriverRequest) => yarrow.ask<T>(request)

/** Signs in with the demo practice's first account and connects it, as the screens would. */
async function connect(yarrow: ElectronApp): Promise<void> {
  await drive(yarrow, { click: '[aria-label="Demo accounts"] button' })
  await drive(yarrow, { click: 'button[type=submit]:enabled' })
  await drive(yarrow, { usable: '[role=option]' })
  const connected = await drive<string>(yarrow, {
    run: `new Promise((resolve) => {
      const { fullscript, on } = window.yarrow
      on.fullscript.connectChanged((state) => {
        if (state.step === 'confirming') void fullscript.confirmOwner({ accept: true })
        if (state.step === 'connected' || state.step === 'failed') resolve(JSON.stringify(state))
      })
      void fullscript.connect({ wayBack: null })
    })`,
  })
  if (!connected.includes('"connected"')) throw new Error(`Yarrow could not be connected: ${connected}`)
}

/** Milliseconds by the window's own clock, from the click's input event to the state that says ready. */
async function openInYarrow(yarrow: ElectronApp): Promise<number> {
  await drive(yarrow, { click: '[role=option]' })
  await drive(yarrow, { usable: ADD_PLAN })
  await drive(yarrow, { loaded: PAGE_ORIGIN })
  await pause(THINKING)
  const ready = drive<{ took: number; step: string; patientId: string }>(yarrow, {
    run: `new Promise((resolve) => {
      let clicked = NaN
      addEventListener('click', (event) => { clicked = event.timeStamp }, { capture: true, once: true })
      const stop = window.yarrow.on.embed.changed(({ patientId, state: { step, failure } }) => {
        if (step !== 'ready' && step !== 'failed') return
        stop()
        resolve({ took: performance.now() - clicked, step: failure ? failure.code : step, patientId })
      })
    })`,
  })
  await drive(yarrow, { click: ADD_PLAN })
  const { took, step, patientId } = await ready
  if (step !== 'ready') throw new Error(`Fullscript did not open in Yarrow: ${step}`)
  const closing = JSON.stringify({ patientId, sure: true })
  const { ok } = await drive<{ ok: boolean }>(yarrow, { run: `window.yarrow.embed.close(${closing})` })
  if (!ok) throw new Error('The plan could not be closed')
  await drive(yarrow, { click: 'a[href="/patients"]' })
  await drive(yarrow, { usable: '[role=option]' })
  return took
}

async function openBare(bare: ElectronApp, fullscript: LocalFullscript): Promise<number> {
  const ask = <T = null>(request: BareFrameRequest) => bare.ask<T>(request)
  const { http } = fullscript.info
  const { clientId, publicKey } = fullscript.application
  const { accessToken } = await fullscript.control<{ accessToken: string }>('tokens', {
    clientId,
    user: practitioner(fullscript).email,
  })
  await ask({ prepare: { pageOrigin: PAGE_ORIGIN } })
  await pause(THINKING)
  const entry = new URL('/api/embeddable/session/treatment_plans/new', http)
  entry.search = new URLSearchParams({
    data_token: await dataToken(http),
    public_key: publicKey,
    frame_id: crypto.randomUUID(),
    target_origin: PAGE_ORIGIN,
  }).toString()
  const grants = `${http}/api/clinic/embeddable/session_grants`
  const { grant, frame } = await ask<BareFrameTimes>({ open: { grants, accessToken, entry: entry.href } })
  await ask({ close: true })
  return grant + frame
}

/** The patient is handed over before the clock starts: the page that is loaded is the same, the call is not in it. */
async function dataToken(http: string): Promise<string> {
  const answer = await fetch(`${http}/api/embeddable/tokenize`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: PAGE_ORIGIN },
    body: JSON.stringify({
      data: { first_name: 'Bare', last_name: 'Frame', email: 'bare.frame@example.com' },
    }),
  })
  return ((await answer.json()) as { data_token: string }).data_token
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
