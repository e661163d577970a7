/**
 * Proves the door to the records: a row with every unit, nothing but a row of a failure, a closed chart that stays
 * closed, effects only after the commit, conflicts that are done again, and what does not even compile.
 */
import { afterEach, beforeEach, describe, expect, expectTypeOf, it, vi } from 'vitest'
import { failed, ok } from '../../shared/failures'
import { createAudit } from '../audit/audit-service'
import { ManualClock } from '../platform/clock/manual-clock'
import { silentLogger } from '../platform/logging/logger'
import type { removeRestriction } from '../patients/chart-restrictions-repository'
import type { findPatient } from '../patients/patients-repository'
import type { Database } from './database'
import type { ChartReading, ChartWriting, Reading, Writing } from './handles'
import { temporaryDatabase, testChain } from './temporary-database'
import { createUnitsOfWork, type Records } from './unit-of-work'

let made: Awaited<ReturnType<typeof temporaryDatabase>>
let records: Records
const logger = { ...silentLogger, error: vi.fn() }
const closed = new Set<string>()
const ACTOR = { personId: 'p-1' }

beforeEach(async () => {
  made = await temporaryDatabase()
  closed.clear()
  const audit = createAudit({ clock: new ManualClock(), appVersion: '0', chain: testChain() })
  records = createUnitsOfWork({
    database: made.database,
    audit,
    logger,
    mayOpen: (_person, patientId) => Promise.resolve(!closed.has(patientId)),
  })
})
afterEach(() => made.dispose())

const rows = () =>
  made.database
    .selectFrom('auditEvent')
    .select(['personId', 'action', 'patientId', 'subject', 'outcome'])
    .orderBy('seq')
    .execute()
const products = (handle: Reading = made.database) => handle.selectFrom('practice').select('name').execute()
const write = (handle: Writing, name = 'Willow Lane') =>
  handle.insertInto('practice').values({ id: 1, name, region: 'US', demo: 0 }).execute()

describe('a unit of work', () => {
  it('is committed together with its row', async () => {
    const answer = await records.run(ACTOR, 'patient.updated', 'a', async (handle, unit) => {
      await write(handle)
      unit.row({ subject: 'name' })
      return ok(1)
    })
    expect(answer).toEqual(ok(1))
    expect(await products()).toHaveLength(1)
    expect(await rows()).toEqual([
      { ...ACTOR, action: 'patient.updated', patientId: 'a', subject: 'name', outcome: 'done' },
    ])
  })

  it('that fails leaves nothing but its row', async () => {
    const answer = await records.run(ACTOR, 'patient.updated', 'a', async (handle, unit) => {
      await write(handle)
      unit.row({ subject: 's' })
      return failed('changed-meanwhile')
    })
    expect(answer).toEqual(failed('changed-meanwhile'))
    expect(await products()).toHaveLength(0)
    expect(await rows()).toEqual([
      { ...ACTOR, action: 'patient.updated', patientId: 'a', subject: 's', outcome: 'failed' },
    ])
  })

  it('that throws leaves nothing at all and throws on', async () => {
    const work = records.run(ACTOR, 'patient.updated', null, async (handle) => {
      await write(handle)
      throw new Error('broken')
    })
    await expect(work).rejects.toThrow('broken')
    expect(await products()).toHaveLength(0)
    expect(await rows()).toHaveLength(0)
  })

  it('does not begin in a chart that is closed, and says that it was refused', async () => {
    closed.add('a')
    const work = vi.fn(() => Promise.resolve(ok(null)))
    expect(await records.look(ACTOR, 'patient.read', 'a', work)).toEqual(failed('chart-restricted'))
    expect(work).not.toHaveBeenCalled()
    expect(await rows()).toMatchObject([{ action: 'patient.read', patientId: 'a', outcome: 'refused' }])
  })

  it('opens every chart for Yarrow itself', async () => {
    closed.add('a')
    expect(await records.run({ personId: null }, 'plan.imported', 'a', () => Promise.resolve(ok(1)))).toEqual(
      ok(1),
    )
  })

  it('has no row when it says that it is not worth one', async () => {
    await records.look(ACTOR, 'patient.search', null, (_handle, unit) => {
      unit.row(null)
      return Promise.resolve(ok(null))
    })
    expect(await rows()).toHaveLength(0)
  })

  it('makes a storage error a failure', async () => {
    const answer = await records.run(ACTOR, 'patient.updated', null, async (handle) => {
      await write(handle)
      await write(handle)
      return ok(null)
    })
    expect(answer).toMatchObject(failed('records-refused'))
    expect(await products()).toHaveLength(0)
  })

  it('begun inside another one is an error at once, instead of a wait for ever', async () => {
    const work = records.run(ACTOR, 'patient.updated', null, () =>
      records.run(ACTOR, 'patient.read', null, () => Promise.resolve(ok(null))),
    )
    await expect(work).rejects.toThrow('inside another one')
  })
})

