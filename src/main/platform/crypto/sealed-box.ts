/**
 * A sealed box: whoever has the public half of a pair can seal something to it, and only the private half opens it. For
 * what arrives for a person while their key is away: ECDH on P-256 with a key of its own for each box, HKDF-SHA-256, and
 * the seal of `seal.ts`.
 */
import { createECDH, hkdfSync } from 'node:crypto'
import { sealText, unsealText } from './seal'

const CURVE = 'prime256v1'
const LABEL = 'yarrow sealed box'
/** Bytes of an uncompressed point. */
const POINT = 65
const KEY = 32

/** `publicKey`: 65 bytes. `privateKey`: 32 bytes, a secret. */
export type KeyPair = { publicKey: Buffer; privateKey: Buffer }

export function newKeyPair(): KeyPair {
  const pair = createECDH(CURVE)
  const publicKey = pair.generateKeys()
  return { publicKey, privateKey: pair.getPrivateKey() }
}

/** Throws when `publicKey` is no point of the curve. `identity`: what the box belongs to, as in `seal`. */
export function sealTo(publicKey: Buffer, identity: readonly string[], text: string): Buffer {
  const once = createECDH(CURVE)
  const oncePublic = once.generateKeys()
  const key = agreedKey(once.computeSecret(publicKey), oncePublic, publicKey)
  try {
    return Buffer.concat([oncePublic, sealText(key, identity, text)])
  } finally {
    key.fill(0)
  }
}

/** Null when the box, its identity or the pair is not the one it was sealed with. */
export function openSealed(
  { publicKey, privateKey }: KeyPair,
  identity: readonly string[],
  box: Buffer,
): string | null {
  const oncePublic = box.subarray(0, POINT)
  const mine = createECDH(CURVE)
  mine.setPrivateKey(privateKey)
  const key = agreedKey(mine.computeSecret(oncePublic), oncePublic, publicKey)
  try {
    return unsealText(key, identity, box.subarray(POINT))
  } finally {
    key.fill(0)
  }
}

/** HKDF-SHA-256 of what two halves share, bound to both public halves. Wipes `shared`. */
function agreedKey(shared: Buffer, oncePublic: Buffer, publicKey: Buffer): Buffer {
  const key = Buffer.from(hkdfSync('sha256', shared, Buffer.concat([oncePublic, publicKey]), LABEL, KEY))
  shared.fill(0)
  return key
}
