/** What every failure says, in the practice's words: what happened, whether the data is safe, and what to do. */
export type FailureText = {
  happened: string
  safe: string
  todo: string
  /** Instead of `todo`, for whoever manages the practice: nobody is told to ask themselves. */
  todoForAdministrator?: string
}

export const UNCHANGED = 'Nothing was changed and nothing is lost.'
