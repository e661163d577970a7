/**
 * Lines of a CSV file (RFC 4180) that a spreadsheet takes for text, whatever somebody typed into a name. One guard for
 * every known way into a formula; every CSV that Yarrow writes goes through it.
 */

/** Blanks, invisible characters and quotation marks: spreadsheets skip them before they look for a formula. */
const SKIPPED = String.raw`[\s"\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*`
/** What begins a formula, also in full width, and what old spreadsheets hand on to another program. */
const BEGINS = String.raw`[=+\-@|%\uff1d\uff0b\uff0d\uff20]`
/** A cell begins, too, where another locale's separator or a line break stands in the text. */
const RISKY = new RegExp(String.raw`(^|[,;\t\r\n])(${SKIPPED})(?=${BEGINS})`, 'gu')

/** An apostrophe before each sign with which a formula could begin; other text is left as it is. */
export const harmless = (text: string): string => text.replaceAll(RISKY, "$1$2'")

/** Every cell in quotation marks, so that separators and line breaks in it stay in it. Ends with CR LF. */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((text) => `"${harmless(text).replaceAll('"', '""')}"`).join(',')}\r\n`
