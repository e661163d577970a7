/** A figure: what ours takes, what the other takes, and their ratio, from pairs that were measured in turn. */

/** One pair, measured one right after the other, so that a busy machine slows both. Same unit. */
export type Pair = { ours: number; other: number }

export type Figure = {
  figure: string
  /** What `other` is. */
  against: string
  unit: 'ms' | 'MB'
  /** Medians. */
  ours: number
  other: number
  /** Median over the pairs of ours / other: smaller is better. */
  ratio: number
  /** How many pairs. */
  runs: number
  /** Interquartile range of the pairs' ratios. */
  spread: number
  /** The ratio we want to stay at or below; a figure never passes or fails. Null: told for information. */
  goal: number | null
}

export type FigureNames = Pick<Figure, 'figure' | 'against' | 'unit' | 'goal'>

export function figureOf(names: FigureNames, pairs: readonly Pair[]): Figure {
  const ratios = pairs.map(({ ours, other }) => ours / other)
  const round = (value: number) => Number(value.toPrecision(4))
  return {
    ...names,
    ours: round(quantile(pairs.map(({ ours }) => ours))),
    other: round(quantile(pairs.map(({ other }) => other))),
    ratio: round(quantile(ratios)),
    runs: pairs.length,
    spread: round(quantile(ratios, 0.75) - quantile(ratios, 0.25)),
  }
}

/** Between two neighbours it is interpolated; the median unless told. */
export function quantile(values: readonly number[], part = 0.5): number {
  const sorted = values.toSorted((a, b) => a - b)
  const position = (sorted.length - 1) * part
  const below = sorted[Math.floor(position)]
  const above = sorted[Math.ceil(position)]
  if (below === undefined || above === undefined) throw new Error('There is no pair to take a figure from')
  return below + (above - below) * (position - Math.floor(position))
}
