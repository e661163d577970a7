/**
 * Connecting Fullscript again from wherever it turned out to be necessary. What does it is another feature's; here is
 * only how a notice anywhere offers it.
 */
import { Button } from '@mantine/core'
import { createContext, use, type ReactNode } from 'react'
import type { FailureCode } from '../../../shared/failures'
import { ConnectedIcon } from './icons'

const ReconnectContext = createContext<(() => void) | null>(null)

type Props = { reconnect: (() => void) | null; children: ReactNode }

/**
 * `reconnect` opens the way to a new connection over what is on screen, which stays as it is; null for a person who cannot
 * make one.
 */
export function ReconnectProvider({ reconnect, children }: Props) {
  return <ReconnectContext value={reconnect}>{children}</ReconnectContext>
}

/** Null where nobody is signed in, and for a person who cannot make the connection. */
export const useReconnect = (): (() => void) | null => use(ReconnectContext)

const RECONNECTABLE: readonly FailureCode[] = [
  'fullscript-not-connected',
  'fullscript-reconnect-needed',
  'fullscript-missing-scope',
]

/** Failures that a new connection mends. */
export const isReconnectable = (code: FailureCode): boolean => RECONNECTABLE.includes(code)

export function ReconnectButton({ reconnect }: { reconnect: () => void }) {
  return (
    <Button leftSection={<ConnectedIcon size={15} />} onClick={reconnect}>
      Connect again
    </Button>
  )
}
