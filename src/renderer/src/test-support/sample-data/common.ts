/** The hour at which everything happens, and numbers that look like UUIDs. */

export const NOW = Date.UTC(2026, 2, 9, 15, 30)

/** A UUID with a number in it. */
export const id = (group: number, number: number): string =>
  `${String(group).padStart(8, '0')}-0000-4000-8000-${String(number).padStart(12, '0')}`
