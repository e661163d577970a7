/**
 * The local Fullscript beside the app, spoken to over HTTP: the person's browser by hand, and the view that hosts
 * Fullscript's page, which reports as the page does.
 */
import { onTestFinished } from 'vitest'
import { MEADOWLARK } from '../../../sandbox/seed/clinics'
import { patientId } from '../../../sandbox/seed/patients'
import { startSandbox, type Sandbox } from '../../../sandbox/server'
import type { LocalApplication } from '../../../src/main/app/local-application'
import type { Services } from '../../../src/main/app/platform'
import type { WindowBridge } from '../../../src/shared/contract'
import type { EmbedReport } from '../../../src/shared/contract/embed'
import { HandBrowser } from '../../integration/connect-browser'
import { FakeView } from '../../support/benches/embed'
import { callbacksAt, loopbackPorts, type LoopbackPorts } from '../../support/loopback-ports'
import { nodeFetch } from '../../support/node-fetch'
import type { Computer } from './main'

/** Whose accounts at Fullscript the tests use. */
const EMAIL = 'june.hartwell@meadowlark.example'

/** What of the running app has to do with it. */
type App = {
  computer: Computer
  services: Pick<Services, 'embedPage'>
  bridge: Pick<WindowBridge, 'fullscript'>
}

export class Fullscript {
  readonly views: FakeView[] = []

  private constructor(
    readonly sandbox: Sandbox,
    readonly ports: LoopbackPorts,
    readonly level: 'role' | 'clinic',
  ) {}

  /** Ends with the test. */
  static async start(level: 'role' | 'clinic'): Promise<Fullscript> {
    const ports = await loopbackPorts()
    const sandbox = await startSandbox({ https: false, redirectUris: callbacksAt(ports) })
    onTestFinished(() => sandbox.close())
    return new Fullscript(sandbox, ports, level)
  }

  /** The practice's app there. */
  get application(): LocalApplication {
    const { applications, http } = this.sandbox.addresses
    const found = applications.find(({ level }) => level === this.level)
    if (!found) throw new Error('The local Fullscript has no application')
    const { clientId, clientSecret, publicKey } = found
    return { origin: http, clientId, clientSecret, publicKey }
  }

  /** From now on the computer reaches it. */
  reachedBy(computer: Computer) {
    computer.fetch = nodeFetch
    computer.embedViews = {
      create: (addresses, events) => {
        const view = new FakeView(this.views.length + 1, addresses, events)
        view.gone.resolve(undefined)
        this.views.push(view)
        return view
      },
    }
  }

  /** The person signs in and agrees in the page that was opened last in the browser. */
  async authorize({ computer }: App): Promise<void> {
    const account = this.sandbox.addresses.accounts.find(({ email }) => email === EMAIL)
    const browser = new HandBrowser()
    let page = await browser.get(computer.browser.at(-1) ?? '')
    if (page.body.includes('login-form'))
      page = await browser.submit(page, '/login', { email: EMAIL, password: account?.password ?? '' })
    const action = /<form[^>]*action="([^"]*authorize[^"]*)"/.exec(page.body)?.[1]
    if (action !== undefined) await browser.submit(page, action, { decision: 'authorize' })
  }

  /** The person ends Yarrow's access in Fullscript's own settings. */
  revokes() {
    this.sandbox.control.revokeUser(EMAIL)
  }

  /** The newest view. */
  get view(): FakeView {
    const view = this.views.at(-1)
    if (!view) throw new Error('No view was made')
    return view
  }

  readonly report = async ({ services }: App, said: EmbedReport) => {
    await services.embedPage.report(this.view.pageId, said)
  }

  /** The practice says that its app speaks for whole clinics; nothing else of the settings changes. */
  async worksThroughClinics({ bridge: { fullscript } }: App): Promise<void> {
    const read = await fullscript.settings()
    const saved =
      read.ok &&
      (await fullscript.saveSettings({ ...read.value, clientSecret: null, authorization: 'clinic' }))
    if (!saved || !saved.ok) throw new Error('The settings could not be saved')
  }

  /** Whoever is signed in connects, without a page. */
  async connect(app: App): Promise<void> {
    const { fullscript } = app.bridge
    const state = () => fullscript.connectState()
    await fullscript.connect({ wayBack: null })
    await this.authorize(app)
    const until = Date.now() + 20_000
    for (;;) {
      const now = await state()
      if (now.ok && now.value.step === 'confirming') break
      if (!now.ok || now.value.step === 'failed' || Date.now() > until)
        throw new Error(`Not connected: ${JSON.stringify(now)}`)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await fullscript.confirmOwner({ accept: true })
  }

  get mountId(): number {
    return this.view.mounted.at(-1)?.mountId ?? -1
  }

  /** The page is loaded, and told what to mount. */
  async mounts(app: App): Promise<void> {
    const until = Date.now() + 20_000
    await this.report(app, { type: 'page-ready' })
    while (this.view.mounted.length === 0) {
      if (Date.now() > until) throw new Error('Nothing was mounted')
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  /** The page asks for its grant and begins to load Fullscript. */
  async loads(app: App): Promise<void> {
    const grant = await app.services.embedPage.sessionGrant(this.view.pageId, undefined)
    if (!grant.ok) throw new Error(`No grant: ${grant.failure.code}`)
    await this.report(app, { type: 'loading', mountId: this.mountId })
  }

  /** What Fullscript's page does when it is asked for a plan, until it can be used. */
  async becomesReady(app: App): Promise<void> {
    await this.mounts(app)
    await this.loads(app)
    this.view.events.documentSeen()
    await this.report(app, { type: 'ready', mountId: this.mountId })
  }

  /** Somebody types into Fullscript's page. */
  isWorkedIn() {
    this.view.events.worked('keyed')
  }

  /** The page says that the plan of this patient of theirs, by name, was sent. */
  async sends(app: App, name: string): Promise<void> {
    const fullscriptPatientId = patientId(MEADOWLARK, name)
    const plan = this.sandbox.control
      .plans()
      .find((one) => one.patientId === fullscriptPatientId && one.state === 'active')
    if (!plan) throw new Error('The local Fullscript has no such plan')
    const { mountId } = this
    await this.report(app, {
      ...{ type: 'plan-activated', mountId, fullscriptPlanId: plan.id, fullscriptPatientId },
    })
  }
}
