/**
 * What a piece of work may do with the records, as types: a repository asks for the least it needs, and a unit of work
 * (unit-of-work.ts) is the only place that gives it. What reads cannot write, and what belongs to a chart cannot be
 * reached before somebody was asked whether the chart is open to whoever works.
 */
import type { DatabaseOrTransaction } from './database'

declare const reads: unique symbol
declare const writes: unique symbol
declare const charts: unique symbol

/** Raw SQL can be run through it as well; it is looked at in review that it only reads. */
export type Reading = DatabaseOrTransaction & { readonly [reads]?: true }

export type Writing = Reading & { readonly [writes]?: true }

/** Whoever works may open the chart, or the work itself leaves out what is closed. */
export type ChartReading = Reading & { readonly [charts]?: true }

export type ChartWriting = Writing & ChartReading
