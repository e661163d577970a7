/**
 * Connecting from end to end over HTTP: the real flow with its real listener, ledger and records on one side, the local
 * Fullscript's sign-in and consent pages on the other, and a browser by hand between them.
 */
import { onTestFinished } from 'vitest'
import { ManualClock } from '../../src/main/platform/clock/manual-clock'
import { attemptRows } from '../../src/main/integrations/fullscript/connect/connect-attempt-repository'
import { ConnectFlow } from '../../src/main/integrations/fullscript/connect/connect-flow'
import { DeepLinkCallback } from '../../src/main/integrations/fullscript/connect/deep-link-callback'
import { LoopbackCallback } from '../../src/main/integrations/fullscript/connect/loopback-callback'
import { pastedCallback } from '../../src/main/integrations/fullscript/connect/callbacks'
import { redirectUris } from '../../src/main/integrations/fullscript/connect/redirect-uris'
import { SuspendedAttempts } from '../../src/main/integrations/fullscript/connect/suspended-attempts'
import { silentLogger } from '../../src/main/platform/logging/logger'
import type { ConnectState } from '../../src/shared/contract/fullscript'
import { ok } from '../../src/shared/failures'
import { loopbackPorts } from '../support/loopback-ports'
import { HandBrowser, type Page } from './connect-browser'
import { startRig, type Rig } from './tokens-rig'

const AUTHORIZE = '/api/oauth/authorize'
const JUNE = 'june.hartwell@meadowlark.example'

/** The flow over the records that are open now, as start-up makes it. */
async function assembleFlow(rig: Rig, clock: ManualClock, opened: string[]) {
  const states: ConnectState[] = []
  const links = new DeepLinkCallback({ clock, logger: silentLogger, isLinkHandler: () => true })
  const { records, audit } = rig.app
  const attempts = new SuspendedAttempts({
    rows: attemptRows(records, audit, 'station'),
    clock,
    stationId: 'station',
  })
  const flow = new ConnectFlow({
    applications: rig.services.applications,
    ledger: rig.services.ledger,
    callbacks: [new LoopbackCallback({ clock }), links, pastedCallback],
    attempts,
    sessions: rig.app.sessions,
    records,
    clock,
    logger: silentLogger,
    openBrowser: (address) => Promise.resolve(ok((opened.push(address), null))),
    copyToClipboard: () => undefined,
    onReturned: () => undefined,
  })
  onTestFinished(() => {
    flow.dispose()
  })
  flow.onChange((state) => states.push(state))
  const loaded = await attempts.load()
  if (!loaded.ok) throw new Error(loaded.failure.code)
  links.ready(attempts)

  const reached = (...steps: ConnectState['step'][]) =>
    new Promise<ConnectState>((resolve) => {
      if (steps.includes(flow.state.step)) resolve(flow.state)
      else {
        flow.onChange((state) => {
          if (steps.includes(state.step)) resolve(state)
        })
      }
    })
  return { flow, links, attempts, states, reached }
}

/** June is signed in, the practice configured with every way back registered, and nothing is connected. */
export async function startTrip() {
  const loopback = [...(await loopbackPorts())]
  const registered = redirectUris({ environment: 'local', wayBack: 'deep-link', loopbackPorts: loopback })
  const rig = await startRig({ sandbox: { redirectUris: registered } })
  onTestFinished(() => rig.dispose())
  await rig.signIn('june')
  await rig.configure()
  const opened: string[] = []
  const clock = new ManualClock(Date.now())
  const browser = new HandBrowser()
  const first = await assembleFlow(rig, clock, opened)

  return {
    rig,
    clock,
    opened,
    browser,
    ...first,

    /** Signs in at Fullscript if it asks, and answers the consent page if there is one. */
    async decide(decision: 'authorize' | 'cancel', address = opened.at(-1) ?? ''): Promise<Page> {
      const account = rig.sandbox.addresses.accounts.find((known) => known.email === JUNE)
      let page = await browser.get(address)
      if (page.body.includes('login-form')) {
        page = await browser.submit(page, '/login', { email: JUNE, password: account?.password ?? '' })
      }
      return page.body.includes('data-testid="scopes"') ? browser.submit(page, AUTHORIZE, { decision }) : page
    },

    /** A new start over the records as a quit or a kill leaves them; nobody is signed in. */
    async startAgain(after: 'quit' | 'kill') {
      if (after === 'quit') {
        first.flow.suspendForQuit()
        await rig.close()
      } else await rig.database.destroy()
      await rig.open()
      return assembleFlow(rig, clock, opened)
    },
  }
}

export type Trip = Awaited<ReturnType<typeof startTrip>>
