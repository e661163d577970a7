/**
 * Proves: every row has its link whatever happens around it; what was done to the records or their anchors while Yarrow
 * was closed is told at the next start; a crash and a keychain that does not answer are no false alarm.
 */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createHmac, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ManualClock } from '../clock/manual-clock'
import { MemoryKeychain } from '../keychain/memory-keychain'
import { silentLogger as logger } from '../logging/logger'
import { migrate } from '../storage/migrate'
import { migrations, NEWEST_VERSION } from '../storage/migrations/index'
import { openDatabase } from '../storage/open-database'
import { temporaryFolder } from '../storage/temporary-database'
import { anchorAccount, keyAccount } from './audit-keys'
import { AuditTrail } from './audit-trail'
import { RowMac } from './row-mac'

const vaultId = 'vault'
const done = { personId: 'p', action: 'patient.read', patientId: 'a', outcome: 'done' } as const

/** The records of one practice on one computer, opened and closed as often as a test likes. */
async function practice() {
  const { folder, remove } = temporaryFolder()
  onTestFinished(remove)
  const clock = new ManualClock()
  const keychain = new MemoryKeychain()
  const key = randomBytes(32)
  const file = join(folder, 'yarrow.db')
  const anchorFile = join(folder, 'audit-anchor.json')
  const options = { file, key, newestVersion: NEWEST_VERSION }
  const made = openDatabase({ ...options, mode: 'create' })
  await migrate(made, migrations)
  await made.destroy()

  const open = async (more: { derived?: Buffer } = {}) => {
    const database = openDatabase({ ...options, mode: 'write' })
    const derived = more.derived ?? null
    const of = { database, vaultId, anchorFile, keychain, derived, clock, logger, appVersion: '0' }
    const trail = await AuditTrail.open(of)
    const record = async (count: number) => {
      for (let number = 0; number < count; number += 1) await trail.audit.record(done)
    }
    const state = async () => {
      const found = await trail.state()
      if (!found.ok) throw new Error(found.failure.code)
      return found.value
    }
    const problems = async () => (await state()).problems.map(({ kind, seq }) => `${kind} ${String(seq)}`)
    return {
      database,
      trail,
      record,
      state,
      problems,
      /** As the app does once nobody waits for anything any more. */
      settle: async () => {
        trail.watch()
        clock.advance(5_000)
        for (let turn = 0; turn < 50; turn += 1) await new Promise((next) => setImmediate(next))
        await trail.settle()
      },
      /** Without a word: as a kill leaves it. */
      die: () => database.destroy(),
      close: async () => {
        await trail.close()
        await database.destroy()
      },
    }
  }
  /** One run of the app: so many rows, all anchors, the end. */
  const day = async (rows: number) => {
    const run = await open()
    await run.settle()
    await run.record(rows)
    await run.close()
  }
  const attack = async (...statements: string[]) => {
    const database = openDatabase({ ...options, mode: 'write' })
    await sql`PRAGMA foreign_keys = OFF`.execute(database)
    const { rows } = await sql<{ name: string }>`
      SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'`.execute(database)
    for (const { name } of rows) await sql.raw(`DROP TRIGGER ${name}`).execute(database)
    for (const statement of statements) await sql.raw(statement).execute(database)
    await database.destroy()
  }
  const keep = (what: string) => {
    const copy = `${file} ${what}`
    cpSync(file, copy)
    return () => {
      for (const end of ['-wal', '-shm']) rmSync(file + end, { force: true })
      cpSync(copy, file)
    }
  }
  return { open, day, attack, keep, keychain, clock, anchorFile, folder }
}

test('the MAC is HMAC-SHA-256, for every length of text', () => {
  const key = randomBytes(32)
  const mac = new RowMac(key)
  for (const length of [0, 1, 55, 56, 63, 64, 200, 1_000, 5_000]) {
    const [before, text] = [randomBytes(32), 'ü'.repeat(length)]
    const expected = createHmac('sha256', key).update(before).update(text).digest('binary')
    expect(mac.of(before, text)).toBe(expected)
    expect(mac.of(before.toString('latin1'), text)).toBe(expected)
  }
})

