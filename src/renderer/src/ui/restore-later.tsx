/** The way back from a backup, fetched only when somebody takes it: hardly any start needs it. */
import { lazy, Suspense } from 'react'
import type { Here } from './restore-backup'

const RestoreBackup = lazy(() => import('./restore-backup').then((file) => ({ default: file.RestoreBackup })))

export const RestoreLater = (props: { here: Here; close: () => void }) => (
  <Suspense>
    <RestoreBackup {...props} />
  </Suspense>
)
