import type { Migration } from '../migrate'

/**
 * Answers to connect attempts may come while their person is away: each attempt has a letterbox, whose private half is
 * among its sealed secrets. The digest covers the redirect URI too. Attempts of a version before have neither; they
 * last ten minutes and begin again.
 */
export const waitingAnswers: Migration = {
  version: 16,
  name: 'waiting answers',
  statements: [
    'DROP TABLE fullscript_connect_attempt',
    `CREATE TABLE fullscript_connect_attempt (
      person_id TEXT PRIMARY KEY REFERENCES person (id),
      environment TEXT NOT NULL,
      answer_digest TEXT NOT NULL UNIQUE,
      letterbox BLOB NOT NULL,
      secrets_sealed BLOB NOT NULL,
      started_at INTEGER NOT NULL,
      deadline INTEGER NOT NULL CHECK (deadline > started_at AND deadline <= started_at + 600000)
    ) STRICT`,
  ],
}
