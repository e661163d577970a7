/**
 * Connecting Fullscript again from wherever it turned out to be necessary. What does it is another feature's; here is
 * only how a notice anywhere offers it.
 */
import { Button } from '@mantine/core'
import { createContext, use, type ReactNode } from 'react'
import type { FailureCode } from '../../../shared/failures'
import { ConnectedIcon } from './icons'

const MendContext = createContext<(() => void) | null>(null)

type Props = { mend: (() => void) | null; children: ReactNode }

/**
 * `mend` opens the way to a new connection over what is on screen, which stays as it is; null for a person who cannot
 * make one.
 */
export function MendProvider({ mend, children }: Props) {
  return <MendContext value={mend}>{children}</MendContext>
}

/** Null where nobody is signed in, and for a person who cannot make the connection. */
export const useMend = (): (() => void) | null => use(MendContext)

const MENDABLE: readonly FailureCode[] = [
  'fullscript-not-connected',
  'fullscript-reconnect-needed',
  'fullscript-missing-scope',
]

/** Failures that a new connection mends. */
export const isMendable = (code: FailureCode): boolean => MENDABLE.includes(code)

export function MendButton({ mend }: { mend: () => void }) {
  return (
    <Button leftSection={<ConnectedIcon size={15} />} onClick={mend}>
      Connect again
    </Button>
  )
}
