/**
 * Plans on their way into the chart. What the frame reports is only a hint: it is kept durably, the plan is fetched by
 * its id, its patient compared with the link, and plan, lines, link and audit are written in one transaction, once.
 */
import { failed, ok, type Failure, type Result } from '../../../shared/failures'
import type { ChartPlans, Plan } from '../../../shared/bridge/plans'
import { Listeners } from '../../../shared/listeners'
import type { Audit } from '../../audit/audit'
import type { LandedPlan } from '../../chart/landed-plan'
import type { PlanPlace, PlansService } from '../../chart/plans-service'
import type { Clock } from '../../clock/clock'
import type { Logger } from '../../logging/logger'
import type { Sessions } from '../../people/session'
import type { ChartAccess } from '../../registry/chart-access'
import type { Database } from '../../storage/database'
import { withStorageFailures } from '../../storage/database-errors'
import type { FullscriptApi } from '../api/client'
import { type FullscriptPlan, planRequest } from '../api/plans'
import type { ConnectionService } from '../tokens/connection-service'
import type { Background } from '../background'
import type { Applications } from '../types'
import type { PlanIntake } from './embed-ports'
import { doerOf, type PatientLinks, type Place } from './patient-links'
import { dropHint, hintsFor, hintsInto, hintsOf, keepHint, type PlanHint } from './plan-hints'
import type { PlanNames } from './plan-names'

const FIRST_PAUSE = 15_000
const LONGEST_PAUSE = 10 * 60_000

/** A person has said, or has to say, whose plan it is; trying again changes nothing. */
const isSettled = ({ code }: Failure): boolean =>
  code === 'embed-wrong-patient' || code === 'embed-unsure-patient'

type Dependencies = {
  database: Database
  sessions: Sessions
  audit: Audit
  clock: Clock
  logger: Logger
  applications: Applications
  api: FullscriptApi
  connections: Pick<ConnectionService, 'connectedAs'>
  links: PatientLinks
  names: PlanNames
  plans: PlansService
  access: Pick<ChartAccess, 'enter'>
  background: Background
}

export class PlanIntakeService implements PlanIntake {
  readonly #with: Dependencies
  /** One landing at a time for each plan: the event may be told twice (F-812). */
  readonly #landing = new Map<string, Promise<Result<{ planId: string }>>>()
  readonly #listeners = new Listeners<[announced: { patientId: string }]>()
  #cancelTimer: (() => void) | null = null
  #pauses = 0

