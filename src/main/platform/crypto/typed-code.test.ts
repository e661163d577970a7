/** Proves: codes are random, easy to copy, and forgiving of how they are typed. */
import { expect, test } from 'vitest'
import { codeBytes, newCode } from './typed-code'

test('groups of four of 32 letters, none of which look alike', () => {
  expect(newCode(16)).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/)
  expect(newCode(10)).toMatch(/^.{4}-.{4}-.{2}$/)
  expect(new Set(Array.from({ length: 500 }, () => newCode(16))).size).toBe(500)
})

test('every letter comes up', () => {
  const seen = new Set(
    Array.from({ length: 100 }, () => newCode(28))
      .join('')
      .replaceAll('-', ''),
  )
  expect(seen.size).toBe(32)
})

test('blanks, dashes and case do not matter, nor letters that look like digits', () => {
  const meant = codeBytes('10AB-CDEF')
  for (const typed of ['10abcdef', ' IO ab cd ef ', 'lo-ab–cd.ef', '1OABCDEF']) {
    expect(codeBytes(typed)).toEqual(meant)
  }
  expect(codeBytes('10ABCDEG')).not.toEqual(meant)
})
