/** `page[number]` and `page[size]` in, `meta` out. */
import type { FastifyRequest } from 'fastify'

export type Query = Record<string, string | undefined>

export const queryOf = (request: FastifyRequest): Query => request.query as Query

const DEFAULT_SIZE = 20
const LARGEST_SIZE = 100

/** One page of the rows under the given key, with its `meta`. */
export function paginate<T, S>(request: FastifyRequest, key: string, rows: T[], shape: (row: T) => S) {
  const query = queryOf(request)
  const positive = (text: string | undefined, otherwise: number) => {
    const number = Number(text)
    return Number.isInteger(number) && number > 0 ? number : otherwise
  }
  const size = Math.min(positive(query['page[size]'], DEFAULT_SIZE), LARGEST_SIZE)
  const current = positive(query['page[number]'], 1)
  const pages = Math.max(1, Math.ceil(rows.length / size))
  return {
    [key]: rows.slice((current - 1) * size, current * size).map(shape),
    meta: {
      current_page: current,
      next_page: current < pages ? current + 1 : null,
      prev_page: current > 1 ? current - 1 : null,
      total_pages: pages,
      total_count: rows.length,
    },
  }
}

/** `sort_by` among the given readings of a row, `order_by=ASC|DESC`; ascending unless told. */
export function sorted<T>(query: Query, rows: T[], by: Record<string, (row: T) => number>): T[] {
  const read = by[query['sort_by'] ?? ''] ?? Object.values(by)[0]
  if (!read) return rows
  const sign = query['order_by']?.toUpperCase() === 'DESC' ? -1 : 1
  return [...rows].sort((a, b) => sign * (read(a) - read(b)))
}

/** Date filters: `<yyyy-mm-dd`, `>yyyy-mm-dd`, `a..b`, or one day. Anything else lets everything through. */
export function inDateRange(filter: string | undefined, at: number): boolean {
  if (!filter) return true
  const day = (text: string) => Date.parse(text)
  const DAY = 86_400_000
  const [from, to] = filter.split('..')
  if (from !== undefined && to !== undefined) return at >= day(from) && at < day(to) + DAY
  if (filter.startsWith('<')) return at < day(filter.slice(1))
  if (filter.startsWith('>')) return at >= day(filter.slice(1)) + DAY
  const start = day(filter)
  return Number.isNaN(start) || (at >= start && at < start + DAY)
}

export const originOf = (request: FastifyRequest): string => `${request.protocol}://${request.host}`
