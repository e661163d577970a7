/**
 * What a password of one's own must be: long, and on nobody's list (NIST SP 800-63B, F-704). No rules about kinds of
 * characters, no forced change.
 */
import type { PasswordVerdict } from '../../shared/contract/accounts'
import { MAX_SECRET_BYTES } from '../platform/crypto/derive-key'

const LEAST_CHARACTERS = 12
/** Letters and digits that must be left when every name of the practice was taken out. */
const LEAST_BESIDE_NAMES = 8
const LEAST_DIFFERENT = 5
const OWN_NAMES = ['Yarrow', 'Fullscript']

const fold = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
const lettersAndDigits = (text: string) => fold(text).replace(/[^\p{L}\p{N}]/gu, '')

/** `names`: of the person and the practice, as they are written. */
export async function judgePassword(password: string, names: readonly string[]): Promise<PasswordVerdict> {
  const typed = password.normalize('NFC')
  if (Buffer.byteLength(typed, 'utf8') > MAX_SECRET_BYTES) return 'too-long'
  if ([...typed].length < LEAST_CHARACTERS) return 'too-short'
  if (isTrivial(typed) || leansOnNames(typed, names)) return 'known'
  const { BREACHED } = await import('./breached-passwords')
  const whole = fold(typed)
  // "Sunshine2024!" is tried right after "sunshine".
  const core = whole.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  const halves = whole.length % 2 === 0 && whole.startsWith(whole.slice(whole.length / 2))
  const candidates = [
    whole,
    lettersAndDigits(whole),
    core,
    ...(halves ? [whole.slice(whole.length / 2)] : []),
  ]
  return candidates.some((candidate) => BREACHED.has(candidate)) ? 'known' : 'good'
}

/** Few different characters, a short piece said again and again, or one row of neighbours such as "abcdefghijkl". */
function isTrivial(password: string): boolean {
  const characters = [...password.toLowerCase()]
  if (new Set(characters).size < LEAST_DIFFERENT) return true
  const repeats = (period: number) =>
    characters.every((character, index) => index < period || character === characters[index - period])
  if (Array.from({ length: Math.floor(characters.length / 3) }, (_, index) => index + 1).some(repeats)) {
    return true
  }
  const steps = characters
    .slice(1)
    .map((character, index) => (character.codePointAt(0) ?? 0) - (characters[index]?.codePointAt(0) ?? 0))
  return [1, -1].some((step) => steps.filter((one) => one === step).length >= steps.length - 2)
}

function leansOnNames(password: string, names: readonly string[]): boolean {
  const words = [...names, ...OWN_NAMES]
    .flatMap((name) => [lettersAndDigits(name), ...fold(name).split(/[^\p{L}\p{N}]+/u)])
    .filter((word) => word.length >= 3)
    .sort((a, b) => b.length - a.length)
  const plain = lettersAndDigits(password)
  const left = words.reduce((rest, word) => rest.replaceAll(word, ''), plain)
  return left !== plain && left.length < LEAST_BESIDE_NAMES
}
