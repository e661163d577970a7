/** Codes that a person copies by hand: Crockford's base 32, in groups of four. */
import { randomInt } from 'node:crypto'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const GROUP = 4

/** A random code of `letters` times 5 bits, e.g. "7K2M-XQ4D". */
export function newCode(letters: number): string {
  const code = Array.from({ length: letters }, () => ALPHABET.charAt(randomInt(32))).join('')
  return code.match(new RegExp(`.{1,${String(GROUP)}}`, 'g'))?.join('-') ?? ''
}

/** What was meant: blanks, dashes and case do not matter, and letters that look like digits are those digits. The caller wipes it (F-903). */
export const codeBytes = (typed: string): Buffer =>
  Buffer.from(
    typed
      .toUpperCase()
      .replace(/[^0-9A-Z]/g, '')
      .replace(/O/g, '0')
      .replace(/[IL]/g, '1'),
    'utf8',
  )
