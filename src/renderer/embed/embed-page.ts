/**
 * The page that hosts Fullscript's embed. It is told what to mount, asks for the grant itself as the last step before
 * mounting, and reports. One client of the package for the life of the page: each would leave a listener behind
 * (F-812). Everything it reports is checked again in main.
 */
import type { Fullscript } from '@fullscript/fullscript-js'
import type { EmbedBridge } from '../../shared/contract'
import type { EmbedReport, MountInstruction } from '../../shared/contract/embed'
import { MessageGuard, readEvent } from './message-guard'
import { watchTokenise } from './tokenise-watch'

/** Origins that the package uses for its environments (fullscript.md 7.2). */
const ORIGINS: Record<MountInstruction['env'], string> = {
  us: 'https://us.fullscript.com',
  ca: 'https://ca.fullscript.com',
  'us-snd': 'https://us-snd.fullscript.io',
  'ca-snd': 'https://ca-snd.fullscript.io',
}

/** A grant with less than this left would lapse on the way; milliseconds. */
const LEAST_LEFT = 5_000

/** What Fullscript says behind a lock, and is worth telling afterwards. */
const MATTERS_LATER: readonly EmbedReport['type'][] = ['patient-selected', 'plan-activated', 'failed']
const MOST_UNTOLD = 20

type Client = ReturnType<typeof Fullscript>
type Feature = ReturnType<Client['create']>
type FailureCode = Extract<EmbedReport, { type: 'failed' }>['code']

export type EmbedPageOptions = {
  window: Window & typeof globalThis
  bridge: EmbedBridge
  fullscript: typeof Fullscript
  /** Element that the embed fills. */
  root: HTMLElement
  now?: () => number
}

/** One mount, from instruction to removal. */
type Mount = {
  readonly instruction: MountInstruction
  /** The element the package is told to use. Taking it away makes a mount that is under way fail cleanly. */
  readonly element: HTMLElement
  feature: Feature | null
  patientNotSent: boolean
  /** Set once: nothing more is reported of a mount that failed. */
  failed: boolean
  patientId: string | undefined
}

export class EmbedPage {
  readonly #options: Required<EmbedPageOptions>
  readonly #guard: MessageGuard
  #client: { client: Client; key: string } | null = null
  #mount: Mount | null = null
  /** What nobody could be told behind a lock; told when its person is back. */
  #untold: EmbedReport[] = []

