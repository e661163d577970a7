/** An account in a few words. Pure. */
import type { Account } from '../../../../shared/contract/accounts'
import { formatSoon } from '../../ui/format'

export type AccountState = {
  words: string
  /** Until when, or what to do about it; empty when there is nothing to add. */
  more: string
  tone: 'good' | 'warn' | 'quiet'
}

export function accountState(account: Account, now: number, locale: string): AccountState {
  if (!account.active) return { words: 'Deactivated', more: '', tone: 'quiet' }
  if (account.waiting) return { words: 'Waiting', more: 'Too many wrong tries', tone: 'warn' }
  if (account.codeExpiresAt !== null) {
    const words = account.access === 'invited' ? 'Invited' : 'Reset code given'
    return account.codeExpiresAt > now
      ? { words, more: `Code until ${formatSoon(account.codeExpiresAt, locale)}`, tone: 'quiet' }
      : { words: 'Code lapsed', more: 'Give a new code', tone: 'warn' }
  }
  if (account.access === 'own') return { words: 'Active', more: '', tone: 'good' }
  return { words: 'No code', more: 'Give a new code', tone: 'warn' }
}

/** Whoever can sign in comes first; then by name. */
export const inOrder = (accounts: readonly Account[]): Account[] =>
  accounts.toSorted(
    (one, other) =>
      Number(other.active) - Number(one.active) || one.displayName.localeCompare(other.displayName),
  )
