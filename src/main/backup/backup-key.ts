/**
 * Who can open a backup. Each has a key of its own, sealed to the practice's public backup key, so that the nightly one
 * needs nobody's passphrase; the private half is in the header under the passphrase. It opens as well with the recovery
 * codes that open the records, where there are any.
 */
import { deriveKey, kdfIdentity, newSalt, secretBytes, type Kdf } from '../platform/crypto/derive-key'
import { newKeyPair, sealTo, openSealed } from '../platform/crypto/sealed-box'
import { newKey, seal, unseal } from '../platform/crypto/seal'
import type { RecoverySeal } from '../records/vault-recovery'
import { openRecoverySeal } from '../records/vault-recovery'
import type { Header } from './format'

/** What the records keep to make backups with; nothing in it opens one. */
export type BackupKeys = {
  /** 65 bytes. */
  recipient: Buffer
  passphrase: Header['passphrase']
  /** Tells the practice's own backups from others. */
  seriesKey: Buffer
}

const privateIdentity = (recipient: Buffer, kdf: Kdf, salt: Buffer) => [
  'backup_key',
  recipient.toString('base64'),
  ...kdfIdentity(kdf, salt),
]
const LETTER = ['backup', 'key']

/** Another pair under this passphrase; null when it is too long. `seriesKey`: what the practice has already. */
export async function newBackupKeys(
  passphrase: string,
  kdf: Kdf,
  seriesKey: Buffer = newKey(),
): Promise<BackupKeys | null> {
  const secret = secretBytes(passphrase)
  const salt = newSalt()
  const wrapping = secret && (await deriveKey(secret, salt, kdf))
  if (!wrapping) return null
  const { publicKey, privateKey } = newKeyPair()
  const wrapped = seal(wrapping, privateIdentity(publicKey, kdf, salt), privateKey)
  wrapping.fill(0)
  privateKey.fill(0)
  return {
    recipient: publicKey,
    passphrase: { kdf, salt: salt.toString('base64'), wrapped: wrapped.toString('base64') },
    seriesKey,
  }
}

/** The parts of a header that open it. `key`: of the one backup. */
export const sealedKey = (
  { recipient, passphrase }: BackupKeys,
  key: Buffer,
  recovery: RecoverySeal | null,
): Pick<Header, 'recipient' | 'passphrase' | 'letter' | 'recovery'> => ({
  recipient: recipient.toString('base64'),
  passphrase,
  letter: sealTo(recipient, LETTER, key.toString('hex')).toString('base64'),
  recovery: recovery && { ...recovery, sealed: recovery.sealed.toString('base64') },
})

/** The backup's key by its passphrase or a recovery code of the records; null when it is neither. The caller wipes it. */
export async function openKey(header: Header, typed: string): Promise<Buffer | null> {
  return (await openByPassphrase(header, typed)) ?? openByCode(header, typed)
}

async function openByPassphrase(
  { recipient, passphrase, letter }: Header,
  typed: string,
): Promise<Buffer | null> {
  const secret = secretBytes(typed)
  const { kdf } = passphrase
  const salt = Buffer.from(passphrase.salt, 'base64')
  const wrapping = secret && (await deriveKey(secret, salt, kdf))
  if (!wrapping) return null
  const publicKey = Buffer.from(recipient, 'base64')
  const wrapped = Buffer.from(passphrase.wrapped, 'base64')
  const privateKey = unseal(wrapping, privateIdentity(publicKey, kdf, salt), wrapped)
  wrapping.fill(0)
  if (!privateKey) return null
  try {
    const key = openSealed({ publicKey, privateKey }, LETTER, Buffer.from(letter, 'base64'))
    return key === null ? null : Buffer.from(key, 'hex')
  } catch {
    // A letter that was changed may hold no point of the curve.
    return null
  } finally {
    privateKey.fill(0)
  }
}

const openByCode = ({ recovery }: Header, typed: string): Buffer | null =>
  recovery && openRecoverySeal({ ...recovery, sealed: Buffer.from(recovery.sealed, 'base64') }, typed)
