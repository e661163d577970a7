/** Proves: keys come from Argon2id with bounded, stored parameters, the same for every way of typing an accent. */
import { spawnSync } from 'node:child_process'
import { hash } from '@node-rs/argon2'
import { expect, test } from 'vitest'
import {
  CURRENT_KDF,
  deriveKey,
  FLOOR_KDF,
  isAcceptableKdf,
  kdfIdentity,
  MAX_SECRET_BYTES,
  newSalt,
  secretBytes,
} from './derive-key'

const SALT = Buffer.from('0123456789abcdef')
const derive = (secret: string, kdf = FLOOR_KDF, salt = SALT) => {
  const bytes = secretBytes(secret)
  return bytes ? deriveKey(bytes, salt, kdf) : Promise.resolve(null)
}

test('S-18, 164.312(d), 170.315(d)(12): it is Argon2id with exactly the parameters asked for', async () => {
  const encoded = await hash('meadowlark', {
    memoryCost: FLOOR_KDF.memoryKib,
    timeCost: FLOOR_KDF.passes,
    parallelism: FLOOR_KDF.lanes,
    outputLen: 32,
    salt: SALT,
  })
  expect(encoded).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=4\$/)
  const key = await derive('meadowlark')
  expect(key?.toString('base64').replace(/=+$/, '')).toBe(encoded.split('$').at(-1))
})

test('S-18: the current cost is at least 64 MiB and 3 passes', () => {
  expect(CURRENT_KDF.memoryKib).toBeGreaterThanOrEqual(64 * 1024)
  expect(CURRENT_KDF.passes).toBeGreaterThanOrEqual(3)
  expect(isAcceptableKdf(CURRENT_KDF)).toBe(true)
})

test('F-704: composed and decomposed accents are one secret', async () => {
  expect('Zoë'.normalize('NFD')).not.toBe('Zoë')
  expect(await derive('Zoë'.normalize('NFD'))).toEqual(await derive('Zoë'))
})

test.each(['a', ' a', 'a ', 'a\0', 'a\0b', 'A', '🌿', '🌿🌿', ''])(
  'F-704: %j is told from the others',
  async (secret) => {
    expect(await derive(secret)).not.toEqual(await derive(`${secret}x`))
    expect((await derive(secret))?.length).toBe(32)
  },
)

test('F-704: 1024 bytes are taken, one more is not hashed', async () => {
  expect(secretBytes('a'.repeat(MAX_SECRET_BYTES))).toHaveLength(MAX_SECRET_BYTES)
  expect(secretBytes('a'.repeat(MAX_SECRET_BYTES + 1))).toBeNull()
  expect(secretBytes('é'.repeat(MAX_SECRET_BYTES / 2))).toHaveLength(MAX_SECRET_BYTES)
  expect(secretBytes('é'.repeat(MAX_SECRET_BYTES / 2 + 1))).toBeNull()
  expect(secretBytes('x'.repeat(1024 * 1024))).toBeNull()
  expect(await derive('a'.repeat(MAX_SECRET_BYTES))).toHaveLength(32)
})

test.each([
  ['one pass', { ...FLOOR_KDF, passes: 1 }],
  ['2^31 passes', { ...FLOOR_KDF, passes: 2 ** 31 }],
  ['little memory', { ...FLOOR_KDF, memoryKib: 1024 }],
  ['endless memory', { ...FLOOR_KDF, memoryKib: 2 ** 31 }],
  ['no lane', { ...FLOOR_KDF, lanes: 0 }],
  ['half a pass', { ...FLOOR_KDF, passes: 3.5 }],
  ['not a number', { ...FLOOR_KDF, passes: Number.NaN }],
])('F-624: %s is refused without work', async (_name, kdf) => {
  expect(isAcceptableKdf(kdf)).toBe(false)
  expect(await derive('a', kdf)).toBeNull()
})

test('F-714: the cost is bounded, whatever a file says: a gigabyte and 16 passes at most, never below 64 MiB and 3', async () => {
  const most = { name: 'argon2id', memoryKib: 1024 * 1024, passes: 16, lanes: 16 } as const
  expect([FLOOR_KDF, CURRENT_KDF, most].map(isAcceptableKdf)).toEqual([true, true, true])
  for (const more of [
    { memoryKib: most.memoryKib + 1 },
    { passes: most.passes + 1 },
    { lanes: most.lanes + 1 },
    { memoryKib: FLOOR_KDF.memoryKib - 1 },
    { passes: FLOOR_KDF.passes - 1 },
  ])
    expect(await derive('a', { ...most, ...more }), JSON.stringify(more)).toBeNull()
  // OWASP's least is 19 MiB and 2 passes.
  expect(FLOOR_KDF.memoryKib).toBeGreaterThan(19 * 1024)
  expect(FLOOR_KDF.passes).toBeGreaterThan(2)
})

test.runIf(process.platform === 'linux')(
  'F-714: memory that cannot be had is an error, and never a weaker key',
  () => {
    // In a process of its own, which is allowed less than it asks for.
    const program = `require('@node-rs/argon2').hashRaw(Buffer.from('a'), {
      memoryCost: 8 * 1024 * 1024, timeCost: 3, parallelism: 4, outputLen: 32, salt: Buffer.alloc(16),
    }).then((key) => console.log('key', key.length), (error) => console.log('refused', error.message))`
    const limit = `--as=${String(6 * 1024 ** 3)}`
    const { stdout } = spawnSync('prlimit', [limit, process.execPath, '-e', program], { encoding: 'utf8' })
    expect(stdout).toBe('refused Memory allocation error\n')
  },
)

test('a salt that is too short is refused', async () => {
  expect(await derive('a', FLOOR_KDF, Buffer.alloc(8))).toBeNull()
})

test('salts are new each time and part of the identity, as is each parameter', () => {
  expect(newSalt()).not.toEqual(newSalt())
  const identity = JSON.stringify(kdfIdentity(FLOOR_KDF, SALT))
  expect(JSON.stringify(kdfIdentity({ ...FLOOR_KDF, passes: 4 }, SALT))).not.toBe(identity)
  expect(JSON.stringify(kdfIdentity({ ...FLOOR_KDF, memoryKib: 65537 }, SALT))).not.toBe(identity)
  expect(JSON.stringify(kdfIdentity({ ...FLOOR_KDF, lanes: 5 }, SALT))).not.toBe(identity)
  expect(JSON.stringify(kdfIdentity(FLOOR_KDF, newSalt()))).not.toBe(identity)
})

test('the typed secret is wiped from memory after use', async () => {
  const bytes = secretBytes('meadowlark') ?? Buffer.alloc(0)
  await deriveKey(bytes, SALT, FLOOR_KDF)
  expect(bytes.every((byte) => byte === 0)).toBe(true)
})
