/** What an administrator does to an account without a dialog. */
import { useQueryClient } from '@tanstack/react-query'
import type { Account } from '../../../../shared/contract/accounts'
import type { Failure } from '../../../../shared/failures'
import { keys } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { offerNewKey } from '../../ui/offer-new-key'
import { isolated } from '../../ui/format'
import { useUndo } from '../../ui/undo-notice'

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
  const show = useUndo()
  const change = useAction((bridge, { account: { id }, to }: Change) =>
    to === 'try-again'
      ? bridge.accounts.allowTries({ id })
      : bridge.accounts.setActive({ id, active: to === 'active' }),
  )
  const run = async (account: Account, to: Change['to']): Promise<boolean> => {
    const result = await change.run({ account, to })
    if (!result.ok) return false
    void cache.invalidateQueries({ queryKey: keys.accounts })
    return true
  }
  const setActive = async (account: Account, active: boolean) => {
    if (!(await run(account, active ? 'active' : 'inactive'))) return
    offerUndo(account, active)
    if (!active && account.manages) offerNewKey(`${account.displayName} was an administrator.`)
  }
  const offerUndo = (account: Account, active: boolean) => {
    show({
      id: `account-${account.id}`,
      message: active ? 'Can sign in again' : 'Deactivated',
      what: active
        ? `sign-in of ${isolated(account.displayName)}`
        : `deactivation of ${isolated(account.displayName)}`,
      undo: () => run(account, active ? 'inactive' : 'active'),
    })
  }
  return {
    setActive: (account, active) => void setActive(account, active),
    allowTries: (account) => void run(account, 'try-again'),
    giveCode,
    pending: change.pending,
    failure: change.failure,
  }
}
