/**
 * The open plans of the person at work: one for each patient, three at most, and one seen at a time. A lock takes them
 * off the window and keeps them for that person, for an hour; whatever else ends a session ends them. None that may
 * not have been sent is ended without a word: the person is asked, or told at the next sign-in.
 */
import type {
  Bounds,
  EmbedReport,
  EmbedState,
  EndedPlan,
  OpenPlanState,
  PlanEnd,
  PlanProgress,
  SessionGrant,
} from '../../../../shared/contract/embed'
import { MOST_OPEN_PLANS } from '../../../../shared/open-plans'
import { failed, ok, type Result } from '../../../../shared/failures'
import { Queue } from '../../../../shared/queue'
import type { Clock } from '../../../platform/clock/clock'
import type { Session, Sessions } from '../../../identity/session'
import { OpenPlan, type OpenPlanOptions, type OpenRequest } from './open-plan'
import type { UnsentPlans } from './unsent-plan-repository'

export type EmbedServiceOptions = OpenPlanOptions & {
  sessions: Sessions
  /** Nobody is signed in, and the work waits for whoever was. */
  locked: () => boolean
  /** Counts the time that plans wait behind a lock. */
  awayClock: Clock
  unsent: UnsentPlans
  mayOpenChart: (personId: string, patientId: string) => Promise<boolean>
  nameOf: (patientId: string) => Promise<OpenPlanState['patient'] | null>
  /** Tells the window. */
  changed: (progress: PlanProgress) => void
}

type Entry = { patientId: string; plan: OpenPlan; kept: boolean }

/** So long do plans wait behind a lock; milliseconds. */
export const LONGEST_AWAY = 60 * 60_000

/** Mounts of one plan are numbered within so many, so that no two plans ever share a number. */
const MOUNTS_OF_A_PLAN = 1_000_000

export class EmbedService {
  readonly #options: EmbedServiceOptions
  #entries: Entry[] = []
  /** Made ahead, for the next patient. */
  #spare: OpenPlan | null = null
  #serial = 0
  /** Whose plans these are; stays through a lock. */
  #owner: string | null = null
  #awaySince: number | null = null
  #unwatchAway = () => {}
  #leaving: Promise<unknown> = Promise.resolve()
  readonly #writing = new Queue()