describe('effects', () => {
  it('run after the commit, and one that fails changes nothing of it', async () => {
    const seen: number[] = []
    const answer = await records.run(ACTOR, 'patient.updated', null, async (handle, unit) => {
      unit.after(async () => {
        seen.push((await products()).length)
        // Outside of the unit by now.
        await records.note({ ...ACTOR, action: 'patient.read', outcome: 'done' })
      })
      unit.after(() => {
        throw new Error('nobody there')
      })
      await write(handle)
      return ok(null)
    })
    expect(answer).toEqual(ok(null))
    expect(seen).toEqual([1])
    expect(logger.error).toHaveBeenCalledOnce()
    expect((await rows()).map(({ action }) => action)).toEqual(['patient.updated', 'patient.read'])
  })

  it('of work that was undone never run', async () => {
    const effect = vi.fn()
    await records.run(ACTOR, 'patient.updated', null, (_handle, unit) => {
      unit.after(effect)
      return Promise.resolve(failed('not-found'))
    })
    expect(effect).not.toHaveBeenCalled()
  })
})

describe('a conflict with another station', () => {
  const conflict = () => Object.assign(new Error('could not serialize access'), { code: '40001' })

  it('runs the work again, and only the last time counts', async () => {
    let tries = 0
    const effect = vi.fn()
    const answer = await records.run(ACTOR, 'patient.updated', null, async (handle, unit) => {
      tries += 1
      await write(handle)
      unit.after(effect)
      unit.row({ subject: tries.toString() })
      if (tries < 3) throw conflict()
      return ok(tries)
    })
    expect(answer).toEqual(ok(3))
    expect(effect).toHaveBeenCalledOnce()
    expect(await rows()).toMatchObject([{ subject: '3' }])
  })

  it('does not run it for ever', async () => {
    const work = vi.fn(() => Promise.reject(conflict()))
    await expect(records.internal(work)).rejects.toThrow('serialize')
    expect(work.mock.calls.length).toBeLessThan(30)
  })
})

describe('bookkeeping', () => {
  it('has no row, and is undone by a failure as well', async () => {
    const answer = await records.internal(async (handle) => {
      await write(handle)
      return failed('not-found')
    })
    expect(answer).toEqual(failed('not-found'))
    expect(await products()).toHaveLength(0)
    await records.internal((handle) => write(handle))
    expect(await products()).toHaveLength(1)
    expect(await rows()).toHaveLength(0)
  })
})

describe('what does not compile', () => {
  type FindPatient = Parameters<typeof findPatient>[0]
  type RemoveRestriction = Parameters<typeof removeRestriction>[0]

  it('is to reach a chart where nobody asked whether it is open', async () => {
    await records.run(ACTOR, 'patient.read', null, (handle) => {
      expectTypeOf(handle).toEqualTypeOf<Writing>()
      return Promise.resolve(ok(null))
    })
    await records.run(ACTOR, 'patient.read', 'a', (chart) => {
      expectTypeOf(chart).toEqualTypeOf<ChartWriting>()
      return Promise.resolve(ok(null))
    })
    expectTypeOf<Writing>().not.toExtend<FindPatient>()
    expectTypeOf<ChartReading>().toExtend<FindPatient>()
  })

  it('is to write with what only reads', async () => {
    await records.look(ACTOR, 'patient.read', 'a', (chart) => {
      expectTypeOf(chart).toEqualTypeOf<ChartReading>()
      return Promise.resolve(ok(null))
    })
    expectTypeOf<ChartReading>().not.toHaveProperty('deleteFrom')
    expectTypeOf<ChartReading>().not.toExtend<RemoveRestriction>()
    expectTypeOf<ChartWriting>().toExtend<RemoveRestriction>()
  })

  it('is to do anything with the database itself', () => {
    expectTypeOf<Database>().not.toExtend<Reading>()
  })
})
