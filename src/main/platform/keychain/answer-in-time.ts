import { failed, type Result } from '../../../shared/failures'
import type { Clock } from '../clock/clock'
import type { Keychain } from './keychain'

export const KEYCHAIN_TIMEOUT_MS = 10_000

/** A keychain may wait for ever for somebody to answer its window; after `milliseconds` we say so (F-618). */
export function answerInTime(keychain: Keychain, clock: Clock, milliseconds = KEYCHAIN_TIMEOUT_MS): Keychain {
  const inTime = <T>(answer: Promise<Result<T>>): Promise<Result<T>> =>
    new Promise((resolve, reject) => {
      const cancel = clock.after(milliseconds, () => {
        resolve(failed('keychain-timeout'))
      })
      answer.finally(cancel).then(resolve, reject)
    })
  return {
    description: keychain.description,
    get: (account) => inTime(keychain.get(account)),
    set: (account, secret) => inTime(keychain.set(account, secret)),
    delete: (account) => inTime(keychain.delete(account)),
  }
}
