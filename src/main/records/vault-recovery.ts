/**
 * A second way to the database key, for the day when the keychain has lost it or the records were moved to another
 * computer: the key wrapped under the recovery code of an administrator, in the marker beside the database (F-617).
 */
import { hkdfSync, randomBytes } from 'node:crypto'
import { seal, unseal } from '../platform/crypto/seal'
import { codeBytes } from '../platform/crypto/typed-code'
import type { Marker } from './vault-marker'

type Recovery = NonNullable<Marker['recovery']>[number]

/** 20 characters of a 32-letter alphabet are 100 bits: below this a code is not one of ours. */
const SHORTEST_CODE = 20

/** A code is random and long enough that nothing is gained by guessing, so no costly derivation is needed. */
function wrappingKey(code: string, salt: Buffer): Buffer | null {
  const bytes = codeBytes(code)
  if (bytes.length < SHORTEST_CODE) return null
  const key = Buffer.from(hkdfSync('sha256', bytes, salt, 'yarrow records recovery', 32))
  bytes.fill(0)
  return key
}

const identity = (vaultId: string, slot: string) => ['vault', vaultId, 'recovery', slot]

/** The marker with `key` wrapped for `slot` (one for each administrator), in place of what the slot had; null for a code that is too short. */
export function withRecovery(marker: Marker, slot: string, code: string, key: Buffer): Marker | null {
  const salt = randomBytes(16)
  const wrapping = wrappingKey(code, salt)
  if (!wrapping) return null
  const wrapped = seal(wrapping, identity(marker.vaultId, slot), key)
  wrapping.fill(0)
  const made = { slot, salt: salt.toString('base64'), wrapped: wrapped.toString('base64') }
  return { ...marker, recovery: [...others(marker, slot), made] }
}

export const withoutRecovery = (marker: Marker, slot: string): Marker => ({
  ...marker,
  recovery: others(marker, slot),
})

const others = (marker: Marker, slot: string): Recovery[] =>
  (marker.recovery ?? []).filter((recovery) => recovery.slot !== slot)

/** The database key, or null when the code opens none of the slots. The caller wipes it. */
export function recoverKey(marker: Pick<Marker, 'vaultId' | 'recovery'>, code: string): Buffer | null {
  for (const { slot, salt, wrapped } of marker.recovery ?? []) {
    const wrapping = wrappingKey(code, Buffer.from(salt, 'base64'))
    if (!wrapping) return null
    const key = unseal(wrapping, identity(marker.vaultId, slot), Buffer.from(wrapped, 'base64'))
    wrapping.fill(0)
    if (key) return key
  }
  return null
}

/** Something of these records that their recovery codes open, also where the records themselves are gone. */
export type RecoverySeal = { vaultId: string; slots: Recovery[]; sealed: Buffer }

const SEAL = ['vault', 'beside the records']
const sealingKey = (databaseKey: Buffer) =>
  Buffer.from(hkdfSync('sha256', databaseKey, Buffer.alloc(0), 'yarrow beside the records', 32))

/** Null while no recovery code opens these records. */
export function sealForRecovery(marker: Marker, databaseKey: Buffer, content: Buffer): RecoverySeal | null {
  const slots = marker.recovery ?? []
  if (slots.length === 0) return null
  const key = sealingKey(databaseKey)
  const sealed = seal(key, [...SEAL, marker.vaultId], content)
  key.fill(0)
  return { vaultId: marker.vaultId, slots, sealed }
}

/** Null when the code opens none of the slots. The caller wipes it. */
export function openRecoverySeal({ vaultId, slots, sealed }: RecoverySeal, code: string): Buffer | null {
  const databaseKey = recoverKey({ vaultId, recovery: slots }, code)
  if (!databaseKey) return null
  const key = sealingKey(databaseKey)
  databaseKey.fill(0)
  const content = unseal(key, [...SEAL, vaultId], sealed)
  key.fill(0)
  return content
}
