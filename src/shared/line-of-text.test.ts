// Proves that a name can be seen, harms no text beside it, and keeps what its script needs.
import { describe, expect, it } from 'vitest'
import { HIDDEN_CHARACTERS, lineOfText, nameSchema } from './line-of-text'

const name = nameSchema(100)
const taken = (text: string) => name.safeParse(text).data

describe('B04', () => {
  it.each(['', ' ', '\u200b', '\u2060', '\u00ad', '\u3164', '\u2800', '\u00a0\u200d', '\u0301'])(
    'a name without anything to see is none: %j',
    (text) => {
      expect(name.safeParse(text).success).toBe(false)
      expect(lineOfText(100).parse(text)).toBe('')
    },
  )
  it.each([
    'Ann\u202e',
    'a\u0000b',
    'Ann\nLee',
    'Ann\tLee',
    'Ann\u2067',
    '\u2069Ann',
    'Ann\u2028Lee',
    'Ann\ud83d',
  ])('refuses what hides or turns text around: %j', (text) => {
    expect(name.safeParse(text).error?.issues[0]?.message).toBe(HIDDEN_CHARACTERS)
  })
  it.each([
    'דוד',
    'می\u200cخواهم',
    'क्\u200dष',
    "O'Leary",
    'Müller',
    '\u2067דוד\u2069',
    '李 小龍',
    'X Æ A-12',
  ])('keeps %j', (text) => {
    expect(taken(text)).toBe(text)
  })
  it('takes out what was pasted along', () => {
    expect(taken('Smi\u200bth')).toBe('Smith')
    expect(taken(' \u200eMül\u00adler\ufeff ')).toBe('Müller')
    expect(taken('Ann\u00a0 Marie')).toBe('Ann Marie')
    expect(taken('Ann\u200d')).toBe('Ann')
    expect(taken('Zoe\u0308')).toBe('Zoë')
  })
})

it('counts what is left', () => {
  expect(nameSchema(3).safeParse('A\u200bn\u200bn').data).toBe('Ann')
  expect(nameSchema(3).safeParse('Anna').success).toBe(false)
})
