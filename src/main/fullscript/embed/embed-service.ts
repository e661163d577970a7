/**
 * Runs the embed: keeps the machine's model, does what it says, and answers both bridges. There is at most one view,
 * and it belongs to the person signed in now; at every change of person it is gone before anything else is drawn.
 */
import type {
  Bounds,
  EmbedReport,
  EmbedState,
  MountInstruction,
  SessionGrant,
} from '../../../shared/bridge/embed'
import { assertNever } from '../../../shared/assert-never'
import { failed, ok, type Result } from '../../../shared/failures'
import type { Clock } from '../../clock/clock'
import type { Logger } from '../../logging/logger'
import type { Sessions } from '../../people/session'
import type { Application, Applications } from '../types'
import { initialModel, nextStep, type EmbedCommand, type EmbedInput, type EmbedModel } from './embed-machine'
import type { EmbedPatients, EmbedViews, PlanIntake, SessionGrantIssuer } from './embed-ports'
import { EmbedStage } from './embed-stage'

export type EmbedServiceOptions = {
  views: EmbedViews
  applications: Applications
  patients: EmbedPatients
  grants: SessionGrantIssuer
  intake: PlanIntake
  sessions: Sessions
  clock: Clock
  logger: Logger
  /** Tells the window. */
  changed: (state: EmbedState) => void
  focusLeft: (direction: 'forward' | 'backward') => void
}

type OpenRequest = Pick<MountInstruction, 'feature' | 'entrypoint'> & { patientId: string; bounds: Bounds }
type HandOver = { application: Application; patient: MountInstruction['patient'] }

/** More reports than this in one second are not looked at (F-805). */
const REPORTS_PER_SECOND = 50

