/** The National Provider Identifier of people who treat patients in the United States. */

/** Stands before every NPI when its check digit is worked out (45 CFR 162.406, ISO/IEC 7812). */
const PREFIX = '80840'

/** Ten digits whose last one is their check digit, by Luhn's formula. */
export function isNpi(text: string): boolean {
  if (!/^\d{10}$/.test(text)) return false
  const digits = [...`${PREFIX}${text}`].map(Number).toReversed()
  const sum = digits.reduce((total, digit, place) => {
    const counted = place % 2 === 1 ? digit * 2 : digit
    return total + (counted > 9 ? counted - 9 : counted)
  }, 0)
  return sum % 10 === 0
}
