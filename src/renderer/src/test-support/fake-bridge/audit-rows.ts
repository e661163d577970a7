/** The audit record of the fake bridge: a few hundred rows that can be searched, and a state that tests change. */
import { AUDIT_ACTIONS, type AuditAction } from '../../../../shared/audit-actions'
import type { AuditFilter, AuditRow, AuditState, DisclosureFilter } from '../../../../shared/contract/audit'
import { DISCLOSING_ACTIONS } from '../../../../shared/disclosures'
import type { Patient } from '../../../../shared/contract/patients'
import { NOW, PEOPLE } from '../sample-data'

export const AUDIT_STATE: AuditState = {
  rows: 240,
  verified: 240,
  verifiedAt: NOW - 60_000,
  fullAt: NOW - 3 * 60 * 60_000,
  running: null,
  problems: [],
  stations: [{ number: 1, name: 'front-desk' }],
  fingerprint: Array.from({ length: 16 }, (_, at) =>
    (0xa1c3 + at * 0x51f).toString(16).padStart(4, '0'),
  ).join(' '),
}

const OUTCOMES = ['done', 'done', 'done', 'done', 'failed', 'done', 'refused'] as const

/** Newest first; every action has its turn. */
export function auditRows(count: number, patients: readonly Patient[]): AuditRow[] {
  const actions = Object.keys(AUDIT_ACTIONS) as AuditAction[]
  return Array.from({ length: count }, (_, place) => {
    const seq = count - place
    const action = actions[seq % actions.length] ?? 'patient.read'
    const person = seq % 11 === 0 ? null : PEOPLE[seq % PEOPLE.length]
    const patient = /^(patient|plan|audit\.access)/.test(action) ? patients[seq % patients.length] : undefined
    return {
      ...{ station: 1, stationName: 'front-desk', seq },
      at: NOW - place * 7 * 60_000,
      personId: person?.id ?? null,
      personName: person?.displayName ?? null,
      action,
      patientId: patient?.id ?? null,
      patientName: patient ? `${patient.familyName}, ${patient.givenName}` : null,
      chartNumber: patient?.chartNumber ?? null,
      subject: action === 'fullscript.connect' ? 'connect-timed-out' : null,
      names: { '7f1c': 'June Hartwell' },
      actingAs: action.startsWith('fullscript.') ? { type: 'Practitioner', id: '7f1c' } : null,
      emergency: seq % 53 === 0,
      outcome: OUTCOMES[seq % OUTCOMES.length] ?? 'done',
      appVersion: '0.1.0',
    }
  })
}

export function searchAudit(rows: readonly AuditRow[], filter: AuditFilter): AuditRow[] {
  const word = filter.patient.trim().toLowerCase()
  return rows.filter(
    (row) =>
      (filter.personId === null || (row.personId ?? 'nobody') === filter.personId) &&
      (word === '' || row.patientName?.toLowerCase().includes(word) === true) &&
      (filter.category === null || AUDIT_ACTIONS[row.action as AuditAction].category === filter.category) &&
      (filter.action === null || row.action === filter.action) &&
      (filter.outcome === null || row.outcome === filter.outcome) &&
      (filter.from === null || row.at >= filter.from) &&
      (filter.to === null || row.at < filter.to),
  )
}

export const disclosureRows = (
  rows: readonly AuditRow[],
  { patientId, from, to }: DisclosureFilter,
): AuditRow[] =>
  rows.filter(
    (row) =>
      (DISCLOSING_ACTIONS as string[]).includes(row.action) &&
      (row.patientId === patientId || row.patientId === null) &&
      row.outcome === 'done' &&
      (from === null || row.at >= from) &&
      (to === null || row.at < to),
  )
