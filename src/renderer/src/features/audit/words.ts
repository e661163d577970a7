/** What the audit record's problems mean, in the practice's words. */
import type { AuditOutcome, AuditProblem } from '../../../../shared/contract/audit'

const SAYS: Record<AuditProblem['kind'], (row: string) => string> = {
  'row-changed': (row) => `Row ${row} is not as it was written.`,
  'row-missing': (row) => `Row ${row} is missing.`,
  'link-missing': (row) => `Row ${row} was not written by Yarrow, or its seal was taken away.`,
  'rolled-back': (row) => `Rows from ${row} on are missing: the records are older than they should be.`,
  replaced: (row) => `The rows up to ${row} are not those that were noted outside the records.`,
  'other-records': () =>
    'Other records were in this folder before, with an audit record of their own. Check who put these in their place, and why.',
  'anchor-missing': () => 'The note beside the records of how far the audit record had come is gone.',
  'anchor-damaged': () => 'The note beside the records of how far the audit record had come was changed.',
  'chain-missing': (row) =>
    row === '1'
      ? 'The seals that the audit record began with were taken away, so its rows cannot be checked.'
      : `The seals of all rows before ${row} were taken away.`,
  'key-lost': (row) => `The key of the audit record was gone. Rows before ${row} can no longer be checked.`,
  'key-unreachable': (row) => `The keychain did not answer. Rows from ${row} on cannot be checked later.`,
  unverifiable: (row) =>
    `Rows from ${row} on were sealed with a key that is not there, so they cannot be checked.`,
}

export const problemWords = ({ kind, seq }: AuditProblem): string => SAYS[kind](seq.toLocaleString())

export const OUTCOMES: Record<AuditOutcome, string> = { done: 'Done', refused: 'Refused', failed: 'Failed' }
