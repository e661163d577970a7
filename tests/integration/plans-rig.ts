/** For tests: June connected, Maya in the chart, and Maya's active plan at the local Fullscript. */
import { onTestFinished } from 'vitest'
import { MEADOWLARK } from '../../sandbox/seed/clinics'
import { patientId as fullscriptPatientId } from '../../sandbox/seed/patients'
import { type Rig, startRig } from './tokens-rig'

export const MAYA = fullscriptPatientId(MEADOWLARK, 'Maya Lindqvist')
export const KENJI = fullscriptPatientId(MEADOWLARK, 'Kenji Takahashi')
export const AALIYAH = fullscriptPatientId(MEADOWLARK, 'Aaliyah Washington')

export const maya = {
  givenName: 'Maya',
  familyName: 'Lindqvist',
  birthDate: '1988-04-12',
  sex: 'female',
  email: 'maya.lindqvist@mail.example',
  phone: '+15035550112',
} as const

export const aaliyah = {
  givenName: 'Aaliyah',
  familyName: 'Washington',
  birthDate: '1994-07-21',
  email: 'aaliyah.washington@mail.example',
} as const

export const kenji = {
  givenName: 'Kenji',
  familyName: 'Takahashi',
  birthDate: '1975-06-30',
  email: 'kenji.takahashi@mail.example',
} as const

export async function rigWithMaya() {
  const rig = await startRig()
  onTestFinished(() => rig.dispose())
  const june = await rig.connected()
  const patient = await rig.addPatient(maya)
  const plan = activePlanOf(rig, MAYA)
  const notification = { patientId: patient.id, fullscriptPlanId: plan, fullscriptPatientId: MAYA }
  return { rig, june, patient, notification }
}

export function activePlanOf(rig: Rig, fullscriptPatient: string): string {
  const plan = rig.sandbox.control
    .plans()
    .find(({ patientId, state }) => patientId === fullscriptPatient && state === 'active')
  if (!plan) throw new Error('The local Fullscript has no such plan')
  return plan.id
}

export async function plansOf(rig: Rig, patientId: string) {
  const june = rig.personId('june')
  const plans = await rig.app.plans.forPatient(june, patientId)
  if (!plans.ok) throw new Error(plans.failure.code)
  return (await rig.services.intake.beside(june, patientId, plans.value)).plans
}
