/** What an administrator does to an account without a dialog. */
import { useQueryClient } from '@tanstack/react-query'
import type { AccessCode, Account } from '../../../../shared/bridge/accounts'
import { ok, type Failure, type Result } from '../../../../shared/failures'
import { keys } from '../../bridge/queries'
import { useAction } from '../../bridge/use-action'
import { showUndo } from '../../components/undo-notice'

type Change = { account: Account; to: 'active' | 'inactive' | 'try-again' | 'new-code' }

export type AccountActions = {
  setActive: (account: Account, active: boolean) => void
  allowTries: (account: Account) => void
  giveCode: (account: Account) => void
  pending: boolean
  failure: Failure | null
}

/** `given`: a new code was made, to be shown this once. */
export function useAccountActions(given: (account: Account, access: AccessCode) => void): AccountActions {
  const cache = useQueryClient()
  const change = useAction(
    async (bridge, { account: { id }, to }: Change): Promise<Result<AccessCode | null>> => {
      if (to === 'new-code') return bridge.accounts.issueCode({ id })
      const done =
        to === 'try-again'
          ? await bridge.accounts.allowTries({ id })
          : await bridge.accounts.setActive({ id, active: to === 'active' })
      return done.ok ? ok(null) : done
    },
  )
  const run = async (account: Account, to: Change['to']) => {
    const result = await change.run({ account, to })
    if (!result.ok) return
    void cache.invalidateQueries({ queryKey: keys.accounts })
    if (result.value) given(account, result.value)
    if (to === 'active' || to === 'inactive') offerUndo(account, to === 'active')
  }
  const offerUndo = (account: Account, active: boolean) => {
    showUndo({
      id: `account-${account.id}`,
      message: active ? 'Can sign in again' : 'Deactivated',
      about: account.displayName,
      undo: () => void run(account, active ? 'inactive' : 'active'),
    })
  }
  return {
    setActive: (account, active) => void run(account, active ? 'active' : 'inactive'),
    allowTries: (account) => void run(account, 'try-again'),
    giveCode: (account) => void run(account, 'new-code'),
    pending: change.pending,
    failure: change.failure,
  }
}
