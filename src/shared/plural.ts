/** How many of something, in words. */

const RULES = new Intl.PluralRules('en')

/** `one` or `other`, whichever the count wants; the plural in "s" when there is no other. */
export const plural = (count: number, one: string, other = `${one}s`): string =>
  RULES.select(count) === 'one' ? one : other

/** "1 plan", "2 plans"; large numbers with their separators. */
export const counted = (count: number, one: string, other?: string, locale?: string): string =>
  `${count.toLocaleString(locale)} ${plural(count, one, other)}`
