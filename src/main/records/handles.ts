/**
 * What a piece of work may do with the records, as types: a repository asks for the least it needs, and a unit of work
 * (unit-of-work.ts) is the only place that gives it. What reads cannot write, and what belongs to a chart cannot be
 * reached before somebody was asked whether the chart is open to whoever works.
 */
import type { Kysely } from 'kysely'
import type { DatabaseOrTransaction } from './database'
import type { Schema } from './schema'

declare const reads: unique symbol
declare const writes: unique symbol
declare const charts: unique symbol

/** Raw SQL can be run through it as well; it is looked at in review that it only reads. */
export type Reading = Pick<Kysely<Schema>, 'selectFrom' | 'selectNoFrom' | 'with' | 'getExecutor'> & {
  readonly [reads]: true
}

export type Writing = Reading &
  Pick<Kysely<Schema>, 'insertInto' | 'updateTable' | 'deleteFrom'> & { readonly [writes]: true }

/** Whoever works may open the chart, or the work itself leaves out what is closed. */
export type ChartReading = Reading & { readonly [charts]: true }

export type ChartWriting = Writing & ChartReading

/**
 * Everything, for whoever has the database itself: the unit of work, and records that nobody works in because they are
 * being made, checked or copied.
 */
export const unguarded = (database: DatabaseOrTransaction): ChartWriting =>
  database as unknown as ChartWriting
