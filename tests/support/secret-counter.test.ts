/** Proves that the search for secrets finds one in every encoding, over the edge of a page too, and counts a copy once. */
import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { SecretCounter } from './secret-counter'

test.each([
  ['hex', (bytes: Buffer) => Buffer.from(bytes.toString('hex'))],
  ['base64', (bytes: Buffer) => Buffer.from(bytes.toString('base64'))],
  ['UTF-16', (bytes: Buffer) => Buffer.from(bytes.toString('latin1'), 'utf16le')],
  [
    'the bytes with their beginning written over',
    (bytes: Buffer) => Buffer.concat([Buffer.alloc(16), bytes.subarray(16)]),
  ],
])('S-21: one copy as %s counts once, over the edge of a page too', (_name, encode) => {
  const bytes = randomBytes(32)
  const memory = Buffer.alloc(12_288)
  encode(bytes).copy(memory, 4_090)
  const counter = new SecretCounter([{ name: 'key', bytes }])
  counter.look(memory, 0, 'anonymous')
  expect(new Set(counter.places.map(({ secret }) => secret))).toEqual(new Set(['key']))
  expect(counter.places.filter(({ encoding }) => encoding === counter.places[0]?.encoding)).toHaveLength(1)
})
