/**
 * How Fullscript's answers are read: ids strictly, everything else as far as it can be read, and text always whole. What
 * cannot be read is left out and named, so that it is said where it is missing.
 */
import { z } from 'zod'
import { parseWhen, type Day } from '../../../../shared/day'

/** Who or what something is: never guessed, never left out. */
export const idSchema = z.union([z.string().min(1).max(200), z.number().int().transform(String)])

/** Far beyond what anybody writes; a longer text would make a chart unusable. */
const ABSURD = 100_000
const REST = '… [Cut here because it is too long. The rest is in Fullscript.]'

/** The text as it is. Only an absurdly long one is cut, between two characters as people see them, and says so. */
export function wholeText(text: string): string {
  if (text.length <= ABSURD) return text
  const from = ABSURD - 1_000
  const border = new Intl.Segmenter().segment(text.slice(from, ABSURD + 1_000)).containing(ABSURD - from)
  return text.slice(0, from + (border?.index ?? 0)) + REST
}

/** A text that may be missing; nothing depends on it. */
export const textSchema = z
  .unknown()
  .optional()
  .transform((value) => textOf(value) ?? '')

/** Null for what is no text: a list or an object. */
function textOf(value: unknown): string | null {
  switch (typeof value) {
    case 'undefined':
      return ''
    case 'string':
      return wholeText(value)
    case 'number':
    case 'boolean':
      return String(value)
    default:
      return value === null ? '' : null
  }
}

type Moment = { at: number | null; on: Day | null }

/** Reads one object of an answer, field by field, and keeps the names of those that could not be read. */
export class Reading<Field extends string> {
  readonly #unread = new Set<Field>()

  get unread(): Field[] {
    return [...this.#unread]
  }

  #cannot(field: Field): void {
    this.#unread.add(field)
  }

  /** A list where one text is expected is read as one text. */
  text(field: Field, value: unknown): string {
    return Array.isArray(value) ? wholeText(this.texts(field, value).join(', ')) : this.#one(field, value)
  }

  #one(field: Field, value: unknown): string {
    const text = textOf(value)
    if (text === null) this.#cannot(field)
    return text ?? ''
  }

  /** A text where a list is expected is a list of one. */
  texts(field: Field, value: unknown): string[] {
    return this.list(field, Array.isArray(value) ? value : [value ?? ''])
      .map((one) => this.#one(field, one))
      .filter((text) => text !== '')
  }

  /** What is in a list, without the nothing that stands between. */
  list(field: Field, value: unknown): unknown[] {
    if (value === null || value === undefined) return []
    if (!Array.isArray(value)) this.#cannot(field)
    const all: unknown[] = Array.isArray(value) ? value : []
    const there = all.filter((one) => one !== null && one !== undefined)
    if (there.length < all.length) this.#cannot(field)
    return there
  }

  /** Null: not said. */
  flag(field: Field, value: unknown): boolean | null {
    if (value === null || value === undefined) return null
    const text = String(textOf(value)).toLowerCase()
    if (['true', '1'].includes(text)) return true
    if (!['false', '0'].includes(text)) this.#cannot(field)
    return ['false', '0'].includes(text) ? false : null
  }

  /** Of a whole number, given as one or as text; null: not said. */
  count(field: Field, value: unknown): number | null {
    const text = (textOf(value) ?? 'no text').trim()
    if (text === '') return null
    const count = /^\d+$/.test(text) ? Number(text) : Number.NaN
    if (Number.isSafeInteger(count)) return count
    this.#cannot(field)
    return null
  }

  /** A day without time stays a day. */
  moment(field: Field, value: unknown): Moment {
    const text = this.text(field, value).trim()
    const when = parseWhen(text)
    if (text !== '' && !when) this.#cannot(field)
    return { at: when && 'at' in when ? when.at : null, on: when && 'on' in when ? when.on : null }
  }

  /** An object's fields; empty where there is none. */
  fields(field: Field, value: unknown): Readonly<Record<string, unknown>> {
    if (value === null || value === undefined) return {}
    const fields = z.record(z.string(), z.unknown()).safeParse(value)
    if (!fields.success) this.#cannot(field)
    return fields.data ?? {}
  }
}
