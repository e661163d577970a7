/**
 * Text of one line that people read as a name or beside one: names of patients, people and practices. What nobody can
 * see, or what turns the text beside it around, never gets into the records (Trojan Source, CVE-2021-42574). Pure.
 */
import { z } from 'zod'

/** Soft hyphens, zero-width blanks, directional marks, tags: pasted along with a name, and never meant. */
const STRAY = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u2060-\u2065\u206a-\u206f\ufeff\u{e0000}-\u{e007f}]/gu
/** Persian and Indic scripts need joiners inside a word; elsewhere they mean nothing. */
const STRAY_JOINER =
  /(?<![\p{L}\p{M}\u200c\u200d])[\u200c\u200d]+|[\u200c\u200d]+(?![\p{L}\p{M}\u200c\u200d])/gu
/** Control characters, line breaks, halves of a character, and what overrides the direction of what follows. */
const HARMFUL = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e]/u
const SHAPELESS = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Z}\p{M}\u2800]/gu

const tidied = (text: string): string =>
  text
    .normalize('NFC')
    .replace(STRAY, '')
    .replace(STRAY_JOINER, '')
    .replace(/\p{Zs}+/gu, ' ')
    .trim()

/** An isolate that is not closed takes in what stands behind the text. */
function isolatesBalance(text: string): boolean {
  let open = 0
  for (const character of text) {
    if (character >= '\u2066' && character <= '\u2068') open += 1
    else if (character === '\u2069') open -= 1
    if (open < 0) return false
  }
  return open === 0
}

const hasShape = (text: string): boolean => text.replace(SHAPELESS, '') !== ''

/** The messages say which of the two it is, for the text beside a field. */
export const HIDDEN_CHARACTERS = 'hidden-characters'
const NOTHING_VISIBLE = 'nothing-visible'

/** May be empty. Stray characters without a shape are taken out; what could turn other text around is refused. */
export const lineOfText = (max: number) =>
  z
    .string()
    // A bound before any work on it.
    .max(4 * max)
    .transform(tidied)
    .pipe(
      z
        .string()
        .max(max)
        .refine((text) => !HARMFUL.test(text) && isolatesBalance(text), { error: HIDDEN_CHARACTERS })
        .transform((text) => (hasShape(text) ? text : '')),
    )

/** The name of a person or a practice: a line of text with something in it that people can see. */
export const nameSchema = (max: number) =>
  lineOfText(max).pipe(z.string().refine((text) => text !== '', { error: NOTHING_VISIBLE }))
