/**
 * Proves: a draft opens for its author alone, wherever its row is put, and goes with the seal of the account; the place
 * on screen likewise.
 */
import { unguarded } from '../records/handles'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { ManualClock } from '../platform/clock/manual-clock'
import { newKey } from '../platform/crypto/seal'
import type { Database } from '../records/database'
import { recordsOver, temporaryDatabase } from '../records/temporary-database'
import { createDrafts, type Drafts } from './drafts-service'

const TEXT = 'half a sentence about sleep'
const author = (id: string) => ({ person: { id } as never, personKey: newKey() })

let database: Database
let clock: ManualClock
let drafts: Drafts
const june = author('june')
const tomas = author('tomas')

beforeEach(async () => {
  const temporary = await temporaryDatabase()
  onTestFinished(temporary.dispose)
  database = temporary.database
  clock = new ManualClock()
  drafts = createDrafts({ records: recordsOver({ database, clock }).records, clock })
  for (const id of ['june', 'tomas']) {
    await database
      .insertInto('person')
      .values({
        id,
        username: id,
        displayName: id,
        credentials: '',
        npi: '',
        role: 'staff',
        active: 1,
        createdAt: 0,
      })
      .execute()
  }
})

const mine = async (who: typeof june) => {
  const answer = await drafts.mine(who)
  return answer.ok ? answer.value : answer
}

test('a draft and the place come back to their author, newest only, and not after discarding', async () => {
  expect(await mine(june)).toEqual({ place: null, drafts: [] })
  await drafts.save(june, { key: 'patient:new', text: 'half' })
  clock.advance(5)
  await drafts.save(june, { key: 'patient:new', text: TEXT })
  await drafts.savePlace(june, '/patients?new')
  expect(await mine(june)).toEqual({
    place: '/patients?new',
    drafts: [{ key: 'patient:new', text: TEXT, updatedAt: clock.now() }],
  })
  await drafts.discard('june', 'patient:new')
  await drafts.forgetPlace('june')
  expect(await mine(june)).toEqual({ place: null, drafts: [] })
})

test('F-707: a draft never opens for somebody else, nor in another row, nor with another time', async () => {
  await drafts.save(june, { key: 'patient:a', text: TEXT })
  await drafts.savePlace(june, '/patients/a')
  expect(await mine(tomas)).toEqual({ place: null, drafts: [] })

  const row = await database.selectFrom('draft').selectAll().executeTakeFirstOrThrow()
  expect(row.textSealed.includes(TEXT)).toBe(false)
  const moved = [
    { ...row, personId: 'tomas' },
    { ...row, key: 'patient:b' },
    { ...row, updatedAt: row.updatedAt + 1 },
  ]
  for (const other of moved) {
    await database.deleteFrom('draft').execute()
    await database.insertInto('draft').values(other).execute()
    expect(await mine({ ...june, person: { id: other.personId } as never })).toMatchObject({ drafts: [] })
    expect(await mine(tomas)).toMatchObject({ drafts: [] })
  }
  await database.updateTable('personPlace').set({ personId: 'tomas' }).execute()
  expect(await mine({ ...june, person: tomas.person })).toMatchObject({ place: null })
})

test('drafts lapse with the seal of the account, and nobody else’s do', async () => {
  for (const who of [june, tomas]) {
    await drafts.save(who, { key: 'k', text: TEXT })
    await drafts.savePlace(who, '/about')
  }
  await database.transaction().execute((transaction) => drafts.lapse('june', unguarded(transaction)))
  expect(await mine(june)).toEqual({ place: null, drafts: [] })
  expect(await mine(tomas)).toMatchObject({ place: '/about', drafts: [{ key: 'k' }] })
})

test('nothing is sealed with a key that was wiped', () => {
  const wiped = { ...june, personKey: Buffer.alloc(32) }
  expect(() => drafts.save(wiped, { key: 'k', text: TEXT })).toThrow('wiped')
})
