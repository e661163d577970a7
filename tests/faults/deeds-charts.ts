/** Patients, restricted charts, emergencies and the record itself: every deed, and every way in which it fails. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Patient } from '../../src/shared/contract/patients'
import { ok, type Result } from '../../src/shared/failures'
import type { Deed } from './deeds'
import { closedEntryDeeds, ENTRY_CONTENT, entryDeeds } from './deeds-entries'
import { COUNTED } from './deeds-rows'
import { NOBODY, PASSWORDS, type Staff } from './staff'
import type { Practice } from './deeds-practice'

/** Everything of a patient that must not be in the record, and is looked for there. */
export const MAYA = {
  givenName: 'Maya',
  familyName: 'Lindqvist',
  preferredName: 'May',
  birthDate: '1988-04-12',
  sex: 'female',
  email: 'maya.lindqvist@mail.example',
  phone: '+15035550112',
  addressLine1: '12 Alder Lane',
  addressLine2: '',
  city: 'Portland',
  region: 'OR',
  postalCode: '97204',
  country: 'US',
  note: 'sleeps badly since the spring',
}
export const REASON = 'found unconscious at the front desk'
const QUERY = 'lindqvist 1988'
export const CONTENT = [
  ...[MAYA.familyName, MAYA.birthDate, MAYA.email, MAYA.phone, MAYA.addressLine1, MAYA.postalCode],
  ...[MAYA.note, REASON, QUERY],
  ...ENTRY_CONTENT,
]

const ALL = {
  ...{ personId: null, patient: '', category: null, action: null, outcome: null, from: null, to: null },
}
const page = { limit: 20, offset: 0 }
const EVER = { from: null, to: null }

