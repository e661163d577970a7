/** No more plans than this are open at once. */
export const MOST_OPEN_PLANS = 3
