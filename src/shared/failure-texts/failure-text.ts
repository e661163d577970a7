/** What every failure says, in the practice's words: what happened, whether the data is safe, and what to do. */
export type FailureText = { happened: string; safe: string; todo: string }

export const UNCHANGED = 'Nothing was changed and nothing is lost.'