export class EmbedService {
  readonly #options: EmbedServiceOptions
  readonly #stage: EmbedStage
  #model: EmbedModel = initialModel
  #request: OpenRequest | null = null
  #handOver: HandOver | null = null
  #place: { bounds: Bounds; visible: boolean } = {
    bounds: { x: 0, y: 0, width: 0, height: 0 },
    visible: false,
  }
  #unwatch = () => {}
  #unwatchGrant = () => {}
  #reports = { since: -Infinity, count: 0 }

  constructor(options: EmbedServiceOptions) {
    this.#options = options
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
    })
    options.sessions.onChange(() => this.shutDown())
  }

  /** Makes view and page ready ahead, without a grant. Failures are those of the practice's settings. */
  async prepare(): Promise<Result<null>> {
    const application = await this.#options.applications.current()
    if (!application.ok) return application
    if (this.#model.state.step === 'closed') {
      this.#dispatch({ type: 'prepare' })
      this.#enterStage(application.value)
    }
    return ok(null)
  }

  /** Opens a patient's plan builder; progress and failure are in the state, which the window also hears of. */
  open(request: OpenRequest): Result<EmbedState> {
    this.#request = request
    this.#place = { bounds: request.bounds, visible: true }
    this.#dispatch({ type: 'open', patientId: request.patientId })
    return ok(this.#model.state)
  }

  place(place: { bounds: Bounds; visible: boolean }): Result<null> {
    this.#place = place
    this.#placeView()
    return ok(null)
  }

  async close(): Promise<Result<null>> {
    this.#dispatch({ type: 'close' })
    await this.#stage.gone()
    return ok(null)
  }

  retry(): Result<EmbedState> {
    this.#dispatch({ type: 'retry' })
    return ok(this.#model.state)
  }

  focus(): Result<null> {
    if (this.#model.state.step === 'ready') this.#stage.focus()
    return ok(null)
  }

  state(): Result<EmbedState> {
    return ok(this.#model.state)
  }

  /** The view is off the window when this returns; its process may take longer to end. */
  leave(): void {
    this.#request = null
    this.#handOver = null
    if (this.#model.state.step !== 'closed' || !this.#stage.empty) this.#dispatch({ type: 'close' })
  }

  /** Everything of the person who was signed in is gone when this resolves. */
  async shutDown(): Promise<void> {
    this.leave()
    await this.#stage.gone()
  }

  /** The embed page asks, just before it mounts: one grant for one mount, and only for the mount it was told of. */
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

  /** What the embed page says. Everything in it is a hint. */
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
        await this.#patientSelected(report)
        break
      case 'plan-activated':
        await this.#planActivated(report)
        break
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

  async #patientSelected(report: { mountId: number; fullscriptPatientId: string }): Promise<void> {
    const { state } = this.#model
    const handOver = this.#handOver
    if (handOver === null || (state.step !== 'loading' && state.step !== 'ready')) return
    const { fullscriptPatientId } = report
    const known = await this.#options.patients.selected({ patientId: state.patientId, fullscriptPatientId })
    if (this.#model.mountId !== report.mountId) return
    const other = handOver.patient.id !== undefined && handOver.patient.id !== fullscriptPatientId
    if (other) this.#wrongPatient(report.mountId)
    else if (known.ok)
      this.#handOver = { ...handOver, patient: { ...handOver.patient, id: fullscriptPatientId } }
    else if (known.failure.code === 'embed-wrong-patient') this.#wrongPatient(report.mountId)
    else this.#options.logger.warn('The chosen patient could not be kept', { code: known.failure.code })
  }

  async #planActivated(report: {
    mountId: number
    fullscriptPlanId: string
    fullscriptPatientId: string
  }): Promise<void> {
    const { state } = this.#model
    const handOver = this.#handOver
    if (handOver === null || (state.step !== 'loading' && state.step !== 'ready')) return
    const { fullscriptPlanId, fullscriptPatientId } = report
    // Somebody else's, by the event alone: refused, and written down, as such a choice is.
    if (handOver.patient.id !== undefined && handOver.patient.id !== fullscriptPatientId)
      return this.#patientSelected(report)
    const landed = await this.#options.intake.landed({
      patientId: state.patientId,
      fullscriptPlanId,
      fullscriptPatientId,
    })
    if (landed.ok || this.#model.mountId !== report.mountId) return
    if (landed.failure.code === 'embed-wrong-patient') this.#wrongPatient(report.mountId)
    else this.#options.logger.warn('A plan did not land at once', { code: landed.failure.code })
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

  #dispatch(input: EmbedInput) {
    const before = this.#model
    const { model, commands } = nextStep(before, input)
    this.#model = model
    for (const command of commands) this.#obey(command)
    if (model.state === before.state) return
    this.#placeView()
    this.#options.changed(this.#model.state)
  }

  #obey(command: EmbedCommand) {
    switch (command.type) {
      case 'inform':
        void this.#inform(command.mountId, command.patientId).catch((error: unknown) => {
          this.#options.logger.error('The plan builder could not be opened', { error })
          this.#dispatch({ type: 'cannot-open', mountId: command.mountId, failure: { code: 'unexpected' } })
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
        this.#unwatch = this.#options.clock.after(command.milliseconds, () => {
          this.#dispatch({ type: 'silent', mountId: command.mountId })
        })
        break
      case 'watch-grant':
        this.#unwatchGrant()
        this.#unwatchGrant = this.#options.clock.after(command.milliseconds, () => {
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
      this.#dispatch({ type: 'cannot-open', mountId, failure: application.failure })
      return
    }
    this.#enterStage(application.value)
    const patient = await this.#options.patients.handOver(patientId)
    if (this.#model.mountId !== mountId) return
    if (!patient.ok) {
      this.#dispatch({ type: 'cannot-open', mountId, failure: patient.failure })
      return
    }
    this.#handOver = { application: application.value, patient: patient.value }
    this.#dispatch({ type: 'informed', mountId })
  }

  /** Makes the view that the model wants, unless it stands already. */
  #enterStage(application: Application) {
    if (!this.#stage.fits(application)) this.#dispatch({ type: 'view-outdated' })
    this.#stage.enter(application)
    this.#placeView()
  }

  #mount(mountId: number) {
    if (!this.#request || !this.#handOver) return
    const { application, patient } = this.#handOver
    const { environment, publicKey, hosts } = application
    this.#stage.mount({
      mountId,
      publicKey,
      env: environment === 'local' ? 'us-snd' : environment,
      domain: environment === 'local' ? hosts.embed : null,
      feature: this.#request.feature,
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
