import { useQueryClient } from '@tanstack/react-query'
import { useDraftStore } from './drafts'
import { usePerson } from './person'
import { adoptSession, keys } from './queries'
import { useAction } from './use-action'

/** Longest that locking waits for text that is on its way, in milliseconds. */
const LONGEST = 300

/** Locks at once. `switching`: somebody else is about to sign in, so no name is filled in. */
export function useLock(): (options?: { switching?: boolean }) => void {
  const cache = useQueryClient()
  const drafts = useDraftStore()
  const { username } = usePerson()
  const lock = useAction(async (bridge, switching: boolean) => {
    await Promise.race([drafts.flush(), new Promise((resolve) => setTimeout(resolve, LONGEST))])
    cache.setQueryData(keys.switching, switching)
    const result = await bridge.people.lock()
    if (result.ok) adoptSession(cache, { state: 'locked', username })
    return result
  })
  return ({ switching = false } = {}) => void lock.run(switching)
}
