/**
 * How patients are found. A patient is a text of folded words, each with a space before it, so that "word starts with"
 * is one plain text search. A query is read piece by piece, as people write names, dates, numbers and addresses. Pure.
 */
import { fold, foldedWords, foldings } from './fold'
import { birthYears, readDate, type TypedDate } from './typed-date'

type Searched = {
  givenName: string
  familyName: string
  preferredName: string
  birthDate: string | null
  email: string
  phone: string
  chartNumber: string
}

/** Count it up when `searchTextOf`, `nameWordsOf` or `sortNameOf` answer something else: what is kept is made anew. */
export const SEARCH_TEXT_VERSION = 1

/** "De la Cruz" is found by each word and by "delacruz", "O'Leary" by "leary", "Müller" by "muller" and "mueller". */
const nameWords = (name: string): string[] => [
  ...foldings(name)
    .map(foldedWords)
    .flatMap((words) => [...words, words.join('')]),
  ...foldedWords(name.replace(/[^\p{L}\p{M}\p{N}\p{Cf}]+/gu, ' ')),
]

/** Digits with the country code, without it (where it may be of one to three digits), and without the area code. */
function phoneWords(phone: string): string[] {
  const digits = phone.replace(/\D/g, '')
  return phone.startsWith('+1')
    ? [digits, digits.slice(1), digits.slice(4)]
    : [0, 1, 2, 3].map((code) => digits.slice(code))
}

/** 1988-04-12, 19880412, and --04-12-1988 for a day whose year is typed in part or not at all. */
function dateWords(date: string | null): string[] {
  if (!date) return []
  const [year = '', month = '', day = ''] = date.split('-')
  return [date, `${year}${month}${day}`, `--${month}-${day}-${year}`]
}

export function searchTextOf(patient: Searched): string {
  const all = [
    ...nameWords(patient.familyName),
    ...nameWords(patient.givenName),
    ...nameWords(patient.preferredName),
    ...foldedWords(patient.chartNumber),
    // Whole only: a family shares one, and its words are no names of everybody in it.
    fold(patient.email),
    ...phoneWords(patient.phone),
    ...dateWords(patient.birthDate),
  ]
  return `${[...new Set(all)]
    .filter((word) => word !== '')
    .map((word) => ` ${word}`)
    .join('')} `
}

type Named = Pick<Searched, 'givenName' | 'familyName' | 'preferredName'>

/** The words that a near name is near to. */
export const nameWordsOf = ({ givenName, familyName, preferredName }: Named): string[] => [
  ...new Set([givenName, familyName, preferredName].flatMap(nameWords).filter((word) => word !== '')),
]

export const sortNameOf = ({ familyName, givenName }: Pick<Searched, 'familyName' | 'givenName'>): string =>
  fold(`${familyName}, ${givenName}`)

/** Holds when all beginnings of one of `anyOf` are beginnings of words of the patient. `name`: it may be a name. */
export type Term = { anyOf: readonly (readonly string[])[]; name: string | null }
/** All terms must hold; without any, everybody is found. */
export type PatientQuery = readonly Term[]

const TITLES = new Set(['dr', 'doctor', 'prof', 'mr', 'mrs', 'ms', 'miss', 'mx'])
/** "12 th of April , 1988" at the most. */
const LONGEST_DATE = 6
const LONGEST_PHONE = 6
/** E.164. */
const MOST_DIGITS = 15

/** `locale`: for the order of day and month. `today`: YYYY-MM-DD, for years of two digits. */
export function readQuery(query: string, { locale, today }: { locale: string; today: string }): PatientQuery {
  const pieces = query.split(/\s+/u).filter((piece) => fold(piece) !== '')
  const terms: Term[] = []
  for (let at = 0; at < pieces.length;) {
    const rest = pieces.slice(at)
    const found = dateAt(rest, locale, today) ?? numberAt(rest, locale)
    if (found) terms.push({ anyOf: found.anyOf, name: null })
    else terms.push(...words(pieces[at] ?? '', terms.at(-1)?.name ?? null))
    at += found?.length ?? 1
  }
  const named = terms.filter(({ name }) => name === null || !TITLES.has(name))
  if (terms.length === 0 && pieces.length > 0) return [{ anyOf: [], name: null }]
  return named.length > 0 ? named : terms
}

