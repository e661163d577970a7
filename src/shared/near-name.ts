/** Names that sound alike or are one slip of the fingers apart: "Lindquist" and "Lindqvist", "Mya" and "Maya". Pure. */
import { foldedText, foldedWords } from './fold'

const LEAST = 3
/** Shorter words differ in meaning by one letter, so at least the first one must be right. */
const SHORT = 4
const LONG = 8

/** Two folded words. True for the same word, too. */
export function isNear(one: string, other: string): boolean {
  if (one === other) return true
  const shorter = Math.min(one.length, other.length)
  if (shorter < LEAST) return false
  if (shorter <= SHORT && one[0] !== other[0]) return false
  const slips = shorter >= LONG ? 2 : 1
  return slipsBetween(one, other, slips) <= slips || soundsLike(one, other)
}

/** A word that is still being typed, against the beginning of a name. */
export const beginsNear = (typed: string, name: string): boolean =>
  typed.length > SHORT &&
  name.length > typed.length &&
  slipsBetween(typed, name.slice(0, typed.length), 1) <= 1

/**
 * Letters left out, added, mistaken or swapped with the next one; `most` + 1 when there are more than `most`. At every key
 * stroke against every name of a practice, so what two words share at their ends is not counted out.
 */
function slipsBetween(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1
  let from = 0
  let [end, otherEnd] = [one.length, other.length]
  while (from < end && from < otherEnd && one[from] === other[from]) from += 1
  while (end > from && otherEnd > from && one[end - 1] === other[otherEnd - 1]) {
    end -= 1
    otherEnd -= 1
  }
  // A slip explains two letters at most: those that were swapped.
  if (most === 1 && Math.max(end, otherEnd) - from > 2) return most + 1
  return countedSlips(one.slice(from, end), other.slice(from, otherEnd), most)
}

function countedSlips(one: string, other: string, most: number): number {
  let before: number[] = []
  let row = Array.from({ length: other.length + 1 }, (_, place) => place)
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i]
    let least = i
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1]
      let slips = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        slips = Math.min(slips, (before[j - 2] ?? 0) + 1)
      next.push(slips)
      least = Math.min(least, slips)
    }
    if (least > most) return most + 1
    before = row
    row = next
  }
  return row[other.length] ?? most + 1
}

const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/ph/g, 'f'],
  [/sch|sh/g, 's'],
  [/th|dt|d/g, 't'],
  [/ck|qu|qv|kv|kw|q/g, 'k'],
  [/c(?=[eiy])|z/g, 's'],
  [/c/g, 'k'],
  [/w/g, 'v'],
  [/(.)\1/g, '$1'],
]
const VOWELS = /[aeiouyhj]/g
const LEAST_SOUNDS = 3
const LENGTHS_APART = 2

function sound(word: string): string {
  const spoken = SOUNDS.reduce((text, [letters, as]) => text.replace(letters, as), word)
  return `${spoken.slice(0, 1)}${spoken.slice(1).replace(VOWELS, '')}`
}

/** Letters with which the same sound can begin. Tells most words apart before anything is worked out. */
const BEGINNINGS = ['pf', 'sczkq', 'td', 'vw']

function mayBeginAlike(one: string, other: string): boolean {
  const [first = '', otherFirst = ''] = [one[0], other[0]]
  return (
    first === otherFirst ||
    BEGINNINGS.some((letters) => letters.includes(first) && letters.includes(otherFirst))
  )
}

function soundsLike(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > LENGTHS_APART || !mayBeginAlike(one, other)) return false
  const sounds = sound(one)
  return sounds.length >= LEAST_SOUNDS && sounds === sound(other)
}

type Named = { givenName: string; familyName: string }

const nearText = (one: string, other: string): boolean => {
  const [words, others] = [foldedWords(one), foldedWords(other)]
  if (words.length === 0 || others.length === 0) return false
  if (isNear(words.join(''), others.join(''))) return true
  // "Anna Maria" and "Anna", "Garcia Lopez" and "Garcia".
  const [few, many] = words.length <= others.length ? [words, others] : [others, words]
  return few.every((word) => many.some((name) => isNear(word, name)))
}

/** Whether two full names may be one person's; also with given and family name in each other's place. */
export const nearNames = (one: Named, other: Named): boolean =>
  (nearText(one.givenName, other.givenName) && nearText(one.familyName, other.familyName)) ||
  (nearText(one.givenName, other.familyName) && nearText(one.familyName, other.givenName))

export const sameNames = (one: Named, other: Named): boolean =>
  foldedText(one.givenName) === foldedText(other.givenName) &&
  foldedText(one.familyName) === foldedText(other.familyName)
