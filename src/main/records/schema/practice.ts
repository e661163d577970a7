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

export interface PracticeTables {
  vault: VaultTable
  practice: PracticeTable
}
