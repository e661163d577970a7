/** Proves that whatever the system calls its language, formatters get a tag they accept. */
import { expect, test } from 'vitest'
import { usableLocale } from './locale'

test.each([
  [['de-CH', 'en'], 'de-CH'],
  [['C', 'fr-CA'], 'fr-CA'],
  [['C'], 'en-US'],
  [['POSIX', ''], 'en-US'],
  [['en_US.UTF-8'], 'en-US'],
  [[], 'en-US'],
])('%j is shown as %s', (candidates, expected) => {
  const locale = usableLocale(candidates)
  expect(locale).toBe(expected)
  expect(() => new Intl.DateTimeFormat(locale)).not.toThrow()
})