  constructor(options: EmbedPageOptions) {
    this.#options = { now: () => Date.now(), ...options }
    const { window, bridge } = options
    // First of all listeners, so that the package's comes after it.
    this.#guard = new MessageGuard(window, {
      serverError: (lines) => {
        const lapsed = lines.some((line) => line.startsWith('INVALID_SECRET_TOKEN'))
        this.#fail(this.#mount, lapsed ? 'embed-grant-expired' : 'embed-server-error')
      },
      dropped: (reason) => {
        this.#report({ type: 'message-dropped', mountId: this.#mount?.instruction.mountId ?? 0, reason })
      },
      now: () => window.performance.now(),
    })
    window.fetch = watchTokenise(window.fetch.bind(window), (address) => {
      const mount = this.#mount
      if (!mount || address !== `${originFor(mount.instruction)}/api/embeddable/tokenize`) return null
      return (outcome) => {
        if (outcome === 'sent') return
        mount.patientNotSent = true
        mount.element.remove()
      }
    })
    // The package throws what it cannot handle inside its listeners; here it must not vanish.
    window.addEventListener('error', (event) => {
      event.preventDefault()
      this.#fail(this.#mount, 'embed-server-error')
    })
    window.addEventListener('securitypolicyviolation', (event) => {
      if (event.effectiveDirective === 'frame-src') this.#fail(this.#mount, 'embed-refused')
    })
    bridge.on.mount((instruction) => {
      void this.#begin(instruction)
    })
    bridge.on.again(() => {
      for (const report of this.#untold.splice(0)) this.#report(report)
    })
    this.#report({ type: 'page-ready' })
  }

  /** The mounted frame, for the keyboard focus. */
  get frame(): HTMLIFrameElement | null {
    return this.#mount?.element.querySelector('iframe') ?? null
  }

  async #begin(instruction: MountInstruction): Promise<void> {
    this.#leave()
    const element = this.#options.window.document.createElement('div')
    element.id = `mount-${String(instruction.mountId)}`
    element.className = 'mount'
    this.#options.root.append(element)
    const mount: Mount = {
      instruction,
      element,
      feature: null,
      patientNotSent: false,
      failed: false,
      patientId: instruction.patient.id,
    }
    this.#mount = mount
    try {
      await this.#run(mount)
    } catch {
      // A mount that was left in the meantime fails because its element is gone; that is how it is meant.
      this.#fail(mount, mount.patientNotSent ? 'embed-patient-not-sent' : 'embed-server-error')
    }
  }

  async #run(mount: Mount): Promise<void> {
    const { feature: kind, entrypoint, patient, mountId } = mount.instruction
    const client = this.#clientFor(mount.instruction)
    const grant = await this.#options.bridge.sessionGrant()
    // Main knows why there is no grant; a mount that was replaced meanwhile must not use one.
    if (!grant.ok || this.#mount !== mount) return
    if (grant.value.expiresAt - this.#options.now() < LEAST_LEFT) {
      this.#fail(mount, 'embed-grant-expired')
      return
    }
    const { secretToken } = grant.value
    const feature: Feature =
      kind === 'platform'
        ? client.create('platform', { secretToken, patient, entrypoint })
        : client.create('treatmentPlan', { secretToken, patient })
    feature.on('patient.selected', (event) => {
      this.#heard(mount, event)
    })
    feature.on('treatmentPlan.activated', (event) => {
      this.#heard(mount, event)
    })
    await feature.mount(mount.element.id)
    mount.feature = feature

    const frame = mount.element.querySelector('iframe')
    const address = frame && new URL(frame.src)
    const frameId = address?.searchParams.get('frame_id')
    const dataToken = address?.searchParams.get('data_token')
    if (!frame?.contentWindow || !frameId) throw new Error('The package placed no frame')
    if (!dataToken || dataToken === 'null') {
      mount.patientNotSent = true
      throw new Error('The patient was not handed over')
    }
    this.#guard.expect({ origin: originFor(mount.instruction), source: frame.contentWindow, frameId })
    frame.title = 'Fullscript'
    frame.addEventListener('load', () => {
      if (this.#mount === mount && !mount.failed) this.#report({ type: 'ready', mountId })
    })
    this.#report({ type: 'loading', mountId })
  }

  #heard(mount: Mount, envelope: unknown): void {
    const event = readEvent(envelope)
    if (event === null || this.#mount !== mount || mount.failed) return
    if (mount.patientId !== undefined && event.patientId !== mount.patientId) {
      this.#fail(mount, 'embed-wrong-patient')
      return
    }
    mount.patientId = event.patientId
    const { mountId } = mount.instruction
    const fullscriptPatientId = event.patientId
    this.#report(
      event.name === 'patient.selected'
        ? { type: 'patient-selected', mountId, fullscriptPatientId }
        : { type: 'plan-activated', mountId, fullscriptPlanId: event.planId, fullscriptPatientId },
    )
  }

  #clientFor(instruction: MountInstruction): Client {
    const { publicKey, env, domain } = instruction
    const key = JSON.stringify([publicKey, env, domain])
    if (this.#client && this.#client.key !== key) throw new Error('This page was made for another practice')
    this.#client ??= {
      key,
      client: this.#options.fullscript(domain === null ? { publicKey, env } : { publicKey, env, domain }),
    }
    return this.#client.client
  }

  #leave(): void {
    const mount = this.#mount
    this.#mount = null
    this.#guard.expect(null)
    if (!mount) return
    // The package's unmount throws unless its mount has finished.
    mount.feature?.unmount()
    mount.element.remove()
  }

  #fail(mount: Mount | null, code: FailureCode): void {
    if (!mount || mount.failed || this.#mount !== mount) return
    mount.failed = true
    this.#leave()
    this.#report({ type: 'failed', mountId: mount.instruction.mountId, code })
  }

  #report(report: EmbedReport): void {
    void this.#options.bridge.report(report).then((answer) => {
      const refused = !answer.ok && answer.failure.code === 'signed-out'
      if (refused && MATTERS_LATER.includes(report.type))
        this.#untold = [...this.#untold, report].slice(-MOST_UNTOLD)
    })
  }
}

const originFor = ({ env, domain }: MountInstruction) => domain ?? ORIGINS[env]
