/** For tests: records with some people and rows, and a folder that backups go to. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { newBackupKeys, type BackupKeys } from '../../src/main/backup/backup-key'
import { fileDrive, type Drive } from '../../src/main/backup/drive'
import { makeBackup, type Made, type MakeOptions } from '../../src/main/backup/make-backup'
import { proveBackup } from '../../src/main/backup/prove-backup'
import { createAudit } from '../../src/main/audit/audit-service'
import { FLOOR_KDF as kdf } from '../../src/main/platform/crypto/derive-key'
import { newKey } from '../../src/main/platform/crypto/seal'
import { peopleOver } from '../support/benches/people'
import { recordsWorker } from '../support/records-worker'
import { recordsBench } from './records-bench'

export const PASSPHRASE = 'nine purple umbrellas'
export const PASSWORD = 'a green meadow in the rain'
/** 00:15 on 1 December in New York. */
export const NIGHT = Date.parse('2026-12-01T05:15:00Z')

type MakeChanges = Partial<Pick<MakeOptions, 'drive' | 'now' | 'signal' | 'progress' | 'keys' | 'folder'>>

/** `rows`: of the audit record. */
export async function backupBench({ rows = 30, passphrase = null as string | null } = {}) {
  const bench = recordsBench(passphrase)
  const userData = join(bench.folder, '..')
  const folder = join(userData, 'drive')
  mkdirSync(folder)
  const records = await bench.open()
  await records.settle()
  const { clock } = bench
  const { database } = records
  const audit = createAudit({ clock, appVersion: '0', chain: records.trail.chain })
  const people = peopleOver({ database, clock, audit })
  const fields = { displayName: 'June Abernathy', credentials: '', npi: '', role: 'administrator' } as const
  await people.createPerson({ ...fields, username: 'june', password: PASSWORD }, newKey())
  await people.signIn('june', PASSWORD)
  const session = people.current()
  if (!session) throw new Error('June is not signed in')
  const person = { id: session.person.id, key: Buffer.from(session.personKey) }
  await records.record(rows)
  const keys = await newBackupKeys(PASSPHRASE, kdf)
  if (!keys) throw new Error('There are no keys for backups')
  const make = async (changes: MakeChanges = {}): Promise<Made> =>
    makeBackup({
      engine: recordsWorker,
      source: records.vault,
      drive: fileDrive,
      folder,
      userData,
      keys,
      now: NIGHT,
      manifest: {
        vaultId: records.trail.vaultId,
        practiceName: 'Willow Street Clinic',
        appVersion: '0',
      },
      signal: new AbortController().signal,
      progress: () => undefined,
      ...changes,
    })
  const prove = (name: string, typed = PASSPHRASE, drive: Drive = fileDrive) =>
    proveBackup({
      ...{ engine: recordsWorker, drive, file: join(folder, name), typed, userData, person },
      signal: new AbortController().signal,
      progress: () => undefined,
    })
  return {
    bench,
    records,
    userData,
    folder,
    person,
    people,
    keys: keys satisfies BackupKeys,
    make,
    prove,
    remove: bench.remove,
  }
}

export type BackupBench = Awaited<ReturnType<typeof backupBench>>
