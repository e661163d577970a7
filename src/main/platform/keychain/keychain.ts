/**
 * The OS keychain as a port. An entry that is absent and a keychain that does not answer are different answers:
 * keytar says null for both when the keyring is locked, so an adapter must find out (security.md 0.9, F-616).
 */
import type { Result } from '../../../shared/failures'

/** Detail of `keychain-timeout`: the keychain refused in words that are not known, so nothing is known of it. */
export const NOT_UNDERSTOOD = 'not-understood'

export interface Keychain {
  /** E.g. "gnome-keyring through keytar"; kept beside the vault so that a change of keychain is named (F-619). */
  readonly description: string
  /** `null` only when the keychain is unlocked and really has no such entry. */
  get(account: string): Promise<Result<string | null>>
  set(account: string, secret: string): Promise<Result<null>>
  delete(account: string): Promise<Result<boolean>>
}
