/** The plan builder, from opening it to what it reports: every deed, and every way in which it fails. */
import { MEADOWLARK } from '../../sandbox/seed/clinics'
import { patientId as fullscriptPatient } from '../../sandbox/seed/patients'
import type { Patient } from '../../src/shared/contract/patients'
import { MAYA } from './deeds-charts'
import type { Deed } from './deeds'
import type { Staff } from './staff'
import type { Practice } from './deeds-practice'
import { drop, type FullscriptHand } from './fullscript-hand'
import { USED } from './deeds-rows'

const THEIR_MAYA = fullscriptPatient(MEADOWLARK, 'Maya Lindqvist')
const THEIR_AALIYAH = fullscriptPatient(MEADOWLARK, 'Aaliyah Washington')
const PENDING = {
  fullscript_plan_notification: 'that a plan is pending is written first, so that it is never lost',
  product: 'names of products',
  fullscript_retry: 'when Fullscript is asked again',
}
const LATER = {
  treatment_plan: 'comes at a later try, with its row',
  treatment_plan_line: 'comes at a later try, with its row',
  external_id: 'comes with its plan',
  fullscript_plan: 'comes with its plan',
}

export function embedDeeds(staff: Staff, hand: FullscriptHand, practice: Practice): Deed[] {
  const { call, maya, connect, pretend, openEmbed, embedAnswer } = hand
  const { control } = practice.sandbox
  const { mounted } = practice
  /** At the plan builder of Maya, before a grant is asked for. */
  const mountedForMaya = async () => {
    await connect('june')
    await staff.must('embed.close', { patientId: maya(), sure: true })
    practice.advance(10_000)
    await openEmbed(maya())
  }
  const granted = async () => {
    await mountedForMaya()
    await call('embed page sessionGrant')
  }
  const mountId = () => mounted.at(-1)?.mountId ?? 0
  const report = (type: 'patient-selected' | 'plan-activated', more: object) =>
    call('embed page report', { type, mountId: mountId(), ...more })
  const planOf = (patient: string) => {
    const plan = control.plans().find((one) => one.patientId === patient && one.state === 'active')
    return { fullscriptPlanId: plan?.id ?? '', fullscriptPatientId: patient }
  }
  let noel = ''
  const withoutEmail = async () => {
    await connect('june')
    await staff.must('embed.close', { patientId: maya(), sure: true })
    if (noel === '')
      noel = (await staff.must<Patient>('patients.create', { ...MAYA, givenName: 'Noel', email: '' })).id
    staff.ids.set('noel', noel)
  }
  return [
    {
      name: 'embed.open',
      way: 'a patient without an e-mail address',
      before: withoutEmail,
      does: () => openEmbed(noel),
      leaves: [
        'june patient.read done of noel',
        'june patient.handed-to-fullscript failed of noel as Practitioner june at Fullscript for patient-email-missing',
      ],
      fails: 'patient-email-missing',
    },
    {
      name: 'embed.open',
      before: async () => {
        await connect('june')
        await staff.must('embed.close', { patientId: maya(), sure: true })
      },
      does: () => openEmbed(maya()),
      leaves: [
        'june patient.read done of maya',
        'june patient.handed-to-fullscript done of maya as Practitioner june at Fullscript',
      ],
    },
    {
      name: 'embed page sessionGrant',
      before: mountedForMaya,
      beside: { fullscript_connection: USED },
      leaves: ['june fullscript.grant done as Practitioner june at Fullscript'],
    },
    {
      name: 'embed page sessionGrant',
      way: 'a second time',
      leaves: ['june fullscript.grant failed for not-allowed'],
      fails: 'not-allowed',
    },
    {
      name: 'embed page sessionGrant',
      way: 'Fullscript does not answer',
      before: mountedForMaya,
      does: () =>
        pretend({ path: '/api/clinic/embeddable/session_grants', ...drop }, () =>
          call('embed page sessionGrant'),
        ),
      leaves: ['june fullscript.grant failed for fullscript-unreachable'],
      fails: 'fullscript-unreachable',
    },
    {
      name: 'embed.retry',
      before: async () => {
        await mountedForMaya()
        await call('embed page report', { type: 'failed', mountId: mountId(), code: 'embed-silent' })
      },
      does: async () => {
        await staff.must('embed.retry', { patientId: maya() })
        return embedAnswer()
      },
      leaves: [
        'june patient.read done of maya',
        'june patient.handed-to-fullscript done of maya as Practitioner june at Fullscript',
      ],
    },
    {
      name: 'embed page report',
      way: 'a patient was chosen',
      before: granted,
      does: () => report('patient-selected', { fullscriptPatientId: THEIR_MAYA }),
      leaves: [
        'june patient.read done of maya',
        'june patient.linked done of maya as Practitioner june at Fullscript',
      ],
    },
    {
      name: 'embed page report',
      way: 'another patient was chosen',
      before: granted,
      does: () => report('patient-selected', { fullscriptPatientId: THEIR_AALIYAH }),
      leaves: ['june patient.linked refused of maya as Practitioner june at Fullscript'],
    },
    {
      name: 'embed page report',
      way: 'a plan was activated',
      before: granted,
      does: () => report('plan-activated', planOf(THEIR_MAYA)),
      leaves: ['june plan.imported done of maya as Practitioner june at Fullscript'],
      beside: PENDING,
    },
    {
      name: 'embed page report',
      way: 'a plan that Fullscript answers for at a later try',
      before: granted,
      does: () => pretend({ path: '/api/*', ...drop }, () => report('plan-activated', planOf(THEIR_MAYA))),
      leaves: [
        'june plan.imported failed of maya as Practitioner june at Fullscript',
        'june plan.updated done of maya as Practitioner june at Fullscript',
      ],
      beside: { ...PENDING, fullscript_connection: USED },
    },
    {
      name: 'plans.fetchPending',
      before: granted,
      does: async () => {
        await pretend({ path: '/api/clinic/treatment_plans/*', ...drop }, () =>
          report('plan-activated', planOf(THEIR_MAYA)),
        )
        return call('plans.fetchPending', { patientId: maya() })
      },
      leaves: [
        'june plan.imported failed of maya as Practitioner june at Fullscript',
        'june plan.updated done of maya as Practitioner june at Fullscript',
      ],
      beside: { ...PENDING, fullscript_connection: USED },
    },
    {
      name: 'plans.fetchPending',
      way: 'Fullscript does not answer',
      before: granted,
      does: () =>
        pretend({ path: '/api/clinic/treatment_plans/*', ...drop }, async () => {
          await report('plan-activated', planOf(THEIR_MAYA))
          return call('plans.fetchPending', { patientId: maya() })
        }),
      leaves: [
        'june plan.imported failed of maya as Practitioner june at Fullscript',
        'june plan.imported failed of maya for fullscript-unreachable',
        'june plan.updated done of maya as Practitioner june at Fullscript',
      ],
      fails: 'fullscript-unreachable',
      beside: { ...PENDING, fullscript_connection: USED, ...LATER },
    },
    {
      name: 'embed page report',
      way: 'a plan of another patient',
      before: granted,
      does: () => report('plan-activated', { ...planOf(THEIR_AALIYAH), fullscriptPatientId: THEIR_MAYA }),
      leaves: ['june plan.imported refused of maya as Practitioner june at Fullscript'],
      beside: PENDING,
    },
  ]
}
