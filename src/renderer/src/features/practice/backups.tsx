/** The practice's backups: where they go, what opens them, the last one, and making and proving one now. */
import { Button, Checkbox, Group, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { BackupsState } from '../../../../shared/contract/backups'
import { keys } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { FailureNotice } from '../../ui/failure-notice'
import { BackupProgress } from '../../ui/backup-progress'
import { formatMoment, sizeWords } from '../../ui/format'
import { Lines } from '../../ui/lines'
import { Dialog } from '../../ui/overlays'
import { Section } from '../../ui/page'
import { RestoreBackup } from '../../ui/restore-backup'
import { useLocale } from '../../ui/use-locale'
import { BackupList } from './backup-list'
import { BackupPassphrase } from './backup-passphrase'
import classes from './backups.module.css'
import { useBackups } from './use-backups'

export function Backups() {
  const state = useBackups()
  return (
    <Section
      title="Backups"
      intro="A backup is one encrypted file with everything in it. It can be made while everybody works, onto any drive or network folder. Keep one outside this building, and prove one now and then. Restoring one keeps the records that are here, in a folder of their own."
    >
      {state.failure ? (
        <FailureNotice failure={state.failure} action={<Button onClick={state.again}>Try again</Button>} />
      ) : state.value ? (
        <Settings state={state.value} />
      ) : (
        <Lines count={3} height={32} />
      )}
    </Section>
  )
}

function Settings({ state }: { state: BackupsState }) {
  const cache = useQueryClient()
  const locale = useLocale()
  const [asking, setAsking] = useState(false)
  const [restoring, setRestoring] = useState(false)
  const adopt = (now: BackupsState) => {
    cache.setQueryData(keys.backups, now)
    void cache.invalidateQueries({ queryKey: keys.backupFiles })
  }
  const choose = useAction((bridge) => bridge.backups.chooseFolder())
  const nightly = useAction((bridge, on: boolean) => bridge.backups.setNightly({ nightly: on }))
  const make = useAction((bridge) => bridge.backups.make())
  const cancel = useAction((bridge) => bridge.backups.cancel())
  const { folder, passphraseSetAt, lastMade, lastProved, lastFailed, running } = state
  const ready = folder !== null && passphraseSetAt !== null
  const failure = choose.failure ?? nightly.failure ?? make.failure ?? cancel.failure
  const when = (at: number) => formatMoment(at, locale)
  return (
    <>
      <dl className={classes.facts}>
        <dt>Folder</dt>
        <dd>
          <span className={classes.path}>{folder ?? 'None yet'}</span>
          <Button
            size="compact-sm"
            variant="default"
            loading={choose.pending}
            onClick={() => void choose.run(undefined).then((result) => result.ok && adopt(result.value))}
          >
            {folder === null ? 'Choose a folder' : 'Choose another folder'}
          </Button>
        </dd>
        <dt>Passphrase</dt>
        <dd>
          <span>{passphraseSetAt === null ? 'None yet' : `Chosen ${when(passphraseSetAt)}`}</span>
          <Button size="compact-sm" variant="default" aria-haspopup="dialog" onClick={() => setAsking(true)}>
            {passphraseSetAt === null ? 'Choose a passphrase' : 'Change the passphrase'}
          </Button>
        </dd>
        <dt>Last backup</dt>
        <dd>{lastMade ? `${when(lastMade.madeAt)}, ${sizeWords(lastMade.size)}` : 'None yet'}</dd>
        {lastFailed && (
          <>
            <dt>Last try</dt>
            <dd>{when(lastFailed.at)}, not made</dd>
          </>
        )}
        <dt>Last proved</dt>
        <dd>{lastProved ? when(lastProved.provedAt) : 'None yet'}</dd>
      </dl>
      <Checkbox
        label="Back up every night"
        description="Soon after midnight, or when Yarrow is next started. Kept: 7 days, 5 weeks and 12 months; older backups of this practice are removed from the folder."
        checked={state.nightly}
        disabled={!ready || nightly.pending}
        onChange={(event) =>
          void nightly.run(event.currentTarget.checked).then((result) => result.ok && adopt(result.value))
        }
      />
      {lastFailed && !make.failure && <FailureNotice failure={lastFailed.failure} tone="warn" />}
      {failure && <FailureNotice failure={failure} />}
      {running ? (
        <BackupProgress running={running} cancel={() => void cancel.run(undefined)} />
      ) : (
        <Group gap={8}>
          <Button
            disabled={!ready}
            loading={make.pending}
            onClick={() => void make.run(undefined).then((result) => result.ok && adopt(result.value))}
          >
            Back up now
          </Button>
          <Button variant="default" aria-haspopup="dialog" onClick={() => setRestoring(true)}>
            Restore a backup
          </Button>
          {!ready && (
            <Text size="sm" c="dimmed">
              {folder === null ? 'Choose a folder first.' : 'Choose a passphrase first.'}
            </Text>
          )}
        </Group>
      )}
      {ready && <BackupList busy={running !== null} />}
      <Dialog opened={restoring} onClose={() => setRestoring(false)} title="Restore a backup" size={520}>
        <RestoreBackup here="open" close={() => setRestoring(false)} />
      </Dialog>
      <Dialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={passphraseSetAt === null ? 'Choose a backup passphrase' : 'Change the backup passphrase'}
        size={520}
      >
        <BackupPassphrase
          close={() => setAsking(false)}
          chosen={(now) => {
            adopt(now)
            setAsking(false)
          }}
        />
      </Dialog>
    </>
  )
}