  constructor(dependencies: Dependencies) {
    this.#with = dependencies
    dependencies.sessions.onChange((session) => {
      this.#cancelTimer?.()
      this.#cancelTimer = null
      this.#pauses = 0
      // Not awaited: nobody waits for the network to sign in.
      if (session) dependencies.background.run(this.catchUp())
    })
    dependencies.links.onChange(({ patientId }) => {
      dependencies.background.run(this.#landInto(patientId))
    })
  }

  /** Called when a plan was announced and could not be fetched at once. */
  onAnnounced(listener: (announced: { patientId: string }) => void): () => void {
    return this.#listeners.add(listener)
  }

  /** What is in the chart, as `PlansService.forPatient` answers it, and what is on its way there. */
  async forPatient(personId: string, patientId: string): Promise<Result<ChartPlans>> {
    const { plans, applications, database } = this.#with
    const inChart = await plans.forPatient(personId, patientId)
    if (!inChart.ok) return inChart
    const application = await applications.current()
    return withStorageFailures(async () => {
      const announced = application.ok
        ? await hintsFor(database, patientId, application.value.environment)
        : []
      return ok({ plans: inChart.value, announced })
    })
  }

  /**
   * Lands an announced plan. `embed-wrong-patient` when the plan is not this patient's; `embed-unsure-patient` when a
   * person has to say whether it is, until when the hint waits; every other failure leaves the hint, which is tried
   * again later and at the next sign-in.
   */
  async landed(hint: PlanHint): Promise<Result<{ planId: string }>> {
    const { sessions, applications, audit, database, clock, links } = this.#with
    const personId = sessions.current()?.person.id
    const application = await applications.current()
    if (!application.ok) return application
    if (personId === undefined) return failed('signed-out')
    const { environment } = application.value
    const kept = await withStorageFailures(async () => {
      await keepHint(database, { personId, environment }, hint, clock.now())
      return ok(null)
    })
    if (!kept.ok) return kept
    const place = await links.place()
    const result = place.ok ? await this.#landOnce(place.value, hint) : place
    if (result.ok || isSettled(result.failure)) return result
    this.#tryLater()
    this.#listeners.tell({ patientId: hint.patientId })
    // Once, and not again for each later try: it is announced, and is in the record when it lands.
    return withStorageFailures(async () => {
      const { patientId, fullscriptPlanId: subject } = hint
      const who = place.ok ? doerOf(place.value) : { personId }
      await audit.record({ ...who, action: 'plan.landed', patientId, subject, outcome: 'failed' })
      return result
    })
  }

  /** Fetches a plan of the chart again and stores what Fullscript says now. `chart-restricted`. */
  async refresh(planId: string): Promise<Result<Plan>> {
    const { plans, sessions, access } = this.#with
    const known = await plans.place({ planId })
    if (!known) return failed('not-found')
    const personId = sessions.current()?.person.id
    if (personId === undefined) return failed('signed-out')
    const look = { personId, patientId: known.patientId, action: 'plan.read' } as const
    const entered = await withStorageFailures(() => access.enter(look))
    return entered.ok ? this.#fetchAgain(known) : entered
  }

  /** Shows nobody anything, so it may complete a closed chart too. */
  async #fetchAgain(known: PlanPlace): Promise<Result<Plan>> {
    const place = await this.#with.links.place()
    if (!place.ok) return place
    if (known.environment !== place.value.environment) return failed('fullscript-not-connected')
    const { patientId, fullscriptPlanId } = known
    const plan = await this.#with.api.call(place.value.personId, planRequest(fullscriptPlanId))
    if (!plan.ok) return plan
    const landed = await this.#write(
      { ...place.value, clinicId: known.clinicId },
      patientId,
      plan.value.value,
      false,
    )
    return landed.ok ? this.#with.plans.get(known.id) : landed
  }

  /** Lands what is still announced and completes names that could not be read before. */
  async catchUp(): Promise<void> {
    const { sessions, database, applications, plans, logger } = this.#with
    const session = sessions.current()
    const application = await applications.current()
    if (!session || !application.ok) return
    const personId = session.person.id
    const { environment } = application.value
    const connected = await this.#with.connections.connectedAs(personId)
    if (!connected) return
    const hints = await hintsOf(database, personId, environment)
    const unnamed =
      connected.clinicId === null ? [] : await plans.unnamedPlans(environment, connected.clinicId)
    if (hints.length === 0 && unnamed.length === 0) return
    const place = await this.#with.links.place()
    let failure: Failure | null = place.ok ? null : place.failure
    if (place.ok) {
      for (const hint of hints) {
        const result = await this.#landOnce(place.value, hint)
        if (!result.ok) failure = result.failure
      }
      for (const planId of unnamed) {
        const known = await plans.place({ planId })
        const result = known ? await this.#fetchAgain(known) : ok(null)
        if (!result.ok) failure = result.failure
      }
    }
    if (sessions.current()?.id !== session.id) return
    if (!failure) this.#pauses = 0
    else if (!isSettled(failure)) {
      logger.warn('Announced plans could not be fetched yet', { code: failure.code })
      this.#tryLater()
    }
  }

  /** Lands what can come into a chart now that it is known who its patient is at Fullscript. */
  async #landInto(patientId: string): Promise<void> {
    const { sessions, applications, connections, database } = this.#with
    const session = sessions.current()
    const application = await applications.current()
    if (!session || !application.ok || !(await connections.connectedAs(session.person.id))) return
    for (const hint of await hintsInto(database, patientId, application.value.environment))
      await this.landed(hint)
  }

  #tryLater(): void {
    if (this.#cancelTimer) return
    const pause = Math.min(FIRST_PAUSE * 2 ** Math.min(this.#pauses, 10), LONGEST_PAUSE)
    this.#pauses += 1
    this.#cancelTimer = this.#with.clock.after(pause, () => {
      this.#cancelTimer = null
      this.#with.background.run(this.catchUp())
    })
  }

  #landOnce(place: Place, hint: PlanHint): Promise<Result<{ planId: string }>> {
    const key = `${place.environment} ${hint.fullscriptPlanId}`
    // A second report of the same plan for another patient must not be answered with the first one's success.
    const running = this.#landing.get(key) ?? Promise.resolve(null)
    const next = running.then(() => withStorageFailures(() => this.#land(place, hint)))
    this.#landing.set(key, next)
    return next.finally(() => {
      if (this.#landing.get(key) === next) this.#landing.delete(key)
    })
  }

  async #land(place: Place, hint: PlanHint): Promise<Result<{ planId: string }>> {
    const { api, links } = this.#with
    const plan = await api.call(place.personId, planRequest(hint.fullscriptPlanId))
    if (!plan.ok) return plan
    const { patientId: theirPatient } = plan.value.value
    const named = plan.value.value.id === hint.fullscriptPlanId && theirPatient === hint.fullscriptPatientId
    const verified = named
      ? await links.verify(place, hint.patientId, theirPatient)
      : failed('embed-wrong-patient')
    if (!verified.ok) return this.#refused(place, hint, verified)
    return this.#write(place, hint.patientId, plan.value.value, verified.value === 'matches')
  }

  /** A plan of somebody else is no longer waited for; that it came is in the audit. */
  async #refused(
    place: Place,
    hint: PlanHint,
    refusal: { ok: false; failure: Failure },
  ): Promise<Result<never>> {
    if (refusal.failure.code !== 'embed-wrong-patient') return refusal
    const { database, audit } = this.#with
    await database.transaction().execute(async (within) => {
      await dropHint(within, place.environment, hint.fullscriptPlanId)
      const entry = {
        ...doerOf(place),
        action: 'plan.landed',
        patientId: hint.patientId,
        outcome: 'refused',
      } as const
      await audit.record({ ...entry, subject: hint.fullscriptPlanId }, within)
    })
    return refusal
  }

  /** `mayLink`: Fullscript's patient was found to be the chart's. Else they must be linked, still. */
  async #write(
    place: Place,
    patientId: string,
    theirs: FullscriptPlan,
    mayLink: boolean,
  ): Promise<Result<{ planId: string }>> {
    const { database, names, links, plans, clock, logger } = this.#with
    const variants = theirs.lines.map(({ variantId }) => variantId)
    const named = await names.fetchProducts(place, variants)
    if (!named.ok) {
      logger.warn('Product names could not be read yet', { code: named.failure.code })
      this.#tryLater()
    }
    const prescriberName = await names.prescriber(place, theirs.practitionerId)
    const plan: LandedPlan = {
      patientId,
      environment: place.environment,
      clinicId: place.clinicId,
      fullscriptPlanId: theirs.id,
      state: theirs.state,
      prescriberFullscriptId: theirs.practitionerId,
      prescriberName,
      enteredBy: place.personId,
      enteredByPrescriber: place.actingAs.id === theirs.practitionerId,
      message: theirs.message,
      sentAt: theirs.sentAt,
      createdAt: theirs.createdAt ?? clock.now(),
      lines: theirs.lines.map(toLine),
    }
    const { environment, clinicId } = place
    const pair = { patientId, environment, clinicId, fullscriptPatientId: theirs.patientId }
    const result = await withStorageFailures(() =>
      database.transaction().execute(async (within) => {
        // The link may have been undone while Fullscript was asked.
        const linked = await links.linkedTo(place, patientId, within)
        if (linked === null ? !mayLink : linked !== theirs.patientId) return failed('embed-wrong-patient')
        const landed = await plans.land(doerOf(place), plan, within)
        if (!landed.ok) return landed
        const isNew = await links.link(doerOf(place), pair, within)
        await dropHint(within, environment, theirs.id)
        return ok({ planId: landed.value, isNew })
      }),
    )
    if (!result.ok) return result
    const { planId, isNew } = result.value
    plans.announce({ patientId, planId })
    if (isNew) links.tell(patientId)
    return ok({ planId })
  }
}

const toLine = (line: FullscriptPlan['lines'][number]) => ({
  variantId: line.variantId,
  dosageAmount: line.amount,
  dosageFrequency: line.frequency,
  dosageDuration: line.duration,
  dosageFormat: line.format,
  timeOfDay: line.timeOfDay,
  takeWith: line.takeWith,
  instructions: line.instructions,
  refill: line.refill,
  unitsToPurchase: line.unitsToPurchase,
})
