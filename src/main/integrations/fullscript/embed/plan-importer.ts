/**
 * One plan's way into the chart: fetched by its id, its patient compared with the link, and plan, lines, link and audit
 * written in one unit of work, once. A plan that is fetched again goes the same way.
 */
import { failed, ok, type Failure, type Result } from '../../../../shared/failures'
import type { Audit } from '../../../audit/audit'
import type { ImportedPlan } from '../../../chart/imported-plan'
import type { PlansService } from '../../../chart/plans-service'
import { isOfStorage, withStorageFailures } from '../../../records/database-errors'
import type { Records } from '../../../records/unit-of-work'
import type { FullscriptApi } from '../api/client'
import { type FullscriptPlan, planRequest } from '../api/plans'
import { type ClinicContext, actorOf } from '../context'
import type { PatientLinks } from './patient-links'
import { linkedPatient } from './patient-match-repository'
import { removePending, type PlanNotification } from './pending-plan-repository'
import type { PlanNames } from './plan-names'
import { labSystem, planSystem, productSystem, writeSource, type KnownPlan } from './plan-source-repository'
import type { Retries } from './retries'

type Imported = Result<{ planId: string }>

type Dependencies = {
  records: Records
  audit: Audit
  api: FullscriptApi
  links: PatientLinks
  names: PlanNames
  plans: PlansService
  retries: Retries
}

export class PlanImporter {
  readonly #deps: Dependencies
  /** One import at a time for each plan: the event may be told twice (F-812). */
  readonly #running = new Map<string, { notification: PlanNotification; imported: Promise<Imported> }>()

  constructor(dependencies: Dependencies) {
    this.#deps = dependencies
  }

  /**
   * Imports a pending plan. `embed-wrong-patient` when the plan is not this patient's: then it is no longer waited for.
   * After every other failure it is tried again at its own pace, except after `fullscript-plan-gone`, which is final.
   */
  import(context: ClinicContext, notification: PlanNotification): Promise<Imported> {
    const key = `${context.environment} ${notification.fullscriptPlanId}`
    const running = this.#running.get(key)
    const imported = (running?.imported ?? Promise.resolve(null)).then((before) =>
      // A second report of the same plan for another patient must not be answered with the first one's success.
      before?.ok && running && isSame(running.notification, notification)
        ? before
        : this.#importOrWait(context, notification),
    )
    this.#running.set(key, { notification, imported })
    return imported.finally(() => {
      if (this.#running.get(key)?.imported === imported) this.#running.delete(key)
    })
  }

  /** Records that keep nothing today are no reason to ask Fullscript for the plan every few seconds. */
  async #importOrWait(context: ClinicContext, notification: PlanNotification): Promise<Imported> {
    const imported = await withStorageFailures(() => this.#import(context, notification))
    if (imported.ok || !isOfStorage(imported.failure)) return imported
    return withStorageFailures(async () => {
      await this.#deps.retries.failed(planOf(context, notification.fullscriptPlanId), imported.failure)
      return imported
    })
  }

  async #import(context: ClinicContext, notification: PlanNotification): Promise<Imported> {
    const { patientId, fullscriptPlanId } = notification
    const plan = await this.#fetch(context, fullscriptPlanId)
    if (!plan.ok) return plan
    const { id, patientId: theirPatient } = plan.value
    const named = id === fullscriptPlanId && theirPatient === notification.fullscriptPatientId
    const verified = named
      ? await this.#deps.links.verify(context, patientId, theirPatient)
      : failed('embed-wrong-patient')
    if (verified.ok) return this.#write(context, patientId, plan.value, verified.value === 'matches')
    if (verified.failure.code === 'embed-wrong-patient') return this.#refused(context, notification, verified)
    // Waits for a person, not for Fullscript.
    if (verified.failure.code === 'embed-unsure-patient') return verified
    await this.#deps.retries.failed(planOf(context, fullscriptPlanId), verified.failure)
    return verified
  }

  /** Fetches a plan of the chart again and stores what Fullscript says now: of the same plan and the same patient. */
  again(known: KnownPlan, context: ClinicContext): Promise<Imported> {
    const { id: subject, patientId, fullscriptPlanId, clinicId } = known
    const itsContext = { ...context, clinicId }
    return withStorageFailures(async () => {
      const plan = await this.#fetch(context, fullscriptPlanId, context.clinicId === clinicId)
      if (!plan.ok) return plan
      const imported =
        plan.value.id === fullscriptPlanId
          ? await this.#write(itsContext, patientId, plan.value, false)
          : failed('embed-wrong-patient')
      if (!imported.ok && imported.failure.code === 'embed-wrong-patient') {
        const entry = { ...actorOf(context), action: 'plan.updated', patientId, subject } as const
        await this.#deps.records.note({ ...entry, outcome: 'refused' })
      }
      return imported
    })
  }

