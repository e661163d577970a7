/** A keychain in memory for tests: as honest as the real ones, with their troubles on demand. */
import { failed, ok, type Result } from '../../../shared/failures'
import { NOT_UNDERSTOOD, type Keychain } from './keychain'

/**
 * `hanging`: never answers, until the mood changes, then answers what it should have.
 * `not-understood`: refuses in words that nobody knows.
 * `forgetful`: says yes to `set` and keeps nothing new.
 */
export type KeychainMood = 'ok' | 'locked' | 'absent' | 'hanging' | 'forgetful' | 'not-understood'

export class MemoryKeychain implements Keychain {
  readonly description: string
  /** How often a value was written, so that tests can prove that none was. */
  writes = 0
  /** Told before and after every entry that is written or deleted. */
  watch: ((what: string) => void) | null = null
  /** Accounts for which it stays locked. */
  refuse: RegExp | null = null
  #mood: KeychainMood = 'ok'
  #waiting: (() => void)[] = []
  readonly #entries: Map<string, string>

  constructor(entries: Record<string, string> = {}, description = 'memory') {
    this.#entries = new Map(Object.entries(entries))
    this.description = description
  }

  set mood(mood: KeychainMood) {
    this.#mood = mood
    if (mood !== 'hanging') for (const go of this.#waiting.splice(0)) go()
  }

  /** What is kept, whatever the mood. */
  get entries(): ReadonlyMap<string, string> {
    return this.#entries
  }

  get(account: string): Promise<Result<string | null>> {
    return this.#answer(account, () => this.#entries.get(account) ?? null)
  }

  set(account: string, secret: string): Promise<Result<null>> {
    return this.#answer(account, () => {
      if (this.#mood === 'forgetful') return null
      this.writes += 1
      this.watch?.(`before ${account} is set`)
      this.#entries.set(account, secret)
      this.watch?.(`after ${account} is set`)
      return null
    })
  }

  delete(account: string): Promise<Result<boolean>> {
    return this.#answer(account, () => {
      this.watch?.(`before ${account} is deleted`)
      const deleted = this.#entries.delete(account)
      this.watch?.(`after ${account} is deleted`)
      return deleted
    })
  }

  async #answer<T>(account: string, work: () => T): Promise<Result<T>> {
    if (this.#mood === 'hanging') await new Promise<void>((resolve) => this.#waiting.push(resolve))
    if (this.#mood === 'locked' || this.refuse?.test(account)) return failed('keychain-locked')
    if (this.#mood === 'absent') return failed('keychain-absent')
    if (this.#mood === 'not-understood') return failed('keychain-timeout', { detail: NOT_UNDERSTOOD })
    return ok(work())
  }
}
