/** What the audit record's problems mean, in the practice's words. */
import type { AuditOutcome, AuditProblem, AuditState } from '../../../../shared/contract/audit'

/** `of`: whose rows, where there are several workstations. `who`: the workstation's name. */
const SAYS: Record<AuditProblem['kind'], (row: string, of: string, who: string) => string> = {
  'row-changed': (row, of) => `Row ${row}${of} is not as it was written.`,
  'row-missing': (row, of) => `Row ${row}${of} is missing.`,
  'signature-wrong': (row, of) =>
    `Rows from ${row}${of} on are not those that were signed, or the signature was taken away.`,
  'rolled-back': (row, of) =>
    `Rows from ${row}${of} on are missing: the records are older than they should be.`,
  replaced: (row, of) => `The rows up to ${row}${of} are not those that were noted outside the records.`,
  'other-records': () =>
    'Other records were in this folder before, with an audit record of their own. Check who put these in their place, and why.',
  'anchor-missing': () => 'The note beside the records of how far the audit record had come is gone.',
  'anchor-damaged': () => 'The note beside the records of how far the audit record had come was changed.',
  'chain-missing': (_row, of) =>
    `What the rows${of} are checked with is gone or was changed, so they cannot be checked.`,
  'key-lost': () =>
    'The key of the audit record was gone. What this computer wrote before can be checked only as far as it was signed.',
  'key-unreachable': (_row, of) =>
    `The keychain did not answer. The rows${of} are from a moment when this computer could not prove that they are its own.`,
  'new-station': (_row, _of, who) =>
    `A workstation that this computer did not know writes to the audit record: ${who}. Check that it belongs to the practice.`,
}

export function problemWords({ kind, station, seq }: AuditProblem, stations: AuditState['stations']): string {
  const name = stations.find(({ number }) => number === station)?.name
  const who = name === undefined ? `number ${String(station)}` : `${name} (number ${String(station)})`
  return SAYS[kind](seq.toLocaleString(), stations.length > 1 ? ` of workstation ${who}` : '', who)
}

export const OUTCOMES: Record<AuditOutcome, string> = { done: 'Done', refused: 'Refused', failed: 'Failed' }
