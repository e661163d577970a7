/**
 * An address as browsers and mail programs really give it: without its scheme, in quotes or brackets, with characters
 * that nobody sees, broken into lines, escaped once more. Host, port and path are still the attempt's own to the letter,
 * and no address that leads there by way of another is followed.
 */

/** Characters that nobody sees: format characters and controls, but for line ends. */
const UNSEEN = /[\p{Cf}\p{Cc}]/gu
/** What stands around an address in running text. The second list ends a sentence too. */
const OPENING = /^(?:[\s"'“”„‟«»‹›‘’‚<>([{`]|URL:|&lt;|&quot;)+/i
const CLOSING = /(?:[\s"'“”„‟«»‹›‘’‚<>)\]}`.,;:!?…]|&gt;|&quot;)+$/i
/** A line end with what mail programs put around it: blanks, and the mark of a quoted line. */
const LINE_END = /[^\S\n]*\r?\n(?:[^\S\n]*>)*[^\S\n]*/g
/** The line end of quoted-printable text, which leaves nothing behind. */
const SOFT_END = /=[^\S\n]*\r?\n/g

/**
 * Raw queries that this text may hold, in the order to try; the `state` in them decides. Empty when it is not the
 * attempt's redirect URI with a query.
 */
export function queriesOfPastedAddress(pasted: string, redirectUri: string): string[] {
  const joined = [pasted.replace(SOFT_END, ''), pasted].map((text) => text.replace(LINE_END, ''))
  const equalSigns = joined.map((text) => text.replaceAll('=3D', '='))
  const found = [...joined, ...equalSigns].flatMap((text) => queryIn(text, redirectUri) ?? [])
  return [...new Set(found)]
}

function queryIn(text: string, redirectUri: string): string | null {
  const address = text
    .replace(UNSEEN, '')
    .replace(OPENING, '')
    .replace(CLOSING, '')
    .replaceAll(/&(?:amp|#38|#x26);/gi, '&')
  const end = redirectUri.indexOf(':') + 1
  const [scheme, rest] = [redirectUri.slice(0, end), redirectUri.slice(end)]
  if (address.slice(0, end).toLowerCase() === scheme) return behind(`${rest}?`, address.slice(end))
  // A browser's address bar leaves out "http://"; nothing else may be missing.
  return scheme === 'http:' ? behind(`${rest.slice('//'.length)}?`, address) : null
}

const behind = (start: string, text: string): string | null =>
  text.startsWith(start) ? text.slice(start.length) : null
