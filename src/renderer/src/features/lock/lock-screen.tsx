/**
 * Nobody is signed in: nothing of a person or a patient is left in the page, its address or its messages (F-706). While
 * somebody's work waits, the password of that person is asked for; another person signs in with one key more.
 */
import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, type ReactNode } from 'react'
import { useNavigate } from 'react-router'
import type { SessionState } from '../../../../shared/contract/people'
import { forgetRecords, keys } from '../../data/queries'
import { ariaKeys, KeyHint } from '../../ui/keys'
import { useShortcuts } from '../../ui/shortcuts'

/** Whose work waits, and the way to sign in as somebody else instead. */
export type Locked = { username: string; somebodyElse: ReactNode }

type Props = {
  /** Open only while somebody who signed in by code keeps their recovery code. */
  session: SessionState | undefined
  /** The form; `locked` is null for an empty one. */
  signIn: (locked: Locked | null) => ReactNode
}

export function LockScreen({ session, signIn }: Props) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const locked = session?.state === 'locked' ? session.username : null
  const [seen, setSeen] = useState(locked)
  const [waiting, setWaiting] = useState(() => (cache.getQueryData(keys.switching) === true ? null : locked))
  // Locked anew while the screen stands.
  if (locked !== null && locked !== seen) {
    setSeen(locked)
    setWaiting(locked)
  }

  useEffect(() => {
    void navigate('/', { replace: true })
    notifications.clean()
    notifications.cleanQueue()
    forgetRecords(cache)
  }, [navigate, cache])
  const chooseOther = () => {
    setWaiting(null)
  }

  if (waiting === null) return signIn(null)
  return signIn({
    username: waiting,
    somebodyElse: <SomebodyElse choose={chooseOther} />,
  })
}

/** The key is the button's: where there is no button, as beside a code that is shown this once, it does nothing. */
function SomebodyElse({ choose }: { choose: () => void }) {
  useShortcuts([['somebodyElse', choose]])
  return (
    <Button
      variant="default"
      onClick={choose}
      rightSection={<KeyHint shortcut="somebodyElse" />}
      aria-keyshortcuts={ariaKeys('somebodyElse')}
    >
      Somebody else
    </Button>
  )
}
