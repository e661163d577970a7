/**
 * The person's locale as a BCP 47 tag. Systems also name "C" or "POSIX", which no formatter accepts, so the first
 * name that is a real tag counts; American English when there is none.
 */
export function usableLocale(candidates: readonly string[]): string {
  return candidates.find((tag) => isTag(tag)) ?? 'en-US'
}

function isTag(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0
  } catch {
    return false
  }
}
