/**
 * Plans on their way into the chart. What the frame reports is only a notification: it is kept durably, and the plan is
 * fetched until it is in the chart or Fullscript says for good that it is not to be had. Names that were missing come
 * later.
 */
import { failed, ok, type Failure, type Result } from '../../../../shared/failures'
import type { ChartPlans, Plan } from '../../../../shared/contract/plans'
import { Listeners } from '../../../../shared/listeners'
import { Queue } from '../../../../shared/queue'
import type { ChartPlan, PlansService } from '../../../chart/plans-service'
import type { Clock } from '../../../platform/clock/clock'
import type { Logger } from '../../../platform/logging/logger'
import type { Sessions } from '../../../identity/session'
import { withStorageFailures } from '../../../records/database-errors'
import type { Records } from '../../../records/unit-of-work'
import type { Background } from '../background'
import type { Applications } from '../types'
import type { PlanIntake } from './embed-ports'
import { enterChart } from '../../../patients/chart-access'
import { actorOf, type ClinicContext, type FullscriptContext } from '../context'
import type { FullscriptContexts } from '../resolve-context'
import type { PatientLinks } from './patient-links'
import {
  pendingPlansFor,
  pendingInto,
  pendingOf,
  addPending,
  type PlanNotification,
} from './pending-plan-repository'
import type { PlanImporter } from './plan-importer'
import type { PlanNames } from './plan-names'
import { knownPlan, withoutSource, withSource } from './plan-source-repository'
import type { Retries } from './retries'
import type { Wanted } from './retry-repository'

/** Between two looks at what is due, so that nothing that stays due is asked for without a pause. */
const LEAST_PAUSE = 5_000
/** Longer than a timer can be trusted with; then it looks and waits again. */
const LONGEST_TIMER = 86_400_000

/** A person has said, or has to say, whose plan it is; trying again changes nothing. */
const isSettled = ({ code }: Failure): boolean =>
  code === 'embed-wrong-patient' || code === 'embed-unsure-patient'

type Dependencies = {
  records: Records
  sessions: Sessions
  clock: Clock
  logger: Logger
  applications: Applications
  contexts: FullscriptContexts
  links: PatientLinks
  importer: PlanImporter
  names: PlanNames
  retries: Retries
  plans: PlansService
  background: Background
}

export class PlanIntakeService implements PlanIntake {
  readonly #deps: Dependencies
  readonly #listeners = new Listeners<[pending: { patientId: string }]>()
  #cancelTimer: (() => void) | null = null
  /** One round after the other. */
  readonly #rounds = new Queue()