  constructor(options: EmbedServiceOptions) {
    this.#options = options
    options.sessions.onChange((session) => (session ? this.#begin(session) : this.#settle()))
  }

  /** Makes view and page ready ahead, without a grant. Failures are those of the practice's settings. */
  async prepare(): Promise<Result<null>> {
    const application = await this.#options.applications.current()
    if (!application.ok) return application
    if (this.#options.sessions.current() && this.#entries.length === 0) {
      this.#spare ??= this.#make()
      this.#spare.prepare(application.value)
    }
    return ok(null)
  }

  /** A new plan, or the one of this patient that is open; progress and failure are in the state, which the window hears of. */
  open(request: OpenRequest): Result<EmbedState> {
    const known = this.#of(request.patientId)
    if (known && known.plan.state.step !== 'failed') {
      this.place({ ...request, visible: true })
      return ok(known.plan.state)
    }
    const open = this.#entries.filter(({ plan }) => plan.state.step !== 'failed')
    if (open.length >= MOST_OPEN_PLANS) return failed('embed-too-many')
    const entry = known ?? this.#add(request.patientId)
    this.#forget(entry)
    this.#hideOthers(entry)
    entry.plan.open(request)
    return ok(entry.plan.state)
  }

  place({ patientId, ...place }: { patientId: string; bounds: Bounds; visible: boolean }): Result<null> {
    const entry = this.#here(patientId)
    if (!entry) return ok(null)
    if (place.visible) this.#hideOthers(entry)
    entry.plan.place(place)
    return ok(null)
  }

  /** Closes nothing that may not have been sent, unless the person is sure. */
  async close({
    patientId,
    sure,
  }: {
    patientId: string
    sure: boolean
  }): Promise<Result<{ closed: boolean }>> {
    const entry = this.#here(patientId)
    if (entry && !sure && isUnsent(entry.plan)) return ok({ closed: false })
    if (entry) {
      this.#forget(entry)
      this.#remove(entry)
    }
    await this.#leaving
    return ok({ closed: true })
  }

  retry({ patientId }: { patientId: string }): Result<EmbedState> {
    const entry = this.#here(patientId)
    if (!entry) return ok({ step: 'closed' })
    if (entry.plan.state.step === 'failed') this.#forget(entry)
    entry.plan.retry()
    return ok(entry.plan.state)
  }

  focus({ patientId }: { patientId: string }): Result<null> {
    this.#here(patientId)?.plan.focus()
    return ok(null)
  }

  async picture({ patientId }: { patientId: string }): Promise<Result<string | null>> {
    return ok((await this.#here(patientId)?.plan.picture()) ?? null)
  }

  async plans(): Promise<Result<OpenPlanState[]>> {
    const plans: OpenPlanState[] = []
    for (const { patientId, plan } of this.#awaySince === null ? [...this.#entries] : []) {
      const patient = await this.#options.nameOf(patientId)
      const { request, state, work } = plan
      if (!patient || !request) continue
      plans.push({
        patientId,
        patient,
        state,
        work,
        feature: request.feature,
        entrypoint: request.entrypoint,
      })
    }
    return ok(plans)
  }

  /** What this person has to be told of; not of plans that are open and say so themselves. */
  async ended({ person }: Session): Promise<Result<EndedPlan[]>> {
    await this.#leaving
    const known = await this.#options.unsent.of(person.id)
    if (!known.ok) return known
    const ended: EndedPlan[] = []
    for (const one of known.value) {
      const patient = this.#of(one.patientId) ? null : await this.#options.nameOf(one.patientId)
      if (patient) ended.push({ ...one, patient })
    }
    return ok(ended)
  }

  endedSeen({ person }: Session, patientId: string): Promise<Result<null>> {
    return this.#options.unsent.forget(person.id, patientId)
  }

  /** True while a plan is open that may not have been sent, for a person who can be asked. */
  get unsent(): boolean {
    return this.#awaySince === null && this.#entries.some(({ plan }) => isUnsent(plan))
  }

  /** Who may open a chart has changed. */
  async accessChanged(patientId: string): Promise<void> {
    const session = this.#options.sessions.current()
    const entry = this.#of(patientId)
    if (!session || !entry || (await this.#options.mayOpenChart(session.person.id, patientId))) return
    this.#end(entry, 'access-lost')
    await this.#leaving
  }

  /**
   * The session has ended. When this returns nothing of a plan is on the window: behind a lock what Fullscript shows
   * waits detached, and everything else is closed.
   */
  leave(): void {
    if (this.#awaySince !== null) return
    this.#dropSpare()
    if (!this.#options.locked()) {
      this.#endAll('signed-out')
      return
    }
    for (const entry of [...this.#entries]) {
      if (entry.plan.state.step === 'ready') entry.plan.setAside()
      else this.#remove(entry)
    }
    if (this.#entries.length === 0) return
    this.#awaySince = this.#options.awayClock.monotonic()
    this.#watchAway()
  }

  /** Ends the plans that have waited for too long; timers may have stood still meanwhile. */
  checkAway(): void {
    if (this.#awaySince === null) return
    if (this.#options.awayClock.monotonic() - this.#awaySince < LONGEST_AWAY) this.#watchAway()
    else this.#endAll('locked-too-long')
  }

  /** Everything is gone when this resolves, with processes and partitions, and written down where it has to be told. */
  async shutDown(why: PlanEnd): Promise<void> {
    this.#dropSpare()
    this.#endAll(why)
    await this.#leaving
  }

  /** `pageId`: who asks, of the pages on the embed's bridge. */
  async sessionGrant(pageId: number): Promise<Result<SessionGrant>> {
    return this.#pageOf(pageId)?.sessionGrant() ?? failed('not-allowed')
  }

  async report(pageId: number, report: EmbedReport): Promise<Result<null>> {
    return this.#pageOf(pageId)?.report(report) ?? failed('not-allowed')
  }

  async #begin(session: Session): Promise<void> {
    this.checkAway()
    const { person } = session
    if (this.#owner !== person.id) this.#endAll('another-person')
    this.#owner = person.id
    for (const entry of [...this.#entries]) {
      const may =
        person.capabilities.includes('plans:write') &&
        (await this.#options.mayOpenChart(person.id, entry.patientId))
      // Locked again meanwhile: it goes on waiting, for the next look.
      if (this.#options.sessions.current()?.id !== session.id) return
      if (may) entry.plan.bringBack()
      else this.#end(entry, 'access-lost')
    }
    this.#notAway()
    await this.#leaving
  }

  async #settle(): Promise<void> {
    this.leave()
    await this.#leaving
  }

  #watchAway() {
    if (this.#awaySince === null) return
    this.#unwatchAway()
    const { awayClock } = this.#options
    this.#unwatchAway = awayClock.after(this.#awaySince + LONGEST_AWAY - awayClock.monotonic(), () => {
      this.checkAway()
    })
  }

  #notAway() {
    this.#unwatchAway()
    this.#awaySince = null
  }

  #of(patientId: string): Entry | null {
    return this.#entries.find((entry) => entry.patientId === patientId) ?? null
  }

  /** None while plans wait behind a lock. */
  #here(patientId: string): Entry | null {
    return this.#awaySince === null ? this.#of(patientId) : null
  }

  #pageOf(pageId: number): OpenPlan | null {
    const plans = [...this.#entries.map(({ plan }) => plan), ...(this.#spare ? [this.#spare] : [])]
    return plans.find((plan) => plan.pageId === pageId) ?? null
  }

  #make(): OpenPlan {
    const plan: OpenPlan = new OpenPlan(this.#options, this.#serial * MOUNTS_OF_A_PLAN, {
      changed: () => {
        const entry = this.#entries.find((one) => one.plan === plan)
        if (entry) this.#changed(entry)
      },
    })
    this.#serial += 1
    return plan
  }

  #add(patientId: string): Entry {
    const entry: Entry = { patientId, plan: this.#spare ?? this.#make(), kept: false }
    this.#spare = null
    this.#owner = this.#options.sessions.current()?.person.id ?? this.#owner
    this.#entries = [...this.#entries, entry]
    return entry
  }

  #hideOthers(entry: Entry) {
    for (const { plan } of this.#entries) if (plan !== entry.plan) plan.hide()
  }

  /** Kept from the first sign of work on, so that not even a power cut takes it without a word. */
  #changed(entry: Entry) {
    const { patientId, plan, kept } = entry
    const { state, work } = plan
    if (state.step === 'ready' && work === 'maybe-unsent' && !kept) {
      entry.kept = true
      this.#write((unsent, owner) => unsent.keep(owner, patientId))
    }
    if (work === 'sent') this.#forget(entry)
    if (state.step === 'failed' && kept)
      this.#write((unsent, owner) => unsent.end(owner, patientId, 'crashed'))
    if (this.#awaySince === null && this.#options.sessions.current())
      this.#options.changed({ patientId, state, work })
  }

  /** There is nothing to tell of it any more. */
  #forget(entry: Entry) {
    if (!entry.kept) return
    entry.kept = false
    this.#write((unsent, owner) => unsent.forget(owner, entry.patientId))
  }

  #end(entry: Entry, why: PlanEnd) {
    const { patientId, plan, kept } = entry
    if (kept && plan.state.step !== 'failed')
      this.#write((unsent, owner) => unsent.end(owner, patientId, why))
    this.#remove(entry)
  }

  #endAll(why: PlanEnd) {
    for (const entry of [...this.#entries]) this.#end(entry, why)
    this.#notAway()
  }

  #remove(entry: Entry) {
    const { patientId, plan } = entry
    this.#entries = this.#entries.filter((one) => one !== entry)
    plan.close()
    this.#after(plan.gone())
    if (this.#awaySince === null && this.#options.sessions.current())
      this.#options.changed({ patientId, state: { step: 'closed' }, work: 'untouched' })
  }

  #dropSpare() {
    this.#spare?.close()
    if (this.#spare) this.#after(this.#spare.gone())
    this.#spare = null
  }

  #after(work: Promise<unknown>) {
    this.#leaving = Promise.all([this.#leaving, work])
  }

  /** One after the other, in the order in which it came about. */
  #write(work: (unsent: UnsentPlans, owner: string) => Promise<Result<null>>) {
    const owner = this.#owner
    if (owner === null) return
    const write = async () => {
      const written = await work(this.#options.unsent, owner)
      if (!written.ok)
        this.#options.logger.error('What a plan may hold could not be kept', { code: written.failure.code })
    }
    this.#after(this.#writing.run(write))
  }
}

const isUnsent = (plan: OpenPlan) => plan.state.step === 'ready' && plan.work === 'maybe-unsent'
