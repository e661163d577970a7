/** What the process that restores a backup is told. */
export type RestoreOrder = {
  records: string
  /** Of the records; null: they have a keychain, which is in this file. */
  vaultPassphrase: string | null
  keychain: string
  backup: string
  typed: string
}
