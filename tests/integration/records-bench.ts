/**
 * For tests: records in a folder of their own, opened and closed as the app does, and what somebody does to them
 * meanwhile who can write the folder and has the database's key.
 */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { ManualClock } from '../../src/main/platform/clock/manual-clock'
import { MemoryKeychain } from '../../src/main/platform/keychain/memory-keychain'
import { silentLogger as logger } from '../../src/main/platform/logging/logger'
import { FLOOR_KDF } from '../../src/main/platform/crypto/derive-key'
import { NEWEST_VERSION } from '../../src/main/records/migrations/index'
import { temporaryFolder } from '../../src/main/records/temporary-database'
import { vaultFiles } from '../../src/main/records/vault-files'
import { accountFor, unwrapKey } from '../../src/main/records/vault-key'
import { readMarker, writeMarker, keyCheckOf, type Marker } from '../../src/main/records/vault-marker'
import { openTrail, recordsVault } from '../../src/main/app/records-vault'
import { recordsWorker } from '../support/records-worker'

/** `passphrase`: for records without a keychain. */
export function recordsBench(passphrase: string | null = null) {
  const temporary = temporaryFolder()
  const folder = join(temporary.folder, 'records')
  const files = vaultFiles(folder)
  const clock = new ManualClock()
  const keychain = new MemoryKeychain()
  if (passphrase !== null) keychain.mood = 'absent'
  const program = {
    engine: recordsWorker,
    keychain,
    clock,
    logger,
    computer: 'front-desk',
    appVersion: '0',
    kdf: FLOOR_KDF,
  }

  /** `at`: another folder, to which these were copied. */
  const open = async (at = folder) => {
    const vault = recordsVault(at, program)
    let state = await vault.open()
    if (state.state === 'passphrase-needed') {
      const answer = passphrase ?? ''
      state = state.first ? await vault.createPassphraseVault(answer) : await vault.openWithPassphrase(answer)
    }
    if (state.state !== 'open') throw new Error(`The records are ${JSON.stringify(state)}`)
    const trail = await openTrail(vault, program)
    const state_ = async () => {
      const found = await trail.state()
      if (!found.ok) throw new Error(found.failure.code)
      return found.value
    }
    return {
      vault,
      trail,
      database: vault.database(),
      state: state_,
      problems: async () =>
        (await state_()).problems.map(
          ({ kind, station, seq }) => `${kind} ${String(station)} ${String(seq)}`,
        ),
      record: async (count: number) => {
        const done = { personId: 'p', action: 'patient.read', patientId: 'a', outcome: 'done' } as const
        for (let number = 0; number < count; number += 1) await trail.records.note(done)
      },
      /** As the app does once nobody waits for anything any more. */
      settle: async () => {
        trail.watch()
        clock.advance(5_000)
        // Until the first check is through; records without any row have none.
        for (let turn = 0; turn < 1_000; turn += 1) {
          if (((await state_()).verifiedAt ?? 0) >= clock.now()) break
          await new Promise((next) => setImmediate(next))
        }
        await trail.settle()
      },
      /** Without a word: as a kill leaves it. */
      die: () => vault.close(),
      close: async () => {
        await trail.close()
        await vault.close()
      },
    }
  }

  const marker = async (): Promise<Marker> => {
    const reading = await readMarker(files)
    if (reading.kind !== 'read') throw new Error('There is no marker')
    return reading.marker
  }

  /** What an administrator's recovery code gives away, or the memory of a running program; known from then on. */
  let known: Buffer | null = null
  const databaseKey = async (): Promise<Buffer> => {
    if (known) return known
    if (passphrase === null) {
      known = Buffer.from(keychain.entries.get(await accountFor(folder)) ?? '', 'hex')
      return known
    }
    const keys = await unwrapKey(await marker(), passphrase)
    if (!keys.ok) throw new Error(keys.failure.code)
    known = keys.value.key
    return known
  }

  const openRaw = async () =>
    recordsWorker.open({
      file: files.database,
      key: await databaseKey(),
      newestVersion: NEWEST_VERSION,
      mode: 'write',
    })

  const query = async <T>(text: string): Promise<T[]> => {
    const database = await openRaw()
    const { rows } = await sql.raw<T>(text).execute(database)
    await database.destroy()
    return rows
  }

  const attack = async (...statements: string[]) => {
    const database = await openRaw()
    await sql`PRAGMA foreign_keys = OFF`.execute(database)
    await sql`PRAGMA synchronous = OFF`.execute(database)
    const { rows } = await sql<{ name: string }>`
      SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'`.execute(database)
    for (const { name } of rows) await sql.raw(`DROP TRIGGER ${name}`).execute(database)
    for (const statement of statements) await sql.raw(statement).execute(database)
    await database.destroy()
  }

  /** Keeps the whole folder, or one of its files; the function puts it back. */
  const keep = (what: 'folder' | 'database' = 'folder') => {
    const copy = `${folder} ${what} ${String(clock.now())} ${String(Math.trunc(performance.now() * 1_000))}`
    cpSync(what === 'folder' ? folder : files.database, copy, { recursive: true })
    return () => {
      if (what === 'folder') {
        rmSync(folder, { recursive: true, force: true })
        cpSync(copy, folder, { recursive: true })
        return
      }
      for (const end of ['-wal', '-shm']) rmSync(files.database + end, { force: true })
      cpSync(copy, files.database)
    }
  }

  /** Keeps what the keychain has; the function puts it back. */
  const setKeychain = async (entries: ReadonlyMap<string, string>) => {
    for (const account of [...keychain.entries.keys()]) await keychain.delete(account)
    for (const [account, secret] of entries) await keychain.set(account, secret)
  }
  const keepKeychain = () => {
    const before = new Map(keychain.entries)
    return () => setKeychain(before)
  }

  /** Gives the records another id, in the file and in the marker, so that nothing is noted under it. */
  const renameRecords = async (vaultId: string) => {
    const key = await databaseKey()
    await attack(`UPDATE vault SET vault_id = '${vaultId}'`)
    await writeMarker(files, { ...(await marker()), vaultId, keyCheck: keyCheckOf(key, vaultId) })
  }

  return {
    open,
    attack,
    openRaw,
    query,
    keep,
    keepKeychain,
    setKeychain,
    passphrase,
    renameRecords,
    databaseKey,
    marker,
    vaultId: async () => (await marker()).vaultId,
    files,
    folder,
    keychain,
    clock,
    program,
    anchor: {
      read: () => readFileSync(files.auditAnchor),
      write: (content: string | Buffer) => {
        writeFileSync(files.auditAnchor, content)
      },
      remove: () => {
        rmSync(files.auditAnchor, { force: true })
      },
    },
    /** One run of the app: so many rows, all anchors, the end. */
    day: async (rows: number) => {
      const run = await open()
      await run.settle()
      await run.record(rows)
      await run.close()
    },
    remove: temporary.remove,
  }
}