export function chartDeeds(practice: Practice, staff: Staff): Deed[] {
  const { ids } = staff
  const patientId = () => ids.get('maya') ?? NOBODY
  const of = (more: object = {}) => ({ patientId: patientId(), ...more })
  const june = () => staff.signIn('june')
  const tomas = async () => {
    if (!staff.hasPassword('tomas')) await staff.redeem('tomas', await staff.invite(staff.id('tomas')))
    await staff.signIn('tomas')
  }
  let version = 1
  let resetCode = ''
  /** Tomas is on the list of Maya's chart, and June has given a code for his account. */
  const resetTomas = async () => {
    await june()
    await staff.must('charts.restrict', of({ personIds: [staff.id('tomas')] }))
    return staff.invite(staff.id('tomas'))
  }
  const openInEmergency = async () => {
    await tomas()
    await staff.must('charts.openInEmergency', of({ reason: REASON }))
  }
  const file = join(practice.folder, 'export.csv')
  const exported = async (
    name: 'audit.exportCsv' | 'audit.exportSigned' | 'audit.keepDisclosures',
    input: object = ALL,
  ) => {
    const answer = await practice.call(name, input)
    // A copy without its row would be as bad as an answer without it.
    if (!answer.ok && practice.save.to !== null && existsSync(practice.save.to))
      throw new Error('A copy without its row')
    return answer
  }

  return [
    {
      name: 'patients.create',
      before: june,
      does: async () => {
        const made = (await practice.call('patients.create', MAYA)) as Result<Patient>
        if (made.ok) ids.set('maya', made.value.id)
        return made
      },
      leaves: ['june patient.created done of maya'],
    },
    {
      name: 'patients.search',
      input: () => ({ query: QUERY, limit: 20, offset: 0 }),
      leaves: ['june patient.search done'],
    },
    { name: 'patients.get', input: of, leaves: ['june patient.read done of maya'] },
    {
      name: 'patients.get',
      way: 'nobody',
      input: () => ({ patientId: NOBODY }),
      leaves: ['june patient.read failed of unknown for not-found'],
      fails: 'not-found',
    },
    { name: 'patients.history', input: of, leaves: ['june patient.history-read done of maya'] },
    {
      name: 'patients.history',
      way: 'nobody',
      input: () => ({ patientId: NOBODY }),
      leaves: ['june patient.history-read failed of unknown for not-found'],
      fails: 'not-found',
    },
    {
      name: 'patients.update',
      does: async () => {
        const { givenName } = MAYA
        const input = { ...MAYA, givenName, city: 'Salem', patientId: patientId(), version }
        const changed = (await practice.call('patients.update', input)) as Result<Patient>
        if (changed.ok) ({ version } = changed.value)
        return changed
      },
      leaves: ['june patient.updated done of maya for changed:city'],
    },
    {
      name: 'patients.update',
      way: 'changed meanwhile',
      input: () => ({ ...MAYA, patientId: patientId(), version: version - 1 }),
      leaves: ['june patient.updated failed of maya for changed-meanwhile'],
      fails: 'changed-meanwhile',
    },
    {
      name: 'patients.update',
      way: 'not to be used',
      input: () => ({ ...MAYA, phone: 'none', patientId: patientId(), version }),
      leaves: ['june patient.updated failed of maya for invalid-input'],
      fails: 'invalid-input',
    },
    {
      name: 'patients.update',
      way: 'nobody',
      input: () => ({ ...MAYA, patientId: NOBODY, version: 1 }),
      leaves: ['june patient.updated failed of unknown for not-found'],
      fails: 'not-found',
    },
    ...entryDeeds(staff, patientId),
    { name: 'plans.forPatient', way: 'none yet', input: of, leaves: ['june plan.read done of maya'] },
    {
      name: 'charts.restrict',
      input: () => of({ personIds: [] }),
      leaves: ['june chart.restricted done of maya'],
    },
    {
      name: 'charts.restrict',
      way: 'for nobody who is known',
      input: () => of({ personIds: [NOBODY] }),
      leaves: ['june chart.restricted failed of maya for invalid-input'],
      fails: 'invalid-input',
    },
    {
      name: 'charts.restrict',
      way: 'no such chart',
      input: () => ({ patientId: NOBODY, personIds: [] }),
      leaves: ['june chart.restricted failed of unknown for not-found'],
      fails: 'not-found',
    },
    { name: 'charts.access', input: of, leaves: ['june chart.access-read done of maya'] },
    {
      name: 'charts.access',
      way: 'no such chart',
      input: () => ({ patientId: NOBODY }),
      leaves: ['june chart.access-read failed of unknown for not-found'],
      fails: 'not-found',
    },
    ...(
      [
        ['patients.get', of, 'patient.read'],
        ['patients.history', of, 'patient.history-read'],
        ['patients.update', () => ({ ...MAYA, patientId: patientId(), version }), 'patient.updated'],
        ['plans.forPatient', of, 'plan.read'],
        ['charts.restrict', () => of({ personIds: [] }), 'chart.restricted'],
        ['charts.lift', of, 'chart.restriction-lifted'],
        ['audit.forPatient', () => of(page), 'audit.access-report'],
        ['audit.disclosures', () => of(EVER), 'audit.disclosures-read'],
        ['audit.printDisclosures', () => of(EVER), 'audit.disclosures-taken'],
        ['audit.keepDisclosures', () => of(EVER), 'audit.disclosures-read'],
      ] as const
    ).map(([name, input, action]): Deed => ({
      name,
      way: 'a chart that is closed',
      before: tomas,
      input: () => input(),
      leaves: [`tomas ${action} refused of maya`],
      fails: 'chart-restricted',
    })),
    ...closedEntryDeeds(tomas, patientId),
    {
      name: 'charts.openInEmergency',
      way: 'no such chart',
      before: tomas,
      input: () => ({ patientId: NOBODY, reason: REASON }),
      leaves: ['tomas chart.emergency-opened failed of unknown for not-found'],
      fails: 'not-found',
    },
    {
      name: 'charts.openInEmergency',
      before: tomas,
      input: () => of({ reason: REASON }),
      leaves: ['tomas chart.emergency-opened done of maya in emergency'],
    },
    {
      name: 'patients.get',
      way: 'in an emergency',
      input: of,
      leaves: ['tomas patient.read done of maya in emergency'],
    },
    {
      name: 'charts.endEmergency',
      before: openInEmergency,
      input: of,
      leaves: ['tomas chart.emergency-ended done of maya in emergency'],
    },
    {
      name: 'the hour of an emergency is over',
      before: openInEmergency,
      does: async () => {
        practice.advance(60 * 60_000)
        await practice.quiet()
        return ok(null)
      },
      leaves: ['tomas chart.emergency-ended done of maya in emergency'],
      always: 'it covers nothing any more, whatever the disk says; the row is written at the next start',
    },
    {
      name: 'what a start before left open',
      does: () => practice.records.charts.begin(),
      before: async () => {
        await practice.records.charts.begin()
        await openInEmergency()
        await practice.withoutRecord(() => practice.call('charts.endEmergency', of()))
      },
      leaves: ['tomas chart.emergency-ended done of maya in emergency'],
    },
    {
      name: 'charts.emergencies',
      before: june,
      input: () => page,
      leaves: ['june chart.emergencies-read done'],
    },
    { name: 'charts.notices', leaves: ['june chart.emergencies-read done'] },
    {
      name: 'charts.noticesSeen',
      does: async () => {
        const [access] = await practice.database
          .selectFrom('emergencyAccess')
          .select('id')
          .orderBy('openedAt')
          .limit(1)
          .execute()
        return practice.call('charts.noticesSeen', { ids: [access?.id] })
      },
      leaves: ['june chart.emergency-seen done of maya'],
    },
    {
      name: 'accounts.redeemCode',
      way: 'of somebody on a list',
      before: async () => {
        resetCode = await resetTomas()
        await staff.signOut()
      },
      input: () => ({ username: 'tomas', code: resetCode, password: PASSWORDS.tomas }),
      leaves: ['tomas chart.reader-rests done of maya', 'tomas person.code-redeemed done'],
      beside: COUNTED,
    },
    {
      name: 'charts.settleReader',
      way: 'not them',
      before: june,
      input: () => ({ personId: staff.id('tomas'), isThem: false }),
      leaves: ['june chart.reader-removed done of maya'],
    },
    {
      name: 'charts.settleReader',
      before: async () => {
        await staff.redeem('tomas', await resetTomas())
        await june()
      },
      input: () => ({ personId: staff.id('tomas'), isThem: true }),
      leaves: ['june chart.reader-confirmed done of maya'],
    },
    {
      name: 'charts.settleReader',
      way: 'nobody who rests',
      input: () => ({ personId: staff.id('tomas'), isThem: true }),
      leaves: ['june chart.reader-confirmed failed'],
      fails: 'not-found',
    },
    { name: 'charts.lift', input: of, leaves: ['june chart.restriction-lifted done of maya'] },
    {
      name: 'charts.lift',
      way: 'no such chart',
      input: () => ({ patientId: NOBODY }),
      leaves: ['june chart.restriction-lifted failed of unknown for not-found'],
      fails: 'not-found',
    },
    {
      name: 'audit.search',
      input: () => ({ ...ALL, sort: 'at', descending: true, ...page }),
      leaves: ['june audit.read done'],
    },
    { name: 'audit.forPatient', input: () => of(page), leaves: ['june audit.access-report done of maya'] },
    {
      name: 'audit.disclosures',
      input: () => of(EVER),
      leaves: ['june audit.disclosures-read done of maya'],
    },
    {
      name: 'audit.printDisclosures',
      input: () => of(EVER),
      leaves: ['june audit.disclosures-taken done of maya'],
    },
    {
      name: 'audit.keepDisclosures',
      before: () => Promise.resolve((practice.save.to = join(practice.folder, 'disclosures.csv'))),
      does: () => exported('audit.keepDisclosures', of(EVER)),
      leaves: ['june audit.disclosures-read done of maya', 'june audit.disclosures-taken done of maya'],
    },
    {
      name: 'audit.keepDisclosures',
      way: 'into a folder that is not there',
      before: () => Promise.resolve((practice.save.to = join(practice.folder, 'nowhere', 'list.csv'))),
      input: () => of(EVER),
      leaves: [
        'june audit.disclosures-read done of maya',
        'june audit.disclosures-taken done of maya',
        'june audit.disclosures-taken failed of maya',
      ],
      fails: 'file-not-written',
    },
    { name: 'audit.verify', leaves: ['june audit.verified done'] },
    {
      name: 'audit.exportCsv',
      before: () => Promise.resolve((practice.save.to = file)),
      does: () => exported('audit.exportCsv'),
      leaves: ['june audit.exported done'],
    },
    {
      name: 'audit.exportSigned',
      before: () => Promise.resolve((practice.save.to = join(practice.folder, 'export.jsonl'))),
      does: () => exported('audit.exportSigned'),
      leaves: ['june audit.exported done'],
    },
    {
      name: 'audit.exportCsv',
      way: 'into a folder that is not there',
      before: () => Promise.resolve((practice.save.to = join(practice.folder, 'nowhere', 'export.csv'))),
      input: () => ALL,
      leaves: ['june audit.exported done', 'june audit.exported failed'],
      fails: 'file-not-written',
    },
  ]
}

/** The last of the day, because it spoils the record: trouble is found in it, told, and acknowledged. */
export function tamperingDeeds(practice: Practice, staff: Staff): Deed[] {
  return [
    {
      name: 'audit.verify',
      way: 'a row that was changed',
      before: async () => {
        await staff.signIn('june')
        await sql`DROP TRIGGER IF EXISTS audit_event_no_update`.execute(practice.database)
        await sql`UPDATE audit_event SET mac = zeroblob(32) WHERE seq = 5`.execute(practice.database)
      },
      leaves: ['nobody audit.broken failed', 'nobody audit.broken failed', 'june audit.verified failed'],
    },
    { name: 'audit.acknowledge', leaves: ['june audit.acknowledged done'] },
  ]
}
