import { useQueryClient } from '@tanstack/react-query'
import { adoptSession } from './queries'
import { useAction } from './use-action'

/** Signs out; the screens are gone with the answer, whether or not the event comes first. */
export function useSignOut(): () => void {
  const cache = useQueryClient()
  const signOut = useAction(async (bridge) => {
    const result = await bridge.people.signOut()
    if (result.ok) adoptSession(cache, { state: 'signed-out' })
    return result
  })
  return () => void signOut.run(undefined)
}