  constructor(dependencies: Dependencies) {
    this.#deps = dependencies
    dependencies.sessions.onChange((session) => {
      this.#cancelTimer?.()
      this.#cancelTimer = null
      // Not awaited: nobody waits for the network to sign in.
      if (session) dependencies.background.run(this.catchUp())
    })
    dependencies.links.onChange(({ patientId }) => {
      dependencies.background.run(this.#importInto(patientId))
    })
  }

  /** Called when what is said of a patient's pending plans is no longer so. */
  onPendingChange(listener: (pending: { patientId: string }) => void): () => void {
    return this.#listeners.add(listener)
  }

  /**
   * The plans of a chart that were looked at, that look has its row already, with what is known here besides: of each,
   * and what is on its way. As the chart has them where that cannot be read.
   */
  async beside(personId: string, patientId: string, plans: readonly ChartPlan[]): Promise<ChartPlans> {
    const { applications, records } = this.#deps
    const application = await applications.current()
    const seen = await records.look({ personId }, 'plan.read', patientId, async (chart, unit) => {
      unit.row(null)
      const pending = application.ok
        ? await pendingPlansFor(chart, patientId, application.value.environment)
        : []
      return ok({ plans: await withSource(chart, plans), pending })
    })
    return seen.ok ? seen.value : { plans: plans.map(withoutSource), pending: [] }
  }

  /**
   * Imports the plan that was told of. `embed-wrong-patient` when the plan is not this patient's; `embed-unsure-patient` when a
   * person has to say whether it is, until when it waits; after every other failure it stays pending and is tried again
   * at its own pace, unless that was final.
   */
  async receive(notification: PlanNotification): Promise<Result<{ planId: string }>> {
    const { records, clock, contexts, importer, retries } = this.#deps
    const asking = await contexts.asking()
    if (!asking.ok) return asking
    const personId = asking.value.session.person.id
    const { environment } = asking.value.application
    const kept = await withStorageFailures(async () => {
      await records.background((charts) =>
        addPending(charts, { personId, environment }, notification, clock.now()),
      )
      return ok(null)
    })
    if (!kept.ok) return kept
    const connected = await contexts.current(asking.value)
    const context = connected.ok ? await contexts.withClinic(connected.value) : connected
    const result = context.ok ? await importer.import(context.value, notification) : context
    if (result.ok || isSettled(result.failure)) {
      await this.#schedule(context)
      return result
    }
    // Once, and not again for each later try: it is pending, and is in the record when it is imported.
    return withStorageFailures(async () => {
      const { patientId, fullscriptPlanId: subject } = notification
      if (!context.ok)
        await retries.failed({ environment, kind: 'plan', fullscriptId: subject }, context.failure)
      await this.#schedule(context.ok ? context : connected)
      this.#listeners.tell({ patientId })
      const who = context.ok ? actorOf(context.value) : { personId }
      await records.note({ ...who, action: 'plan.imported', patientId, subject, outcome: 'failed' })
      return result
    })
  }

  /** Fetches a plan of the chart again and stores what Fullscript says now. `chart-restricted`. */
  async refresh(planId: string): Promise<Result<Plan>> {
    const { plans, sessions, records, contexts, importer } = this.#deps
    const place = await plans.place(planId)
    const known = place && (await records.background((charts) => knownPlan(charts, place)))
    if (!known) return failed('not-found')
    const session = sessions.current()
    if (!session) return failed('signed-out')
    const { patientId } = known
    const entered = await enterChart(records, { personId: session.person.id, patientId, action: 'plan.read' })
    if (!entered.ok) return entered
    const context = await contexts.inClinic({ session })
    if (!context.ok) return context
    if (known.environment !== context.value.environment) return failed('fullscript-not-connected')
    const imported = await importer.again(known, context.value)
    // That it is gone is said in the chart from now on.
    if (!imported.ok) this.#listeners.tell({ patientId })
    await this.#schedule(context)
    if (!imported.ok) return imported
    const plan = await plans.get(known.id)
    if (!plan.ok) return plan
    const [seen] = await records.background((charts) => withSource(charts, [plan.value]))
    return seen ? ok(seen) : failed('not-found')
  }

  /**
   * Tries at once what the person signed in has pending for a patient, final answers included. Answers with the first
   * failure; `fullscript-busy` where Fullscript does not want to be asked yet. `chart-restricted`.
   */
  async fetchPending(personId: string, patientId: string): Promise<Result<null>> {
    const { records, contexts, importer } = this.#deps
    const entered = await enterChart(records, { personId, patientId, action: 'plan.read' })
    if (!entered.ok) return entered
    const context = await contexts.inClinic()
    if (!context.ok) return context
    const { environment } = context.value
    const notifications = await records.background((charts) => pendingOf(charts, personId, environment))
    let answer: Result<null> = ok(null)
    for (const notification of notifications.filter((one) => one.patientId === patientId)) {
      const result = await importer.import(context.value, notification)
      if (!result.ok && answer.ok) answer = result
    }
    await this.#schedule(context)
    this.#listeners.tell({ patientId })
    return answer
  }

  /** Imports what can come into a chart now that it is known who its patient is at Fullscript. */
  async #importInto(patientId: string): Promise<void> {
    const { contexts, records } = this.#deps
    const context = await contexts.current()
    if (!context.ok || !context.value.account) return
    const { environment } = context.value
    const notifications = await records.background((charts) => pendingInto(charts, patientId, environment))
    for (const notification of notifications) await this.receive(notification)
  }

  /** Imports what is still pending and completes names that could not be read before, each when its time has come. */
  catchUp(): Promise<void> {
    return this.#rounds.run(() => this.#catchUp())
  }