type Found = { anyOf: string[][]; length: number } | null

function dateAt(pieces: readonly string[], locale: string, today: string): Found {
  for (let length = Math.min(LONGEST_DATE, pieces.length); length > 0; length -= 1) {
    const text = pieces
      .slice(0, length)
      .join(' ')
      .replace(/^\(([^()]*)\)$/, '$1')
    const date = readDate(text, locale)
    if (!date) continue
    const anyOf = dateStarts(date, today).map((start) => [start])
    // A date that is not whole may be something else: "555-01" a phone, "June 12" a name and a chart number.
    if (date.year?.length !== 4 || date.day === null) {
      anyOf.push([text.replace(/\D/g, '')])
      if (length > 1) anyOf.push(foldedWords(text))
    }
    if (/^\d{4}-\d/.test(text)) anyOf.push([text])
    if (/^\d{8}$/.test(text)) anyOf.push([text])
    return { anyOf: anyOf.filter((starts) => starts.every((start) => start !== '')), length }
  }
  return null
}

function dateStarts({ year, month, day }: TypedDate, today: string): string[] {
  const two = (count: number) => String(count).padStart(2, '0')
  const inYear = `${month === null ? '' : `-${two(month)}`}${day === null ? '' : `-${two(day)}`}`
  if (year === null) {
    // The first digit of a day that is still being typed.
    const begun = day !== null && day < 4 ? [`-${inYear.slice(0, 3)}-${day}`] : []
    return [`-${inYear}`, ...begun]
  }
  if (year.length === 4) return [`${year}${inYear}`]
  const begun = day === null ? [] : [`-${inYear}-${year}`]
  return year.length === 2
    ? [...birthYears(year, today).map((whole) => `${whole}${inYear}`), ...begun]
    : begun
}

/** Phone numbers with blanks, brackets and dashes; one piece or several. */
function numberAt(pieces: readonly string[], locale: string): Found {
  let length = 0
  let digits = ''
  for (const piece of pieces.slice(0, LONGEST_PHONE)) {
    const more = digits + piece.replace(/\D/g, '')
    const isDate = (readDate(piece, locale)?.year?.length ?? 0) === 4
    if (!/^[\d()+.–-]+$/u.test(piece) || isDate || more.length > MOST_DIGITS) break
    digits = more
    length += 1
  }
  if (digits === '') return null
  const anyOf = [[digits]]
  const national = digits.replace(/^0{1,2}/, '')
  if (national !== digits && national !== '') anyOf.push([national])
  // "1007 1988": a chart number and a year.
  if (length > 1) anyOf.push(foldedWords(pieces.slice(0, length).join(' ')))
  return { anyOf, length }
}

/** `before`: the word before it; "mc donald" also finds "McDonald". */
function words(piece: string, before: string | null): Term[] {
  // An address, or the beginning of one.
  if (/[^@]@|[\p{L}\p{N}][._+][\p{L}\p{N}]/u.test(piece))
    return [{ anyOf: [[fold(piece)], foldedWords(piece)], name: null }]
  const spellings = foldings(piece).map(foldedWords)
  const plain = spellings[0] ?? []
  return plain.map((word, place) => {
    const joined = place === 0 ? before : (plain[place - 1] ?? null)
    const starts = new Set([...spellings.map((spelling) => spelling[place] ?? word), word])
    if (joined !== null) starts.add(joined + word)
    return { anyOf: [...starts].map((start) => [start]), name: word }
  })
}

/** `searchText`: of `searchTextOf`. */
export const matches = (searchText: string, query: PatientQuery): boolean =>
  query.every(({ anyOf }) =>
    anyOf.some((starts) => starts.every((start) => searchText.includes(` ${start}`))),
  )

/** The query with the near names of each of its names; `near` answers whole words. Null when there are none. */
export function nearQuery(
  query: PatientQuery,
  near: (name: string) => readonly string[],
): PatientQuery | null {
  const terms = query.map((term) => {
    const names = term.name === null ? [] : near(term.name)
    return { ...term, anyOf: [...term.anyOf, ...names.map((name) => [`${name} `])] }
  })
  const widened = terms.some(({ anyOf }, place) => anyOf.length > (query[place]?.anyOf.length ?? 0))
  return widened ? terms : null
}
