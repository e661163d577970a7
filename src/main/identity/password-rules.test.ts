/** Proves: length counts, what is on the list of breached passwords or made of names does not, and nothing else. */
import { expect, test } from 'vitest'
import { BREACHED } from './breached-passwords'
import { judgePassword } from './password-rules'

const NAMES = ['june', 'Dr. June Hartwell', 'Meadowlark Integrative Health']
const judge = (password: string) => judgePassword(password, NAMES)

test('the list that ships is long', () => {
  expect(BREACHED.size).toBeGreaterThan(45_000)
})

test.each([
  ['the cat sat on a wet mat', 'good'],
  ['wolkenkuckucksheim', 'good'],
  ['🌿🌧️🏔️🐟🍵🪁🎻🧵🪴🛶🫖🕯️', 'good'],
  ['            a b c d e f g', 'good'],
  ['A1!aaaaaaaaaaaaaaaaaaaab2', 'good'],
  ['eleven char', 'too-short'],
  ['', 'too-short'],
  ['x', 'too-short'],
] as const)('F-704: %j is %s', async (password, verdict) => {
  expect(await judge(password)).toBe(verdict)
})

test('F-704: 1024 bytes are the most, counted after NFC', async () => {
  const long = 'a quiet desk by the window '.repeat(40)
  expect(await judge(long.slice(0, 1024))).not.toBe('too-long')
  expect(await judge(long.slice(0, 1025))).toBe('too-long')
  const accents = 'Zoë und Renée ëäöüéèêñ '.repeat(60)
  const composed = accents.slice(0, 600).normalize('NFC')
  expect(Buffer.byteLength(composed.normalize('NFD'))).toBeGreaterThan(1024)
  expect(await judge(composed.normalize('NFD'))).toBe(await judge(composed))
})

test('F-704: length is counted in characters, however they were typed', async () => {
  expect(await judge('élève äöü ñ'.normalize('NFD'))).toBe('too-short')
})

test.each([
  '1qaz2wsx3edc',
  'FinalFantasy',
  'sunshine2024!!',
  '...basketball1',
  'qwertyuiopqwertyuiop',
  'passwordpassword',
  'aaaaaaaaaaaaaaaa',
  'abcabcabcabcabc',
  'abcdefghijklmnop',
  '987654321098',
  'ababababababcc',
])('170.315(d)(13): %j is known', async (password) => {
  expect(await judge(password)).toBe('known')
})

test.each([
  'JuneHartwell1',
  'june-june-june',
  'Meadowlark 2026',
  'meadowlark health!',
  'Yarrow Fullscript',
  'Dr. June Hartwell',
  'Hartwell#Hartwell#1',
])('%j is made of names', async (password) => {
  expect(await judge(password)).toBe('known')
})

test('a name inside something long is no harm', async () => {
  expect(await judge('june found a grey pebble')).toBe('good')
})