  async #catchUp(): Promise<void> {
    const { contexts, clock, logger } = this.#deps
    const connected = await contexts.current()
    if (!connected.ok) return
    const waiting = await this.#waiting(connected.value)
    if (!waiting) return
    const now = clock.now()
    const due = {
      ...waiting,
      notifications: waiting.notifications.filter(({ at }) => at <= now),
      names: waiting.names.filter(({ at }) => at <= now),
    }
    if (due.notifications.length > 0 || due.names.length > 0) {
      const context = await contexts.withClinic(connected.value)
      const failure = context.ok
        ? await this.#work(context.value, due)
        : await this.#retryLater(due, context.failure)
      if (failure) logger.warn('Pending plans could not be fetched yet', { code: failure.code })
    }
    await this.#schedule(connected)
  }

  /** What waits for a person's connection, and when each of it may be tried. Null: there is no connection. */
  async #waiting({ session, environment, account }: FullscriptContext): Promise<Waiting | null> {
    const { records, names: planNames, retries } = this.#deps
    if (!account) return null
    const notifications = await records.background((charts) =>
      pendingOf(charts, session.person.id, environment),
    )
    const ids = notifications.map(({ fullscriptPlanId }) => fullscriptPlanId)
    const plansAt = await retries.times('plan', environment, ids)
    const { clinicId } = account
    const missing = clinicId === null ? null : await planNames.missing({ environment, clinicId })
    const names = []
    for (const [kind, wanted] of [
      ['product', missing?.products ?? []],
      ['prescriber', [...(missing?.prescribers.keys() ?? [])]],
    ] as const)
      for (const [fullscriptId, at] of await retries.times(kind, environment, wanted))
        names.push({ environment, kind, fullscriptId, at })
    return {
      environment,
      notifications: notifications.flatMap((notification) => {
        const at = plansAt.get(notification.fullscriptPlanId)
        return at === undefined ? [] : [{ ...notification, at }]
      }),
      names,
      patientIds: missing?.patientIds ?? [],
    }
  }

  async #work(context: ClinicContext, due: Waiting): Promise<Failure | null> {
    const { importer, names } = this.#deps
    let failure: Failure | null = null
    for (const { at: _at, ...notification } of due.notifications) {
      if (!this.#isCurrent(context)) return failure
      const result = await importer.import(context, notification)
      if (!result.ok && !isSettled(result.failure)) failure = result.failure
      this.#listeners.tell({ patientId: notification.patientId })
    }
    if (due.names.length === 0 || !this.#isCurrent(context)) return failure
    const of = (kind: Wanted['kind']) =>
      due.names.filter((name) => name.kind === kind).map(({ fullscriptId }) => fullscriptId)
    await names.fetchProducts(context, of('product'))
    for (const id of of('prescriber')) await names.namePrescriber(context, id)
    for (const patientId of due.patientIds) this.#listeners.tell({ patientId })
    return failure
  }

  /** Nothing could be asked for at all. */
  async #retryLater({ environment, notifications, names }: Waiting, failure: Failure): Promise<Failure> {
    const { retries } = this.#deps
    for (const { fullscriptPlanId, patientId } of notifications) {
      await retries.failed({ environment, kind: 'plan', fullscriptId: fullscriptPlanId }, failure)
      this.#listeners.tell({ patientId })
    }
    for (const { kind, fullscriptId } of names)
      await retries.failed({ environment, kind, fullscriptId }, failure)
    return failure
  }

  #isCurrent({ session }: FullscriptContext): boolean {
    return this.#deps.sessions.current()?.id === session.id
  }

  /** After whatever may have changed what waits: a timer for the first that may be tried. */
  async #schedule(context: Result<FullscriptContext>): Promise<void> {
    const { clock, background } = this.#deps
    if (!context.ok) return
    const waiting = await this.#waiting(context.value)
    if (!this.#isCurrent(context.value)) return
    this.#cancelTimer?.()
    this.#cancelTimer = null
    const times = [...(waiting?.notifications ?? []), ...(waiting?.names ?? [])].map(({ at }) => at)
    if (times.length === 0) return
    const pause = Math.min(Math.max(Math.min(...times) - clock.now(), LEAST_PAUSE), LONGEST_TIMER)
    this.#cancelTimer = clock.after(pause, () => {
      this.#cancelTimer = null
      background.run(this.catchUp())
    })
  }
}

/** `at`: epoch milliseconds. */
type Waiting = {
  environment: string
  notifications: (PlanNotification & { at: number })[]
  names: (Wanted & { at: number })[]
  /** Whose plans have no names yet. */
  patientIds: string[]
}
