/**
 * Proves: every row has its link whatever happens around it; what was done to the records or their anchors while Yarrow
 * was closed is told at the next start; a crash and a keychain that does not answer are no false alarm.
 */
import { unguarded } from '../../src/main/records/handles'
import { cpSync, rmSync } from 'node:fs'
import { createHmac, randomBytes } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import { recordsBench } from './records-bench'
import { anchorAccount, keyAccount } from '../../src/main/audit/audit-keys'
import { folderName } from '../../src/main/records/vault-key'
import { RowMac } from '../../src/main/audit/row-mac'

const done = { personId: 'p', action: 'patient.read', patientId: 'a', outcome: 'done' } as const

/** The records of one practice on one computer, opened and closed as often as a test likes. */
function practice(passphrase: string | null = null) {
  const bench = recordsBench(passphrase)
  onTestFinished(bench.remove)
  return bench
}
/** A row that somebody without the key puts in. */
const forged = (station: number, seq: number, at = 1) =>
  `INSERT INTO audit_event (station, seq, at, action, outcome, app_version, mac)
   VALUES (${String(station)}, ${String(seq)}, ${String(at)}, 'patient.read', 'done', '0', randomblob(32))`
const UNCHAINED = ['DELETE FROM audit_checkpoint', 'DELETE FROM audit_station']
const OTHER_ID = '00000000-0000-4000-8000-00000000000f'

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
  test('S-24: each row follows the one before, inside a transaction and outside, at once and after a rollback', async () => {
    const { open } = practice()
    const { database, trail, close } = await open()
    await Promise.all(Array.from({ length: 20 }, () => trail.records.note(done)))
    const lost = database.transaction().execute(async (within) => {
      await trail.audit.record(done, unguarded(within))
      await trail.audit.record(done, unguarded(within))
      throw new Error('rolled back')
    })
    await expect(lost).rejects.toThrow('rolled back')
    await database.transaction().execute(async (within) => {
      await trail.audit.record(done, unguarded(within))
      await trail.audit.record({ ...done, personId: null, subject: 'ünï"cödé\u0000\n' }, unguarded(within))
    })
    expect(await trail.verify('p')).toMatchObject({ ok: true, value: { problems: [], verified: 23 } })
    // The beginning, 22 and the verification itself, without a gap.
    const rows = await database.selectFrom('auditEvent').select(['station', 'seq']).orderBy('seq').execute()
    expect(rows).toEqual(Array.from({ length: 24 }, (_, index) => ({ station: 1, seq: index + 1 })))
    await close()
  })

  test('F-620: the first station begins with the records; a row that is not its own is found', async () => {
    const { open, attack } = practice()
    const first = await open()
    expect(await first.database.selectFrom('auditStation').select('number').execute()).toEqual([
      { number: 1 },
    ])
    expect(await first.state()).toMatchObject({ rows: 1, problems: [] })
    await first.close()
    await attack(forged(1, 2))
    const second = await open()
    await second.trail.verify('p')
    expect(await second.problems()).toEqual(['row-changed 1 2'])
    await second.close()
  })

  test('what is stored of half a character is what its row was made of', async () => {
    const { open } = practice()
    const { trail, problems, close } = await open()
    await trail.records.note({ ...done, subject: 'half \ud83d' })
    await trail.verify('p')
    expect(await problems()).toEqual([])
    await close()
  })

  test('F-620: no key, no records: a keychain that keeps nothing makes no file without a chain', async () => {
    const { open, keychain } = practice()
    keychain.refuse = /^audit key/
    await expect(open()).rejects.toThrow('keychain-locked')
    keychain.refuse = null
    const { trail, problems, close } = await open()
    await trail.verify('p')
    expect(await problems()).toEqual([])
    await close()
  })
})

