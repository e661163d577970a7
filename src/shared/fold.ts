/**
 * One folding of what people write: without capitals, accents, apostrophes and characters that nobody sees. Search,
 * matching of people, filters and the palette all compare folded text, so that they agree. Pure.
 */

/** All the characters that are typed as an apostrophe: "O'Leary", "O’Leary" and "OLeary" are one name. */
const APOSTROPHES = /['’‘‛ʼʻʹ′`´＇]/gu
/** Soft hyphens, joiners, directional marks and other characters without a shape. */
const UNSEEN = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu
/** Accents and points. Vowel signs of Indic scripts and the marks of kana make other letters, so they stay. */
const ACCENTS =
  /(?![\u3099\u309a])(?=[\p{Script=Inherited}\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}])\p{M}/gu

/** Letters that Unicode does not take apart into a base letter and a mark, and letters that have two codes. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ı: 'i',
  ə: 'e',
  ɛ: 'e',
  ɔ: 'o',
  ɓ: 'b',
  ɗ: 'd',
  ƙ: 'k',
  ƴ: 'y',
  ς: 'σ',
  // Persian and Arabic keyboards write the same letter with two codes; a tatweel only stretches.
  ی: 'ي',
  ى: 'ي',
  ک: 'ك',
  ـ: '',
}
const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'gu')

/** How letters with an umlaut or a ring are written where the keyboard has none. */
const WRITTEN_OUT: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ø: 'oe', ü: 'ue', å: 'aa' }

/** Punctuation stays, apostrophes aside; `foldedWords` takes it away too. */
export const fold = (text: string): string =>
  text
    .replace(APOSTROPHES, '')
    .normalize('NFKD')
    .replace(UNSEEN, '')
    .replace(ACCENTS, '')
    .toLowerCase()
    .replace(LETTER, (letter) => LETTERS[letter] ?? letter)

/** The words of a text, folded. Everything but letters and digits separates: "Lindqvist, Maya" has two words. */
export const foldedWords = (text: string): string[] =>
  fold(text)
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '')

/** To compare two texts: "  Núñez-Ibáñez" and "nunez ibanez" are the same. */
export const foldedText = (text: string): string => foldedWords(text).join(' ')

/** Every way in which a text is written, folded: "Müller" is "muller" and "mueller". The plain one comes first. */
export function foldings(text: string): string[] {
  const small = text.normalize('NFC').toLowerCase()
  const writtenOut = small.replace(/[äöøüå]/gu, (letter) => WRITTEN_OUT[letter] ?? letter)
  return [...new Set([fold(text), fold(writtenOut)])]
}
