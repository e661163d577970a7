/** Proves that what is put into a letterbox comes out with its private half, whole, and with nothing else. */
import { expect, it } from 'vitest'
import { newLetterbox, putIn, takeOut } from './letterbox'

const IDENTITY = ['fullscript_connect_attempt', 'ada', 'answer']
const TEXT = 'code=the-code&state=the-state'

it('S-21: a letter says nothing of its text, and opens with the private half', () => {
  const letterbox = newLetterbox()
  const letter = putIn(letterbox.publicKey, IDENTITY, TEXT)
  expect(letter.includes('the-code')).toBe(false)
  expect(takeOut(letterbox, IDENTITY, letter)).toBe(TEXT)
  expect(putIn(letterbox.publicKey, IDENTITY, TEXT)).not.toEqual(letter)
})

it('F-622: not with another letterbox, for another identity, or with one bit changed', () => {
  const letterbox = newLetterbox()
  const letter = putIn(letterbox.publicKey, IDENTITY, TEXT)
  expect(takeOut(newLetterbox(), IDENTITY, letter)).toBeNull()
  expect(takeOut({ ...newLetterbox(), publicKey: letterbox.publicKey }, IDENTITY, letter)).toBeNull()
  expect(takeOut(letterbox, [...IDENTITY, 'more'], letter)).toBeNull()
  const last = letter.length - 1
  letter.writeUInt8(letter.readUInt8(last) ^ 1, last)
  expect(takeOut(letterbox, IDENTITY, letter)).toBeNull()
})
