/** Who a patient is at Fullscript, where it is not certain: asked, answered, and undone, in every way. */
import { MEADOWLARK } from '../../sandbox/seed/clinics'
import { patientId as fullscriptPatient } from '../../sandbox/seed/patients'
import type { PatientLinks } from '../../src/shared/contract/links'
import type { Patient } from '../../src/shared/contract/patients'
import type { Deed } from './deeds'
import { MAYA } from './deeds-charts'
import type { Practice } from './deeds-practice'
import type { FullscriptHand } from './fullscript-hand'
import { NOBODY, type Staff } from './staff'

const THEIRS = fullscriptPatient(MEADOWLARK, 'Aaliyah Washington')
const INITIAL = { givenName: 'A.', familyName: 'Washington', birthDate: '1994-07-21', sex: 'female' }
const CHART = { ...MAYA, ...INITIAL, preferredName: '', email: 'aaliyah.washington@mail.example' }

export function linkDeeds(staff: Staff, hand: FullscriptHand, practice: Practice): Deed[] {
  const { call, maya, connect, openEmbed } = hand
  let aaliyah = ''
  const of = (more: object = {}) => ({ patientId: aaliyah, ...more })
  const mountId = () => practice.mounted.at(-1)?.mountId ?? 0
  const report = (type: 'patient-selected' | 'plan-activated', more: object = {}) =>
    call('embed page report', { type, mountId: mountId(), fullscriptPatientId: THEIRS, ...more })
  /** At the plan builder of Aaliyah, whose chart has an initial only. */
  const atHers = async () => {
    await connect('june')
    if (aaliyah === '') aaliyah = (await staff.must<Patient>('patients.create', CHART)).id
    for (const patientId of [maya(), aaliyah]) await staff.must('embed.close', { patientId, sure: true })
    staff.ids.set('aaliyah', aaliyah)
    practice.advance(10_000)
    await openEmbed(aaliyah)
    await call('embed page sessionGrant')
  }
  const undone = () => call('links.undo', of(HERS))
  let question = NOBODY
  const asked = async () => {
    await atHers()
    await undone()
    await report('patient-selected')
    const { questions } = await staff.must<PatientLinks>('links.forPatient', of())
    question = questions[0]?.id ?? NOBODY
  }
  const linkedWithPlan = async () => {
    await asked()
    await call('links.answer', of({ questionId: question, same: true }))
    const plan = practice.sandbox.control
      .plans()
      .find(({ patientId, state }) => patientId === THEIRS && state === 'active')
    await report('plan-activated', { fullscriptPlanId: plan?.id ?? '' })
  }
  const READ = 'june patient.read done of aaliyah'
  const LOOKED = 'june patient.links-read done of aaliyah'

  return [
    {
      name: 'embed page report',
      way: 'a patient was chosen who is not certainly the chart’s',
      before: atHers,
      does: () => report('patient-selected'),
      leaves: [READ, 'june patient.match-asked done of aaliyah as Practitioner june at Fullscript'],
    },
    {
      name: 'links.forPatient',
      before: asked,
      input: of,
      leaves: [LOOKED, READ],
    },
    {
      name: 'links.answer',
      way: 'not the same',
      before: asked,
      input: () => of({ questionId: question, same: false }),
      leaves: [READ, 'june patient.match-denied done of aaliyah', LOOKED],
    },
    {
      name: 'links.answer',
      before: asked,
      input: () => of({ questionId: question, same: true }),
      leaves: [
        READ,
        'june patient.match-confirmed done of aaliyah',
        'june patient.linked done of aaliyah',
        LOOKED,
      ],
    },
    {
      name: 'links.answer',
      way: 'what nobody asks',
      input: () => of({ questionId: NOBODY, same: true }),
      leaves: [READ, 'june patient.match-confirmed failed of aaliyah for not-found'],
      fails: 'not-found',
    },
    {
      name: 'links.undo',
      before: linkedWithPlan,
      input: () => of(HERS),
      leaves: ['june patient.unlinked done of aaliyah', 'june plan.removed done of aaliyah', LOOKED],
    },
    {
      name: 'links.undo',
      way: 'no such link',
      input: () => of(HERS),
      leaves: ['june patient.unlinked failed of aaliyah for not-found'],
      fails: 'not-found',
    },
  ]
}

const HERS = { environment: 'local', clinicId: MEADOWLARK, fullscriptPatientId: THEIRS }
