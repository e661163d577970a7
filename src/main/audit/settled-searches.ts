/**
 * One row of the audit record for a search, not one for each pause in typing: what only makes the words before it longer
 * or shorter, within two minutes, is the same search.
 */
import type { Result } from '../../shared/failures'
import type { Clock } from '../platform/clock/clock'

const SAME_SEARCH = 2 * 60_000

type Search = { words: string; conditions: string; at: number }

export class SettledSearches {
  readonly #clock: Clock
  readonly #last = new Map<string, Search>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /**
   * Runs a search and says whether it is a new one, which has to leave a row in its own transaction. A search whose row
   * could not be written has not begun. `conditions`: what else was chosen; another choice is another search.
   */
  async row<T>(
    personId: string,
    words: string,
    conditions: string,
    search: (isNew: boolean) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    const now = { words: words.trim().toLowerCase(), conditions, at: this.#clock.monotonic() }
    const last = this.#last.get(personId)
    const goesOn = last !== undefined && isSame(last, now)
    const found = await search(!goesOn)
    if (found.ok) {
      const longest = goesOn && last.words.length > now.words.length ? last.words : now.words
      this.#last.set(personId, { ...now, words: longest })
    }
    return found
  }
}

/** `last.words` is the longest text so far: emptying the field and typing another name is another search. */
const isSame = (last: Search, now: Search): boolean =>
  now.at - last.at < SAME_SEARCH &&
  now.conditions === last.conditions &&
  (last.words.startsWith(now.words) || now.words.startsWith(last.words))
