/** Proves that what is sealed to a public half is opened by its private half, whole, and by nothing else. */
import { expect, it } from 'vitest'
import { newKeyPair, sealTo, openSealed } from './sealed-box'

const IDENTITY = ['fullscript_connect_attempt', 'ada', 'answer']
const TEXT = 'code=the-code&state=the-state'

it('S-21: a box says nothing of its text, and opens with the private half', () => {
  const pair = newKeyPair()
  const sealed = sealTo(pair.publicKey, IDENTITY, TEXT)
  expect(sealed.includes('the-code')).toBe(false)
  expect(openSealed(pair, IDENTITY, sealed)).toBe(TEXT)
  expect(sealTo(pair.publicKey, IDENTITY, TEXT)).not.toEqual(sealed)
})

it('F-622: not with another pair, for another identity, or with one bit changed', () => {
  const pair = newKeyPair()
  const sealed = sealTo(pair.publicKey, IDENTITY, TEXT)
  expect(openSealed(newKeyPair(), IDENTITY, sealed)).toBeNull()
  expect(openSealed({ ...newKeyPair(), publicKey: pair.publicKey }, IDENTITY, sealed)).toBeNull()
  expect(openSealed(pair, [...IDENTITY, 'more'], sealed)).toBeNull()
  const last = sealed.length - 1
  sealed.writeUInt8(sealed.readUInt8(last) ^ 1, last)
  expect(openSealed(pair, IDENTITY, sealed)).toBeNull()
})