  /** `ofItsClinic`: false where the person works in another clinic, which sees no plans of this one. */
  async #fetch(
    context: ClinicContext,
    fullscriptPlanId: string,
    ofItsClinic = true,
  ): Promise<Result<FullscriptPlan>> {
    const { api, retries } = this.#deps
    const wanted = planOf(context, fullscriptPlanId)
    const may = await retries.mayAsk(wanted)
    if (!may.ok) return may
    const plan = await api.call(context, planRequest(fullscriptPlanId))
    if (plan.ok) return ok(plan.value.value)
    const { code, ...more } = plan.failure
    const failure: Failure = { code: code === 'not-found' ? 'fullscript-plan-gone' : code, ...more }
    if (ofItsClinic) await retries.failed(wanted, failure)
    return { ok: false, failure }
  }

  /** A plan of somebody else is no longer waited for; that it came is in the audit. */
  async #refused(
    context: ClinicContext,
    notification: PlanNotification,
    refusal: { ok: false; failure: Failure },
  ): Promise<Imported> {
    const { records, audit, retries } = this.#deps
    await records.background(async (charts) => {
      await removePending(charts, context.environment, notification.fullscriptPlanId)
      await retries.ended(planOf(context, notification.fullscriptPlanId), charts)
      const entry = {
        ...actorOf(context),
        action: 'plan.imported',
        patientId: notification.patientId,
        outcome: 'refused',
      } as const
      await audit.record({ ...entry, subject: notification.fullscriptPlanId }, charts)
    })
    return refusal
  }

  /** `mayLink`: Fullscript's patient was found to be the chart's. Else they must be linked, still. */
  async #write(
    context: ClinicContext,
    patientId: string,
    theirs: FullscriptPlan,
    mayLink: boolean,
  ): Promise<Imported> {
    const { records, names, links, plans, retries } = this.#deps
    await names.fetchProducts(
      context,
      theirs.lines.map(({ variantId }) => variantId),
    )
    const prescriberName = await names.prescriber(context, theirs.practitionerId)
    const { id, patientId: theirPatient, practitionerId: prescriberId, lines, labs, ...says } = theirs
    const { environment, clinicId } = context
    const plan: ImportedPlan = {
      ...says,
      patientId,
      externalId: { system: planSystem(environment), value: id },
      prescriberName,
      enteredBy: context.personId,
      enteredByPrescriber: context.actingAs.id === prescriberId,
      lines: lines.map((line) => toLine(line, productSystem(environment))),
      labs: labs.map(({ labId: code, ...lab }) => ({ ...lab, code, codeSystem: labSystem(environment) })),
    }
    const pair = { patientId, environment, clinicId, fullscriptPatientId: theirPatient }
    return withStorageFailures(() =>
      records.background(async (charts, unit): Promise<Imported> => {
        // The link may have been undone while Fullscript was asked.
        const linked = await linkedPatient(charts, pair)
        if (linked === null ? !mayLink : linked !== theirPatient) return failed('embed-wrong-patient')
        const imported = await plans.land(actorOf(context), plan, charts)
        if (!imported.ok) return imported
        const planId = imported.value
        const source = { environment, clinicId, fullscriptPatientId: theirPatient, prescriberId }
        await writeSource(charts, { planId, ...source })
        const isNew = await links.link(actorOf(context), pair, charts)
        await removePending(charts, environment, id)
        await retries.ended(planOf(context, id), charts)
        unit.after(() => {
          plans.tellImported({ patientId, planId })
          if (isNew) links.tell(patientId)
        })
        return ok({ planId })
      }),
    )
  }
}

const isSame = (one: PlanNotification, other: PlanNotification) =>
  one.patientId === other.patientId && one.fullscriptPatientId === other.fullscriptPatientId

const planOf = ({ environment }: ClinicContext, fullscriptId: string) =>
  ({ environment, kind: 'plan', fullscriptId }) as const

function toLine(line: FullscriptPlan['lines'][number], codeSystem: string): ImportedPlan['lines'][number] {
  const { variantId: code, amount, frequency, duration, format, ...same } = line
  return {
    ...same,
    code,
    codeSystem,
    dosageAmount: amount,
    dosageFrequency: frequency,
    dosageDuration: duration,
    dosageFormat: format,
  }
}
