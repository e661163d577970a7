/** From an encrypted file to an open chart: what stands in between is explained, and nothing is ever overwritten. */
import { Button, Title } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { keys, useStorage } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { assertNever } from '../../../../shared/assert-never'
import { LOST_RECORDS } from '../../../../shared/failures'
import { FailureNotice } from '../../ui/failure-notice'
import { KeptPath } from '../../ui/kept-path'
import { Lobby } from '../../ui/lobby'
import { RestoreLater } from '../../ui/restore-later'
import { ChoosePassphrase, EnterPassphrase } from './passphrase'
import { RecoveryCode } from './recovery-code'

export function Startup({ children }: { children: ReactNode }) {
  const cache = useQueryClient()
  const storage = useStorage()
  const [restoring, setRestoring] = useState(false)
  const retry = useAction(async (bridge) => {
    const result = await bridge.app.retryStorage()
    if (result.ok) cache.setQueryData(keys.storage, result.value)
    return result
  })
  const again = (
    <Button onClick={() => void retry.run(undefined)} loading={retry.pending}>
      Try again
    </Button>
  )

  if (storage.failure)
    return (
      <Lobby>
        <FailureNotice
          failure={storage.failure}
          action={<Button onClick={storage.again}>Try again</Button>}
        />
      </Lobby>
    )
  const state = storage.value
  if (!state) return null
  switch (state.state) {
    case 'open':
      return children
    case 'opening':
      return (
        <Lobby>
          <Title order={1} className="late" role="status">
            Opening your records…
          </Title>
        </Lobby>
      )
    case 'passphrase-needed':
      return (
        <Lobby>
          {state.first ? (
            <ChoosePassphrase failure={state.failure} />
          ) : (
            <EnterPassphrase failure={state.failure} />
          )}
        </Lobby>
      )
    case 'failed':
      if (restoring)
        return (
          <Lobby title="Restore from a backup">
            <RestoreLater here="lost" close={() => setRestoring(false)} />
          </Lobby>
        )
      return (
        <Lobby title="Yarrow could not open your records">
          <FailureNotice failure={retry.failure ?? state.failure} action={again} />
          {state.recoverable && <RecoveryCode />}
          {state.keptFile !== null && (
            <KeptPath title="Your records are in this file" path={state.keptFile} />
          )}
          {LOST_RECORDS.has(state.failure.code) && (
            <Button variant="default" onClick={() => setRestoring(true)}>
              Restore from a backup
            </Button>
          )}
        </Lobby>
      )
    default:
      return assertNever(state)
  }
}
