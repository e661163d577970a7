/** What the process that makes a backup is told. */
import type { BackupKeys } from '../../src/main/backup/backup-key'

export type BackupOrder = {
  records: string
  vaultPassphrase: string
  userData: string
  folder: string
  now: number
  keys: { recipient: string; passphrase: BackupKeys['passphrase']; seriesKey: string }
}