describe('linking', () => {
  test('S-24: each row has its link, inside a transaction and outside, at once and after a rollback', async () => {
    const { open } = await practice()
    const { database, trail, close } = await open()
    await Promise.all(Array.from({ length: 20 }, () => trail.audit.record(done)))
    const lost = database.transaction().execute(async (within) => {
      await trail.audit.record(done, within)
      await trail.audit.record(done, within)
      throw new Error('rolled back')
    })
    await expect(lost).rejects.toThrow('rolled back')
    await database.transaction().execute(async (within) => {
      await trail.audit.record(done, within)
      await trail.audit.record({ ...done, personId: null, subject: 'ünï"cödé\u0000\n' }, within)
    })
    expect(await trail.verify('p')).toMatchObject({ ok: true, value: { problems: [], verifiedUpTo: 23 } })
    const { rows } = await sql<{ events: number; links: number }>`
      SELECT (SELECT count(*) FROM audit_event) AS events, (SELECT count(*) FROM audit_link) AS links`.execute(
      database,
    )
    // The beginning, 22 and the verification itself.
    expect(rows).toEqual([{ events: 24, links: 24 }])
    await close()
  })

  test('rows of before are adopted at the first opening, and changed ones are found from then on', async () => {
    const { open, attack } = await practice()
    await attack(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1234)
       INSERT INTO audit_event (at, action, outcome, app_version) SELECT i, 'patient.read', 'done', '0' FROM n`,
    )
    const first = await open()
    expect(await first.trail.verify('p')).toMatchObject({ value: { problems: [], verifiedUpTo: 1235 } })
    await first.close()
    await attack(`UPDATE audit_event SET person_id = 'q' WHERE seq = 700`)
    const second = await open()
    expect(await second.trail.verify('p')).toMatchObject({
      value: { problems: [{ kind: 'row-changed', seq: 700 }] },
    })
    await second.close()
  })
})

describe('at the next start', () => {
  test('nothing is told when nothing happened, after an orderly end and after a kill', async () => {
    const { open, day } = await practice()
    await day(5)
    const killed = await open()
    await killed.settle()
    await killed.record(7)
    await killed.die()
    const after = await open()
    await after.settle()
    expect(await after.problems()).toEqual([])
    expect(await after.trail.verify('p')).toMatchObject({ value: { problems: [] } })
    await after.close()
  })

  test('S-23: a database of yesterday is told, by the file beside it', async () => {
    const { open, day, keep } = await practice()
    await day(5)
    const yesterday = keep('yesterday')
    await day(5)
    yesterday()
    const { problems, close } = await open()
    expect(await problems()).toEqual(['rolled-back 7'])
    await close()
  })

  test('F-605, S-23: commits that went with a deleted log are told, by the file beside it', async () => {
    const { open, keep, day } = await practice()
    await day(3)
    const run = await open()
    await run.settle()
    await run.record(5)
    await run.settle()
    // The rows are in the log, which nothing has written back yet.
    const fileAlone = keep('without its log')
    await run.die()
    fileAlone()
    const again = await open()
    expect(await again.problems()).toMatchObject([expect.stringMatching(/^rolled-back /)])
    await again.close()
  })

  test('S-23: a database and a file of yesterday are told, by the keychain', async () => {
    const { open, day, keep, anchorFile } = await practice()
    await day(5)
    const yesterday = keep('yesterday')
    const anchor = readFileSync(anchorFile)
    await day(5)
    yesterday()
    writeFileSync(anchorFile, anchor)
    const { problems, settle, close } = await open()
    expect(await problems()).toEqual([])
    await settle()
    expect(await problems()).toEqual(['rolled-back 7'])
    await close()
  })

  test('S-23: rows that were written anew by somebody without the key are told', async () => {
    const { open, day, attack } = await practice()
    await day(5)
    await attack(
      'DELETE FROM audit_link',
      'DELETE FROM audit_chain',
      `UPDATE audit_event SET person_id = 'q'`,
    )
    const { problems, close } = await open()
    expect(await problems()).toEqual(['replaced 6'])
    await close()
  })

  test.each([
    ['is gone', (file: string) => rmSync(file), 'anchor-missing 7'],
    [
      'was changed',
      (file: string) => writeFileSync(file, readFileSync(file, 'utf8').replace('"seq":6', '"seq":5')),
      'anchor-damaged 7',
    ],
  ])('S-23: a file that %s is told', async (_name, change, expected) => {
    const { open, day, anchorFile } = await practice()
    await day(5)
    change(anchorFile)
    const { problems, close } = await open()
    expect(await problems()).toEqual([expected])
    await close()
  })

  test('what was found stays until an administrator has seen it, and is not told twice', async () => {
    const { open, day, attack } = await practice()
    await day(5)
    await attack(`UPDATE audit_event SET outcome = 'failed' WHERE seq = 3`)
    const first = await open()
    await first.trail.verify('p')
    await first.close()
    const second = await open()
    expect(await second.problems()).toEqual(['row-changed 3'])
    expect(await second.trail.acknowledge('p')).toMatchObject({ value: { problems: [] } })
    await second.trail.verify('p')
    expect(await second.problems()).toEqual([])
    const rows = await second.database
      .selectFrom('auditEvent')
      .select(['action', 'personId'])
      .orderBy('seq')
      .execute()
    expect(rows.map(({ action }) => action).filter((action) => action.startsWith('audit.'))).toEqual([
      'audit.begun',
      'audit.broken',
      'audit.verified',
      'audit.acknowledged',
      'audit.verified',
    ])
    await second.close()
  })
})

describe('the key', () => {
  test('a keychain that does not answer keeps nobody from the records, and its key is not replaced', async () => {
    const { open, day, keychain } = await practice()
    await day(5)
    const key = keychain.entries.get(keyAccount(vaultId))
    keychain.mood = 'locked'
    const locked = await open()
    expect(await locked.problems()).toEqual(['key-unreachable 7'])
    await locked.record(3)
    await locked.close()
    keychain.mood = 'ok'
    const back = await open()
    await back.settle()
    expect(await back.trail.verify('p')).toMatchObject({ ok: true })
    expect(await back.problems()).toEqual(['key-unreachable 7', 'unverifiable 7'])
    expect(keychain.entries.get(keyAccount(vaultId))).toBe(key)
    await back.trail.acknowledge('p')
    await back.close()
    const later = await open()
    await later.settle()
    expect(await later.problems()).toEqual([])
    await later.close()
  })

  test('a key that is gone is told; rows from before it cannot be checked any more, new ones can', async () => {
    const { open, day, keychain, attack } = await practice()
    await day(5)
    await keychain.delete(keyAccount(vaultId))
    const lost = await open()
    expect(await lost.problems()).toEqual(['key-lost 7'])
    await lost.record(3)
    await lost.trail.verify('p')
    await lost.trail.acknowledge('p')
    await lost.close()
    await attack(`UPDATE audit_event SET outcome = 'failed' WHERE seq = 9`)
    const after = await open()
    await after.trail.verify('p')
    expect(await after.problems()).toEqual(['row-changed 9'])
    await after.close()
  })

  test('with a passphrase the key comes of it and nothing is asked of the keychain', async () => {
    const { open, keychain, attack } = await practice()
    keychain.mood = 'absent'
    const derived = randomBytes(32)
    const first = await open({ derived: Buffer.from(derived) })
    await first.record(3)
    await first.close()
    await attack(`UPDATE audit_event SET outcome = 'failed' WHERE seq = 3`)
    const second = await open({ derived: Buffer.from(derived) })
    expect(await second.problems()).toEqual([])
    await second.trail.verify('p')
    expect(await second.problems()).toEqual(['row-changed 3'])
    await second.close()
    expect(keychain.writes).toBe(0)
  })
})

test('checks behind what was checked before, and everything once a day', async () => {
  const { open, day, attack, clock, keychain } = await practice()
  await day(5)
  expect(keychain.entries.has(anchorAccount(vaultId))).toBe(true)
  await attack(`UPDATE audit_event SET outcome = 'failed' WHERE seq = 1`)
  const run = await open()
  await run.trail.check()
  const first = await run.state()
  expect({ problems: first.problems, upTo: first.verifiedUpTo }).toEqual({ problems: [], upTo: 6 })
  clock.advance(24 * 60 * 60_000)
  await run.trail.check()
  expect(await run.problems()).toEqual(['row-changed 1'])
  await run.close()
})

test('a check can be cancelled, and says so', async () => {
  const { open, attack } = await practice()
  await attack(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
     INSERT INTO audit_event (at, action, outcome, app_version) SELECT i, 'patient.read', 'done', '0' FROM n`,
  )
  const { trail, database, close } = await open()
  const seen: number[] = []
  trail.onProgress(({ checked }) => {
    seen.push(checked)
    trail.cancelVerify()
  })
  expect(await trail.verify('p')).toMatchObject({ ok: true, value: { verifiedUpTo: 0, running: null } })
  expect(seen).toEqual([1000])
  const last = await database.selectFrom('auditEvent').selectAll().orderBy('seq', 'desc').limit(1).execute()
  expect(last).toMatchObject([{ action: 'audit.verified', subject: 'cancelled', outcome: 'refused' }])
  await close()
})
