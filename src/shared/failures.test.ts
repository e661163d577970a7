/** Proves that every failure has its three texts, in words, and that no two areas say the same code. */
import { expect, test } from 'vitest'
import { connectFailures } from './failure-texts/connect'
import { embedFailures } from './failure-texts/embed'
import { fullscriptFailures } from './failure-texts/fullscript'
import { generalFailures } from './failure-texts/general'
import { peopleFailures } from './failure-texts/people'
import { backupFailures } from './failure-texts/backups'
import { storageFailures } from './failure-texts/storage'
import { FAILURES } from './failures'

test('each code belongs to one area', () => {
  const areas = [
    connectFailures,
    embedFailures,
    fullscriptFailures,
    generalFailures,
    peopleFailures,
    storageFailures,
    backupFailures,
  ]
  expect(areas.flatMap((area) => Object.keys(area)).sort()).toEqual(Object.keys(FAILURES).sort())
})

test.each(Object.entries(FAILURES))(
  '%s says what happened, whether data is safe, and what to do',
  (_code, said) => {
    for (const text of [said.happened, said.safe, said.todo]) expect(text).toMatch(/^[\p{Lu}“].{9,}/u)
    for (const sentence of [said.safe, said.todo]) expect(sentence).toMatch(/[.]$/)
  },
)
