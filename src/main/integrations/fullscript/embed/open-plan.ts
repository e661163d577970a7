/**
 * One open plan: the machine's model, the view that it stands in, what was handed over, and what could be seen of the
 * work in it. Belongs to one person and one patient; whose it is and how long it stays is the service's business.
 */
import type {
  Bounds,
  EmbedReport,
  EmbedState,
  MountInstruction,
  PlanWork,
  SessionGrant,
} from '../../../../shared/contract/embed'
import { assertNever } from '../../../../shared/assert-never'
import { failed, ok, type Failure, type Result } from '../../../../shared/failures'
import type { Clock } from '../../../platform/clock/clock'
import type { Logger } from '../../../platform/logging/logger'
import { embedAddress } from '../environments'
import { isOfStorage } from '../../../records/database-errors'
import type { Application, Applications } from '../types'
import { initialModel, nextStep, type EmbedCommand, type EmbedInput, type EmbedModel } from './embed-machine'
import type { EmbedPatients, EmbedViews, PlanIntake, SessionGrantIssuer } from './embed-ports'
import { EmbedStage } from './embed-stage'
import { traceAfter, untouched, workAt, WORKING, type WorkSign } from './plan-work'

export type OpenPlanOptions = {
  views: EmbedViews
  applications: Applications
  patients: EmbedPatients
  grants: SessionGrantIssuer
  intake: PlanIntake
  clock: Clock
  logger: Logger
  focusLeft: (direction: 'forward' | 'backward') => void
}

export type OpenRequest = Pick<MountInstruction, 'feature' | 'entrypoint'> & {
  patientId: string
  bounds: Bounds
}

type Events = {
  /** State or work is not what it was. */
  changed: () => void
}

/** What is needed for a mount, and no more: the application's secrets are not kept with an open plan. */
type HandOver = Pick<Application, 'environment' | 'publicKey' | 'feature'> & {
  /** Where Fullscript is, if its own package has another place. */
  domain: string | null
  patient: MountInstruction['patient']
}

/** More reports than this in one second are not looked at (F-805). */
const REPORTS_PER_SECOND = 50

