/** Proves: a sealed value opens with its key, in its row, column and version, unchanged, and in no other case. */
import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { newKey, seal, unseal } from './seal'

const KEY = newKey()
const IDENTITY = ['fullscript_connection', 'person-a', 'us', 'access_token', '3']
const TOKEN = Buffer.from('an-access-token')

property.prop([fc.uint8Array({ maxLength: 300 }), fc.array(fc.string(), { maxLength: 5 })])(
  'what is sealed opens again, whatever it is',
  (bytes, identity) => {
    const plain = Buffer.from(bytes)
    expect(unseal(KEY, identity, seal(KEY, identity, plain))).toEqual(plain)
  },
)

test.each([
  ['row', ['fullscript_connection', 'person-b', 'us', 'access_token', '3']],
  ['environment', ['fullscript_connection', 'person-a', 'ca', 'access_token', '3']],
  ['column', ['fullscript_connection', 'person-a', 'us', 'refresh_token', '3']],
  ['version (a rollback)', ['fullscript_connection', 'person-a', 'us', 'access_token', '2']],
  ['table', ['other', 'person-a', 'us', 'access_token', '3']],
  ['shorter identity', ['fullscript_connection', 'person-a', 'us', 'access_token']],
  ['longer identity', [...IDENTITY, '']],
])('F-622: it does not open as another %s', (_name, identity) => {
  const sealed = seal(KEY, IDENTITY, TOKEN)
  expect(unseal(KEY, IDENTITY, sealed)).toEqual(TOKEN)
  expect(unseal(KEY, identity, sealed)).toBeNull()
})

property.prop([fc.array(fc.string()), fc.array(fc.string())])(
  'F-622: two identities are the same only when all their parts are',
  (one, other) => {
    fc.pre(JSON.stringify(one) !== JSON.stringify(other))
    expect(unseal(KEY, other, seal(KEY, one, TOKEN))).toBeNull()
  },
)

test('F-622: parts cannot be pushed together: ["ab","c"] is not ["a","bc"]', () => {
  expect(unseal(KEY, ['a', 'bc'], seal(KEY, ['ab', 'c'], TOKEN))).toBeNull()
})

test('S-11: each single changed bit is found', () => {
  const sealed = seal(KEY, IDENTITY, TOKEN)
  for (let bit = 0; bit < sealed.length * 8; bit += 1) {
    const changed = Buffer.from(sealed)
    const at = Math.floor(bit / 8)
    changed.writeUInt8(changed.readUInt8(at) ^ (1 << (bit % 8)), at)
    expect(unseal(KEY, IDENTITY, changed)).toBeNull()
  }
})

test('S-11: each cut and each addition is found', () => {
  const sealed = seal(KEY, IDENTITY, TOKEN)
  for (let length = 0; length < sealed.length; length += 1) {
    expect(unseal(KEY, IDENTITY, sealed.subarray(0, length))).toBeNull()
  }
  expect(unseal(KEY, IDENTITY, Buffer.concat([sealed, Buffer.alloc(1)]))).toBeNull()
})

test('S-17: another key does not open it', () => {
  expect(unseal(newKey(), IDENTITY, seal(KEY, IDENTITY, TOKEN))).toBeNull()
})

test('the same value is never sealed to the same bytes', () => {
  const all = Array.from({ length: 100 }, () => seal(KEY, IDENTITY, TOKEN).toString('hex'))
  expect(new Set(all).size).toBe(100)
})

test('a key that was wiped seals nothing', () => {
  expect(() => seal(Buffer.alloc(32), IDENTITY, TOKEN)).toThrow('wiped')
})
