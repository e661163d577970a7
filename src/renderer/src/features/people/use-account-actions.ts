/** What an administrator does to an account without a dialog. */
import { useQueryClient } from '@tanstack/react-query'
import type { Account } from '../../../../shared/bridge/accounts'
import type { Failure } from '../../../../shared/failures'
import { keys } from '../../bridge/queries'
import { useAction } from '../../bridge/use-action'
import { showUndo } from '../../components/undo-notice'

type Change = { account: Account; to: 'active' | 'inactive' | 'try-again' }

export type AccountActions = {
  setActive: (account: Account, active: boolean) => void
  allowTries: (account: Account) => void
  giveCode: (account: Account) => void
  pending: boolean
  failure: Failure | null
}

/** `giveCode`: opens the dialog that asks for one's own password before a code is made. */
export function useAccountActions(giveCode: (account: Account) => void): AccountActions {
  const cache = useQueryClient()
  const change = useAction((bridge, { account: { id }, to }: Change) =>
    to === 'try-again'
      ? bridge.accounts.allowTries({ id })
      : bridge.accounts.setActive({ id, active: to === 'active' }),
  )
  const run = async (account: Account, to: Change['to']) => {
    const result = await change.run({ account, to })
    if (!result.ok) return
    void cache.invalidateQueries({ queryKey: keys.accounts })
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
    giveCode,
    pending: change.pending,
    failure: change.failure,
  }
}
