/** Messages to the host page, in the words the SDK expects (fullscript.md 7.3, 7.4). */
import { labTestsOf } from '../api/shapes'
import { newId } from '../ids'
import type { FrameSession } from '../store/store'
import type { Patient, TreatmentPlan } from '../store/types'
import type { World } from '../world'

type EventName = 'patient.selected' | 'treatmentPlan.activated'

/** Puts a message where the next page takes it along; it goes out once. */
function post(world: World, frame: FrameSession, type: EventName, data: unknown): void {
  frame.outbox.push({
    type: `${frame.frameId}.${type}`,
    payload: {
      id: newId(),
      type,
      data,
      createdAt: world.clock.iso(),
      clinicId: frame.clinicId,
      oauth: { clientId: world.store.applications.get(frame.applicationId)?.clientId ?? '' },
    },
  })
}

export function postPatientSelected(world: World, frame: FrameSession, patient: Patient): void {
  const clinic = world.store.clinics.get(patient.clinicId)
  post(world, frame, 'patient.selected', {
    patient: {
      id: patient.id,
      firstName: patient.firstName,
      lastName: patient.lastName,
      email: patient.email,
      dateOfBirth: patient.dateOfBirth,
      biologicalSex: patient.gender === 'x' ? 'prefer not to say' : patient.gender,
      discount: patient.discount,
      totalDiscount: Math.max(patient.discount, clinic?.discount ?? 0),
      mobileNumber: patient.mobileNumber,
      textMessageNotification: patient.textMessageNotification,
    },
  })
}

export function postPlanActivated(
  world: World,
  frame: FrameSession,
  plan: TreatmentPlan,
  patient: Patient,
): void {
  post(world, frame, 'treatmentPlan.activated', {
    treatmentPlan: {
      id: plan.id,
      state: plan.state,
      patient: {
        id: patient.id,
        firstName: patient.firstName,
        lastName: patient.lastName,
        email: patient.email,
      },
      practitioner: { id: plan.practitionerId },
      availableAt: plan.availableAt === null ? null : world.clock.iso(plan.availableAt),
      recommendations: plan.recommendations.map((line) => ({
        variantId: line.variantId,
        refill: line.refill,
        unitsToPurchase: line.unitsToPurchase,
        dosage: {
          recommendedAmount: line.dosage.amount,
          recommendedFrequency: line.dosage.frequency,
          recommendedDuration: line.dosage.duration,
          format: line.dosage.format,
          additionalInfo: line.dosage.additionalInfo ?? '',
        },
      })),
      labRecommendations: labTestsOf(world, plan.labTestIds).map((test) => ({
        id: test.id,
        name: test.name,
        instructions: test.instructions,
        requiresFasting: test.requiresFasting,
        tests: test.tests,
      })),
    },
  })
}

/** The SDK throws this inside its listener; the payload is a list of `CODE: text`. */
export const serverError = (...problems: string[]) => ({ type: 'serverError', payload: problems })

export const INVALID_SECRET_TOKEN = 'INVALID_SECRET_TOKEN: The secret_token was invalid or missing.'
export const INVALID_PATIENT_ID = 'INVALID_PATIENT_ID: The patient_id was invalid or missing.'