describe('at the next start', () => {
  test('nothing is told when nothing happened, after an orderly end and after a kill', async () => {
    const { open, day } = practice()
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
    const { open, day, keep } = practice()
    await day(5)
    const yesterday = keep('database')
    await day(5)
    yesterday()
    const { problems, close } = await open()
    expect(await problems()).toEqual(['rolled-back 1 7'])
    await close()
  })

  test('F-605, S-23: commits that went with a deleted log are told, by the file beside it', async () => {
    const { open, keep, day } = practice()
    await day(3)
    const run = await open()
    await run.settle()
    await run.record(5)
    await run.settle()
    // The rows are in the log, which nothing has written back yet.
    const fileAlone = keep('database')
    await run.die()
    fileAlone()
    const again = await open()
    expect(await again.problems()).toMatchObject([expect.stringMatching(/^rolled-back /)])
    await again.close()
  })

  test('S-23: a database and a file of yesterday are told, by the keychain', async () => {
    const { open, day, keep, anchor: file } = practice()
    await day(5)
    const yesterday = keep('database')
    const anchor = file.read()
    await day(5)
    yesterday()
    file.write(anchor)
    const { problems, settle, close } = await open()
    expect(await problems()).toEqual([])
    await settle()
    expect(await problems()).toEqual(['rolled-back 1 7'])
    await close()
  })

  test('S-23: rows that were written anew by somebody without the key are told', async () => {
    const { open, day, attack } = practice()
    await day(5)
    await attack(...UNCHAINED, `UPDATE audit_event SET person_id = 'q', mac = randomblob(32)`)
    const { problems, close } = await open()
    expect(await problems()).toEqual(['chain-missing 1 1', 'chain-missing 2 1'])
    await close()
  })

  test.each([
    ['the keychain', null],
    ['a passphrase', 'correct horse battery staple'],
  ])(
    'S-23: with %s, a record whose chain and anchor were taken away is never begun anew in silence',
    async (_with, passphrase) => {
      const { open, day, attack, anchor } = practice(passphrase)
      await day(5)
      await attack(`UPDATE audit_event SET person_id = 'q'`, ...UNCHAINED)
      anchor.remove()
      const { trail, problems, close } = await open()
      expect(await problems()).toContain('chain-missing 2 1')
      await trail.verify('p')
      expect(await problems()).toContain('chain-missing 1 1')
      await close()
    },
  )

  test('S-23: records that were given another id besides are told, with a chain of theirs or without', async () => {
    for (const statements of [
      [],
      [`UPDATE audit_event SET person_id = 'q'`, ...UNCHAINED],
      ['DELETE FROM audit_event', ...UNCHAINED],
    ]) {
      const { open, day, attack, anchor, renameRecords } = practice()
      await day(5)
      await attack(...statements)
      anchor.remove()
      await renameRecords(OTHER_ID)
      const { problems, close } = await open()
      expect(await problems()).toContainEqual(expect.stringMatching(/^other-records /))
      expect(await problems()).toContainEqual(expect.stringMatching(/^(chain-missing|key-lost) /))
      await close()
    }
  })

  test('S-23: records that were begun anew in the folder say so, as often as they are cut back', async () => {
    const { open, day, keep, folder, anchor } = practice()
    await day(5)
    rmSync(folder, { recursive: true })
    const anew = await open()
    expect(await anew.problems()).toEqual(['other-records 1 1'])
    await anew.die()
    const early = keep()
    await day(1)
    early()
    anchor.remove()
    const again = await open()
    expect(await again.problems()).toContain('other-records 1 1')
    await again.close()
  })

  test('a folder that was copied elsewhere is no false alarm, and one that never became records neither', async () => {
    const { day, open, keychain } = practice()
    keychain.refuse = /^database key/
    await expect(open()).rejects.toThrow('keychain-locked')
    keychain.refuse = null
    await day(5)
    for (const account of [...keychain.entries.keys()].filter((name) => name.startsWith('audit folder')))
      await keychain.delete(account)
    const { problems, close } = await open()
    expect(await problems()).toEqual([])
    expect([...keychain.entries.keys()]).toContainEqual(expect.stringMatching(/^audit folder /))
    await close()
  })

  test.each([
    ['the keychain', null],
    ['a passphrase', 'correct horse battery staple'],
  ])(
    'F-620: with %s, a folder that was copied goes on in a chain of its own, and so does the original in its own',
    async (_with, passphrase) => {
      const { open, day, folder } = practice(passphrase)
      await day(5)
      const copy = `${folder} copy`
      cpSync(folder, copy, { recursive: true })
      const use = async (at: string) => {
        const { trail, database, problems, record, settle, close } = await open(at)
        await settle()
        await record(2)
        await trail.verify('p')
        expect(await problems()).toEqual([])
        const rows = await database.selectFrom('auditEvent').select(['station', 'action']).execute()
        await close()
        const reads = rows.filter(({ action }) => action === 'patient.read').map(({ station }) => station)
        return reads.sort().join('')
      }
      expect([await use(copy), await use(folder)]).toEqual(['1111122', '1111111'])
      expect([await use(copy), await use(folder)]).toEqual(['111112222', '111111111'])
    },
  )

  test('S-23: what a kill left unsigned and somebody changed is told before it is signed', async () => {
    const { open, day, attack, query } = practice()
    await day(5)
    const killed = await open()
    await killed.record(3)
    await killed.die()
    await attack(`UPDATE audit_event SET person_id = 'q' WHERE seq = 8`)
    const again = await open()
    await again.trail.sign()
    expect(await again.problems()).toEqual(['row-changed 1 8'])
    await again.close()
    const [last] = await query<{ signed: number; rows: number }>(
      `SELECT (SELECT max(seq) FROM audit_checkpoint) AS signed, (SELECT max(seq) FROM audit_event) AS rows`,
    )
    // What was found is in a row, and that is signed, too.
    expect(last).toEqual({ signed: 10, rows: 10 })
  })

  test('many rows are signed without a lock or an end', async () => {
    const { open } = practice()
    const { trail, database, problems, close } = await open()
    await trail.records.internal(async (handle) => {
      for (let row = 0; row < 2_500; row += 1) await trail.audit.record(done, handle)
    })
    // Waits for what is under way.
    await trail.sign()
    const signed = await database.selectFrom('auditCheckpoint').select('seq').orderBy('seq').execute()
    expect(signed.length).toBeGreaterThan(2)
    await trail.verify('p')
    expect(await problems()).toEqual([])
    await close()
  })

  test.each([
    ['is gone', () => null, 'anchor-missing 2 1'],
    ['was changed', (text: string) => text.replace('"seq":6', '"seq":5'), 'anchor-damaged 2 1'],
  ])('S-23: a file that %s is told', async (_name, change, expected) => {
    const { open, day, anchor } = practice()
    await day(5)
    const changed = change(anchor.read().toString())
    if (changed === null) anchor.remove()
    else anchor.write(changed)
    const { problems, close } = await open()
    expect(await problems()).toEqual([expected])
    await close()
  })

  test('what was found stays until an administrator has seen it, and is not told twice', async () => {
    const { open, day, attack } = practice()
    await day(5)
    await attack(`UPDATE audit_event SET outcome = 'failed' WHERE seq = 3`)
    const first = await open()
    await first.trail.verify('p')
    await first.close()
    const second = await open()
    expect(await second.problems()).toEqual(['row-changed 1 3'])
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
    const { open, day, keychain, vaultId } = practice()
    await day(5)
    const key = keychain.entries.get(keyAccount(await vaultId()))
    keychain.refuse = /^audit/
    const locked = await open()
    expect(await locked.problems()).toEqual(['key-unreachable 2 1'])
    await locked.record(3)
    await locked.close()
    keychain.refuse = null
    const back = await open()
    await back.settle()
    expect(await back.trail.verify('p')).toMatchObject({ ok: true })
    expect(await back.problems()).toEqual(['new-station 2 1', 'key-unreachable 2 1'])
    expect(keychain.entries.get(keyAccount(await vaultId()))).toBe(key)
    await back.trail.acknowledge('p')
    await back.close()
    const later = await open()
    await later.settle()
    expect(await later.problems()).toEqual([])
    await later.close()
  })

  test('a key that is gone is told; rows from before it cannot be checked any more, new ones can', async () => {
    const { open, day, keychain, attack, vaultId } = practice()
    await day(5)
    await keychain.delete(keyAccount(await vaultId()))
    const lost = await open()
    expect(await lost.problems()).toEqual(['key-lost 2 1'])
    await lost.record(3)
    await lost.trail.verify('p')
    await lost.trail.acknowledge('p')
    await lost.close()
    await attack(`UPDATE audit_event SET outcome = 'failed' WHERE station = 2 AND seq = 4`)
    const after = await open()
    await after.trail.verify('p')
    expect(await after.problems()).toEqual(['row-changed 2 4'])
    await after.close()
  })

  test('with a passphrase the key comes of it and nothing is asked of the keychain', async () => {
    const { open, keychain, attack } = practice('correct horse battery staple')
    const first = await open()
    await first.record(3)
    await first.close()
    await attack(`UPDATE audit_event SET outcome = 'failed' WHERE seq = 3`)
    const second = await open()
    expect(await second.problems()).toEqual([])
    await second.trail.verify('p')
    expect(await second.problems()).toEqual(['row-changed 1 3'])
    await second.close()
    expect(keychain.writes).toBe(0)
  })
})

