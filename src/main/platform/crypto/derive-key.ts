/** Argon2id: a key from what a person remembers. The only importer of the Argon2 library. */
import { randomBytes } from 'node:crypto'

/** `memoryKib`: KiB in all; `passes`: Argon2's t; `lanes`: Argon2's p. */
export type Kdf = { name: 'argon2id'; memoryKib: number; passes: number; lanes: number }

/** About 300 ms on two quiet cores of 2020 (S-18: 250 to 800); the floor is 64 MiB and 3 passes. */
export const CURRENT_KDF: Kdf = { name: 'argon2id', memoryKib: 192 * 1024, passes: 8, lanes: 4 }
export const FLOOR_KDF: Kdf = { name: 'argon2id', memoryKib: 64 * 1024, passes: 3, lanes: 4 }

/** Longer input is refused before it is hashed, so that nobody can keep the computer busy with it (F-704). */
export const MAX_SECRET_BYTES = 1024

export const newSalt = (): Buffer => randomBytes(16)

const within = (value: number, least: number, most: number) =>
  Number.isInteger(value) && value >= least && value <= most

/** Parameters read from a file are believed only between these bounds (F-624): neither weak nor endless. */
export const isAcceptableKdf = ({ memoryKib, passes, lanes }: Kdf): boolean =>
  within(memoryKib, FLOOR_KDF.memoryKib, 1024 * 1024) &&
  within(passes, FLOOR_KDF.passes, 16) &&
  within(lanes, 1, 16)

export const sameKdf = (one: Kdf, other: Kdf): boolean =>
  one.memoryKib === other.memoryKib && one.passes === other.passes && one.lanes === other.lanes

/** The one byte form of a password or passphrase: NFC, as however it was typed; null when it is too long. */
export function secretBytes(secret: string): Buffer | null {
  const bytes = Buffer.from(secret.normalize('NFC'), 'utf8')
  return bytes.length > MAX_SECRET_BYTES ? null : bytes
}

/** Argon2id is the library's default, which a known answer in the tests holds it to. 32 bytes, or null when the parameters are out of bounds. Wipes `secret`. */
export async function deriveKey(secret: Buffer, salt: Buffer, kdf: Kdf): Promise<Buffer | null> {
  if (!isAcceptableKdf(kdf) || salt.length < 16) return null
  try {
    // Not at the start: nobody needs it before there is a password.
    const { hashRaw } = await import('@node-rs/argon2')
    return await hashRaw(secret, {
      memoryCost: kdf.memoryKib,
      timeCost: kdf.passes,
      parallelism: kdf.lanes,
      outputLen: 32,
      salt,
    })
  } finally {
    secret.fill(0)
  }
}

/** The parameters as part of a seal's identity: changed parameters do not open it (F-624). */
export const kdfIdentity = (kdf: Kdf, salt: Buffer): string[] => [
  kdf.name,
  kdf.memoryKib.toString(),
  kdf.passes.toString(),
  kdf.lanes.toString(),
  salt.toString('base64'),
]
