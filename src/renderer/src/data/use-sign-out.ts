import { useQueryClient } from '@tanstack/react-query'
import { useDraftStore } from './drafts'
import { adoptSession } from './queries'
import { useAction } from './use-action'
import { useEmbedController } from './window-bridge'

/** Signs out, after a question where a plan may not have been sent; the screens are gone with the answer, whether or not the event comes first. */
export function useSignOut(): () => void {
  const cache = useQueryClient()
  const drafts = useDraftStore()
  const embed = useEmbedController()
  const signOut = useAction(async (bridge) => {
    // What waits is typed by whoever signs out; afterwards main takes it from nobody.
    await drafts.flush()
    const result = await bridge.people.signOut()
    if (result.ok) adoptSession(cache, { state: 'signed-out' })
    return result
  })
  return () => embed.beforeSignOut(() => void signOut.run(undefined))
}
