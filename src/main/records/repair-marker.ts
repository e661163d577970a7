/** What the marker beside an open vault should say, and writing that down. */
import type { Keychain } from '../platform/keychain/keychain'
import type { VaultFiles } from './vault-files'
import { accountIn } from './vault-key'
import { keyCheckOf, newMarker, writeMarker, type MarkerReading } from './vault-marker'

/** A vault that opens gets its marker completed, or made again when both copies were lost. `key`: of the database. */
export async function repairMarker(
  files: VaultFiles,
  keychain: Keychain,
  reading: MarkerReading,
  vault: { vaultId: string; createdAt: number },
  key: Buffer,
): Promise<void> {
  const { description } = keychain
  if (reading.kind === 'read') {
    const { marker } = reading
    const described =
      marker.key.kind === 'keychain' ? { ...marker, key: { ...marker.key, keychain: description } } : marker
    const changed = marker.key.kind === 'keychain' && marker.key.keychain !== description
    if (!marker.ready || !reading.both || changed) await writeMarker(files, { ...described, ready: true })
    return
  }
  // It has just given their key.
  const account = await accountIn(keychain, files.folder)
  if (!account.ok) return
  await writeMarker(
    files,
    newMarker({
      vaultId: vault.vaultId,
      createdAt: vault.createdAt,
      ready: true,
      key: { kind: 'keychain', account: account.value, keychain: description },
      keyCheck: keyCheckOf(key, vault.vaultId),
    }),
  )
}
