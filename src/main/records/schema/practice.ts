/** The records themselves, and the practice they belong to. */
import type { Generated } from 'kysely'

export interface VaultTable {
  id: 1
  vaultId: string
  createdAt: number
  createdByVersion: string
}

export interface PracticeTable {
  id: 1
  name: string
  region: 'US' | 'CA'
  demo: 0 | 1
  /** 1 to 30. */
  idleLockMinutes: Generated<number>
}

/** Where backups go, what seals them, and how the last ones went. Nothing in it opens one. */
export interface BackupSettingsTable {
  id: 1
  folder: string | null
  nightly: 0 | 1
  /** When nightly backups were turned on; 0 while they are off. */
  nightlySince: number
  recipient: Buffer | null
  /** JSON: how the passphrase wraps the private half. */
  passphrase: string | null
  seriesKey: Buffer | null
  passphraseSetAt: number | null
  lastMadeAt: number | null
  lastMadeName: string | null
  lastMadeSize: number | null
  lastProvedAt: number | null
  lastProvedName: string | null
  lastFailedAt: number | null
  lastFailedCode: string | null
}

/** A number that is handed out once (records/counters.ts). */
export interface CounterTable {
  name: 'chart-number' | 'audit-station'
  /** The last one that was handed out. */
  value: number
}

/** What one workstation works on, and no other before `until` (records/leases.ts). */
export interface LeaseTable {
  name: string
  /** The workstation. */
  holder: string
  until: number
}

export interface PracticeTables {
  counter: CounterTable
  lease: LeaseTable
  backupSettings: BackupSettingsTable
  vault: VaultTable
  practice: PracticeTable
}