export class OpenPlan {
  readonly #options: OpenPlanOptions
  readonly #events: Events
  readonly #stage: EmbedStage
  #model: EmbedModel
  #request: OpenRequest | null = null
  #handOver: HandOver | null = null
  #place: { bounds: Bounds; visible: boolean } = {
    bounds: { x: 0, y: 0, width: 0, height: 0 },
    visible: false,
  }
  #trace = untouched
  #told: PlanWork = 'untouched'
  #unwatch = () => {}
  #unwatchGrant = () => {}
  #unwatchWork = () => {}
  #reports = { since: -Infinity, count: 0 }

  /** `firstMount`: mounts are numbered from here; no two plans have a number in common. */
  constructor(options: OpenPlanOptions, firstMount: number, events: Events) {
    this.#options = options
    this.#events = events
    this.#model = { ...initialModel, mountId: firstMount }
    this.#stage = new EmbedStage(options.views, {
      documentSeen: () => {
        this.#dispatch({ type: 'document-seen' })
      },
      documentFailed: (failure) => {
        this.#dispatch({ type: 'document-failed', failure })
      },
      lost: (failure) => {
        this.#dispatch({ type: 'view-lost', failure })
      },
      focusLeft: options.focusLeft,
      worked: (sign) => {
        if (this.state.step === 'ready') this.#seen(sign)
      },
    })
  }

  get state(): EmbedState {
    return this.#model.state
  }

  get request(): OpenRequest | null {
    return this.#request
  }

  get work(): PlanWork {
    return workAt(this.#trace, this.#options.clock.monotonic())
  }

  /** Of its page, on the embed's bridge. */
  get pageId(): number | null {
    return this.#stage.pageId
  }

  /** Makes view and page ready ahead, without a patient and without a grant. */
  prepare(application: Application): void {
    this.#dispatch({ type: 'prepare' })
    this.#enterStage(application)
  }

  open(request: OpenRequest): void {
    this.#request = request
    this.#place = { bounds: request.bounds, visible: true }
    this.#dispatch({ type: 'open', patientId: request.patientId })
  }

  place(place: { bounds: Bounds; visible: boolean }): void {
    this.#place = place
    this.#placeView()
  }

  hide(): void {
    if (this.#place.visible) this.place({ ...this.#place, visible: false })
  }

  retry(): void {
    this.#dispatch({ type: 'retry' })
  }

  focus(): void {
    if (this.state.step === 'ready') this.#stage.focus()
  }

  async picture(): Promise<string | null> {
    return this.state.step === 'ready' && this.#place.visible ? this.#stage.picture() : null
  }

  /** Nobody is signed in: off the window in this turn, hidden until somebody gives it a place again. */
  setAside(): void {
    this.#stage.setAside()
    this.hide()
  }

  bringBack(): void {
    this.#stage.bringBack()
  }

  /** The view is off the window when this returns; its process may take longer to end. */
  close(): void {
    this.#request = null
    this.#handOver = null
    this.#unwatchWork()
    if (this.state.step !== 'closed' || !this.#stage.empty) this.#dispatch({ type: 'close' })
  }

  /** Resolves when every view of it is gone, with process and partition. */
  gone(): Promise<void> {
    return this.#stage.gone()
  }

  /** The page asks, just before it mounts: one grant for one mount, and only for the mount it was told of. */
  async sessionGrant(): Promise<Result<SessionGrant>> {
    const before = this.#model.grant
    this.#dispatch({ type: 'grant-asked' })
    if (before !== 'not-asked' || this.#model.grant !== 'asked') return failed('not-allowed')
    const { mountId } = this.#model
    const grant = await this.#options.grants.issue({ mountId })
    if (this.#model.mountId !== mountId) return failed('embed-grant-expired')
    if (!grant.ok) {
      this.#dispatch({ type: 'grant-refused', mountId, failure: grant.failure })
      return grant
    }
    const expiresIn = grant.value.expiresAt - this.#options.clock.now()
    this.#dispatch({ type: 'grant-given', mountId, expiresIn })
    return grant
  }

  /** What the page says. All of it is checked again: it is a notification, no data. */
  async report(report: EmbedReport): Promise<Result<null>> {
    if (!this.#mayReport()) return failed('not-allowed')
    if ('mountId' in report && report.mountId !== this.#model.mountId) return ok(null)
    switch (report.type) {
      case 'page-ready':
        this.#dispatch({ type: 'page-ready' })
        break
      case 'loading':
        this.#dispatch({ type: 'frame-placed', mountId: report.mountId })
        break
      case 'ready':
        this.#options.grants.used(report.mountId)
        this.#dispatch({ type: 'page-loaded', mountId: report.mountId })
        break
      case 'failed':
        this.#dispatch({ type: 'reported-failure', mountId: report.mountId, failure: { code: report.code } })
        break
      case 'patient-selected':
        return this.#patientSelected(report)
      case 'plan-activated':
        return this.#planActivated(report)
      case 'focus-left':
        this.#options.focusLeft(report.direction)
        break
      case 'message-dropped':
        this.#options.logger.warn('A message to the embed page was dropped', { reason: report.reason })
        break
      default:
        assertNever(report)
    }
    return ok(null)
  }

  /** A failure only where the records could not keep what became of it. */
  async #patientSelected(report: { mountId: number; fullscriptPatientId: string }): Promise<Result<null>> {
    const { state } = this.#model
    const handOver = this.#handOver
    if (handOver === null || (state.step !== 'loading' && state.step !== 'ready')) return ok(null)
    const { fullscriptPatientId } = report
    const known = await this.#options.patients.selected({ patientId: state.patientId, fullscriptPatientId })
    if (this.#model.mountId !== report.mountId) return answerOf(known)
    const other = handOver.patient.id !== undefined && handOver.patient.id !== fullscriptPatientId
    if (other) this.#wrongPatient(report.mountId)
    else if (known.ok)
      this.#handOver = { ...handOver, patient: { ...handOver.patient, id: fullscriptPatientId } }
    else if (known.failure.code === 'embed-wrong-patient') this.#wrongPatient(report.mountId)
    else this.#options.logger.warn('The chosen patient could not be kept', { code: known.failure.code })
    return answerOf(known)
  }

  async #planActivated(report: {
    mountId: number
    fullscriptPlanId: string
    fullscriptPatientId: string
  }): Promise<Result<null>> {
    const { state } = this.#model
    const handOver = this.#handOver
    if (handOver === null || (state.step !== 'loading' && state.step !== 'ready')) return ok(null)
    const { fullscriptPlanId, fullscriptPatientId } = report
    // Somebody else's, by the event alone: refused, and written down, as such a choice is.
    if (handOver.patient.id !== undefined && handOver.patient.id !== fullscriptPatientId)
      return this.#patientSelected(report)
    this.#seen('sent')
    const imported = await this.#options.intake.receive({
      patientId: state.patientId,
      fullscriptPlanId,
      fullscriptPatientId,
    })
    if (imported.ok || this.#model.mountId !== report.mountId) return answerOf(imported)
    if (imported.failure.code === 'embed-wrong-patient') this.#wrongPatient(report.mountId)
    else this.#options.logger.warn('A plan could not be imported at once', { code: imported.failure.code })
    return answerOf(imported)
  }

  #wrongPatient(mountId: number) {
    this.#dispatch({ type: 'reported-failure', mountId, failure: { code: 'embed-wrong-patient' } })
  }

  #mayReport(): boolean {
    const now = this.#options.clock.monotonic()
    if (now - this.#reports.since >= 1_000) this.#reports = { since: now, count: 0 }
    this.#reports.count += 1
    return this.#reports.count <= REPORTS_PER_SECOND
  }

  #seen(type: WorkSign['type']) {
    const { clock } = this.#options
    this.#trace = traceAfter(this.#trace, { type, at: clock.monotonic() })
    this.#unwatchWork()
    if (this.#trace.enteredAt !== null && this.work !== 'maybe-unsent')
      this.#unwatchWork = clock.after(this.#trace.enteredAt + WORKING - clock.monotonic(), () => {
        this.#tellWork()
      })
    this.#tellWork()
  }

  #tellWork() {
    const { work } = this
    if (work === this.#told) return
    this.#told = work
    this.#events.changed()
  }

  #dispatch(input: EmbedInput) {
    const before = this.#model
    const { model, commands } = nextStep(before, input)
    this.#model = model
    for (const command of commands) this.#obey(command)
    if (model.state === before.state) return
    if (model.state.step === 'ready') this.#seen('mounted')
    if (model.state.step === 'failed') this.#unwatchWork()
    this.#placeView()
    this.#events.changed()
  }

  #obey(command: EmbedCommand) {
    const { clock } = this.#options
    switch (command.type) {
      case 'inform':
        void this.#inform(command.mountId, command.patientId).catch((error: unknown) => {
          this.#options.logger.error('The plan builder could not be opened', { error })
          this.#cannotOpen(command.mountId, { code: 'unexpected' })
        })
        break
      case 'destroy-view':
        this.#stage.leave()
        break
      case 'mount':
        this.#mount(command.mountId)
        break
      case 'watch':
        this.#unwatch()
        this.#unwatch = clock.after(command.milliseconds, () => {
          this.#dispatch({ type: 'silent', mountId: command.mountId })
        })
        break
      case 'watch-grant':
        this.#unwatchGrant()
        this.#unwatchGrant = clock.after(command.milliseconds, () => {
          this.#dispatch({ type: 'lapsed', mountId: command.mountId })
        })
        break
      case 'unwatch':
        this.#unwatch()
        this.#unwatchGrant()
        break
      default:
        assertNever(command)
    }
  }

  async #inform(mountId: number, patientId: string): Promise<void> {
    const application = await this.#options.applications.current()
    if (this.#model.mountId !== mountId) return
    if (!application.ok) {
      this.#cannotOpen(mountId, application.failure)
      return
    }
    const { environment, publicKey, feature, hosts } = application.value
    this.#enterStage(application.value)
    const patient = await this.#options.patients.handOver(patientId, application.value)
    if (this.#model.mountId !== mountId) return
    if (!patient.ok) {
      this.#cannotOpen(mountId, patient.failure)
      return
    }
    const { domain } = embedAddress(environment, hosts)
    this.#handOver = { environment, publicKey, feature, domain, patient: patient.value }
    this.#dispatch({ type: 'informed', mountId })
  }

  #cannotOpen(mountId: number, failure: Failure) {
    this.#dispatch({ type: 'cannot-open', mountId, failure })
  }

  /** Makes the view that the model wants, unless it stands already. */
  #enterStage(application: Application) {
    if (!this.#stage.fits(application)) this.#dispatch({ type: 'view-outdated' })
    this.#stage.enter(application)
    this.#placeView()
  }

  #mount(mountId: number) {
    if (!this.#request || !this.#handOver) return
    const { environment, publicKey, feature, domain, patient } = this.#handOver
    this.#stage.mount({
      mountId,
      publicKey,
      env: environment === 'local' ? 'us-snd' : environment,
      domain,
      // The window asks for the plan builder; which of the two that is, the practice has set.
      feature: this.#request.feature === 'treatmentPlan' ? feature : this.#request.feature,
      entrypoint: this.#request.entrypoint,
      patient,
    })
  }

  #placeView() {
    const { step } = this.#model.state
    const { bounds, visible } = this.#place
    const shown = visible && step === 'ready'
    const aside = step === 'asking' || step === 'loading'
    this.#stage.place({ bounds, visibility: shown ? 'shown' : aside ? 'aside' : 'hidden' })
  }
}

/** Every other failure is in the record already, or is tried again by itself; the page can do nothing about it. */
const answerOf = (done: Result<unknown>): Result<null> =>
  done.ok || !isOfStorage(done.failure) ? ok(null) : { ok: false, failure: done.failure }
