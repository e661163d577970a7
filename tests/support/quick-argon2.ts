/**
 * In the Argon2 library's place where what a guess costs is not what is tested (vitest.config.ts): another key for every
 * other secret, salt and parameter, in no time. That it is Argon2id is proved by derive-key.test.ts, by the tests whose
 * children derive keys too, and by all in real Electron.
 */
import { hkdf } from 'node:crypto'
import { promisify } from 'node:util'

type Asked = {
  memoryCost: number
  timeCost: number
  parallelism: number
  outputLen: number
  salt: Uint8Array
}

export async function hashRaw(secret: Buffer, { salt, outputLen, ...cost }: Asked): Promise<Buffer> {
  const info = `${String(cost.memoryCost)} ${String(cost.timeCost)} ${String(cost.parallelism)}`
  return Buffer.from(await promisify(hkdf)('sha256', secret, salt, info, outputLen))
}
