/** Proves that no text becomes a formula in a spreadsheet, in any of the known ways, and that plain text stays as it is. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvLine, harmless } from './csv'

describe('ways into a formula', () => {
  test.each([
    ['=HYPERLINK("https://evil.example")'],
    ['+1+cmd'],
    ['-2+3'],
    ['@SUM(1)'],
    ['|calc'],
    ['%0A=1'],
    ['\t=1+1'],
    ['\r=1+1'],
    ['\n=1+1'],
    [' =1+1'],
    ['\u00a0=1+1'],
    ['\u200b=1+1'],
    ['\ufeff=1+1'],
    ['\u202e=1+1'],
    ['＝1+1'],
    ['＋1'],
    ['－1'],
    ['＠x'],
    ['"=1+1'],
  ])('%j does not begin with one', (text) => {
    expect(harmless(text)).toMatch(/^[^=+\-@|%＝＋－＠]*'/u)
  })

  test.each([
    ['Maya;=1+1', "Maya;'=1+1"],
    ['Maya\t@x', "Maya\t'@x"],
    ['Maya\n=1', "Maya\n'=1"],
    ['Maya,  +1', "Maya,  '+1"],
    ['a;"=1', 'a;"\'=1'],
  ])('%j: nor after a separator of another locale', (text, expected) => {
    expect(harmless(text)).toBe(expected)
  })

  test('whatever is written, no piece between separators begins with one', () => {
    const piece = fc.constantFrom(
      '=',
      '+',
      '-',
      '@',
      ' ',
      '\t',
      ';',
      ',',
      '"',
      '\n',
      '\u200b',
      'a',
      '1',
      '＝',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        for (const cell of harmless(pieces.join('')).split(/[,;\t\r\n]/))
          expect(cell.replaceAll(/[\s"\u200b]/gu, '')).not.toMatch(/^[=+\-@＝]/u)
      }),
    )
  })
})

test.each(['', 'Maya Lindqvist', "O'Leary", 'June 3, 2026', '1 capsule - with food', 'a=b', '50 %'])(
  '%j stays as it is',
  (text) => {
    expect(harmless(text)).toBe(text)
  },
)

test('quotation marks are doubled, and every cell is in them', () => {
  expect(csvLine(['a "b"', 'c,d', ''])).toBe('"a ""b""","c,d",""\r\n')
})
