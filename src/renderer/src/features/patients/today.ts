import { localDay, type Day } from '../../../../shared/day'

/** The calendar date here and now; a call of its own, because a render may not look at the clock. */
export const today = (): Day => localDay(Date.now())
