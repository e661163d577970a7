import type { Migration } from '../migrate'

/** A chain begins with the records: rows of before there was one are never linked afterwards. */
export const chainFromTheStart: Migration = {
  version: 17,
  name: 'chain from the start',
  statements: ['ALTER TABLE audit_chain DROP COLUMN adopted'],
}
