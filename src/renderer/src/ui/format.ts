/** Dates, names and numbers as the person's own system writes them. Pure: the locale and the time are handed in. */

import { ageOn } from '../../../shared/age'
import { localDay } from '../../../shared/day'
import { utcMidnight } from '../../../shared/day'

type Named = { givenName: string; familyName: string; preferredName: string }

/** "Rose (Rosalind) Achterberg": the preferred name first, the given name never lost. */
export const fullName = ({ givenName, familyName, preferredName }: Named): string =>
  preferredName === '' || preferredName === givenName
    ? `${givenName} ${familyName}`
    : `${preferredName} (${givenName}) ${familyName}`

/** "Achterberg, Rosalind", the order in which lists are read. */
export const listName = ({ givenName, familyName }: Named): string => `${familyName}, ${givenName}`

const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u

/**
 * A name inside a text that is one string: written from right to left it would carry the numbers and commas beside it
 * along. Elements use `<bdi>`, whose text is copied without invisible characters.
 */
export const isolated = (name: string): string => (RIGHT_TO_LEFT.test(name) ? `\u2068${name}\u2069` : name)

/** Before a name, in front of which nobody is sorted. */
const TITLES = /^(?:(?:dr|prof|mr|mrs|ms|mx|miss|sir|rev|fr|sr)\b\.?\s+)+/iu

/** "MO" for "Dr. Maya Okafor, ND": without titles, credentials and the given name in brackets. */
export function initials(name: string): string {
  const words = name
    .replaceAll(/\(.*?\)/g, '')
    .replace(/,.*$/u, '')
    .trim()
    .replace(TITLES, '')
    .split(/[\s-]+/)
  const letters = words.map((word) => [...word][0] ?? '').filter((letter) => letter !== '')
  return `${letters[0] ?? ''}${letters.length > 1 ? (letters.at(-1) ?? '') : ''}`.toUpperCase()
}

/** `isoDate`: a calendar date without time, e.g. 1984-03-09; never moved by a time zone. */
export function formatDate(isoDate: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(
    utcMidnight(isoDate),
  )
}

/** `at`: epoch milliseconds. */
export const formatDay = (at: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(at)

export const formatMoment = (at: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(at)

/** For a moment within days from now: without the year. */
export const formatSoon = (at: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, {
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  }).format(at)

/** The time of day that goes with `formatDay`. */
export const formatTime = (at: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(at)

/** For lists of what happened, where seconds matter. */
export const formatSecond = (at: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(at)

/** As a clinician says it, on the day of `now`; empty for a date in the future. */
export const formatAge = (birthDate: string, now: number): string => ageOn(birthDate, localDay(now))

const SEX = { female: 'Female', male: 'Male', unspecified: 'Sex not stated' } as const
export const formatSex = (sex: keyof typeof SEX): string => SEX[sex]

/** E.164 as people read it: North American numbers in groups, all others with a space after every third digit. */
export function formatPhone(phone: string): string {
  const american = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(phone)
  if (american) return `(${american[1]}) ${american[2]}-${american[3]}`
  return phone.replace(/^(\+\d{2})(\d{3})(\d{3})(\d*)$/, '$1 $2 $3 $4').trim()
}

/**
 * What somebody typed as E.164, or the text as it is when it can't be one. Ten digits without a country are North
 * American, which is where Fullscript is.
 */
export function parsePhone(text: string): string {
  const digits = text.replaceAll(/[\s().\-–/]/g, '')
  if (/^\d{10}$/.test(digits)) return `+1${digits}`
  if (/^1\d{10}$/.test(digits)) return `+${digits}`
  return digits.startsWith('00') ? `+${digits.slice(2)}` : /^\+\d+$/.test(digits) ? digits : text.trim()
}

/** "9:41" */
export function formatCountdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

const ENVIRONMENTS = {
  us: 'United States',
  ca: 'Canada',
  'us-snd': 'United States, sandbox',
  'ca-snd': 'Canada, sandbox',
  local: 'Local stand-in',
} as const
export const formatEnvironment = (environment: keyof typeof ENVIRONMENTS): string => ENVIRONMENTS[environment]

const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB']

/** Of a file. */
export function sizeWords(bytes: number): string {
  let [size, unit] = [bytes, 0]
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1000
    unit += 1
  }
  return `${size.toFixed(size < 10 && unit > 0 ? 1 : 0)} ${UNITS[unit] ?? ''}`
}