test('checks behind what was checked before, and everything once a day', async () => {
  const { open, day, attack, clock, keychain, vaultId, folder } = practice()
  await day(5)
  expect(keychain.entries.has(anchorAccount(await vaultId(), await folderName(folder)))).toBe(true)
  await attack(`UPDATE audit_event SET outcome = 'failed' WHERE seq = 1`)
  const run = await open()
  await run.trail.check()
  const first = await run.state()
  expect({ problems: first.problems, rows: first.verified }).toEqual({ problems: [], rows: 6 })
  clock.advance(24 * 60 * 60_000)
  await run.trail.check()
  expect(await run.problems()).toEqual(['row-changed 1 1'])
  await run.close()
})

test('a check can be cancelled, and says so', async () => {
  const { open, day, attack } = practice()
  await day(0)
  await attack(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
     INSERT INTO audit_event (station, seq, at, action, outcome, app_version, mac)
     SELECT 1, i + 1, i, 'patient.read', 'done', '0', zeroblob(32) FROM n`,
  )
  const { trail, database, close } = await open()
  const seen: number[] = []
  trail.onProgress(({ checked }) => {
    seen.push(checked)
    trail.cancelVerify()
  })
  expect(await trail.verify('p')).toMatchObject({ ok: true, value: { verified: 1, running: null } })
  expect(seen).toEqual([1000])
  const last = await database.selectFrom('auditEvent').selectAll().orderBy('seq', 'desc').limit(1).execute()
  expect(last).toMatchObject([{ action: 'audit.verified', subject: 'cancelled', outcome: 'refused' }])
  await close()
})
