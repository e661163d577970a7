/**
 * Bringing records back from a backup: which file, what opens it, what it is, and only then restoring it. What was opened is
 * forgotten when somebody leaves in between.
 */
import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core'
import { useEffect, useRef, useState, type SubmitEvent } from 'react'
import type { BackupProgress as State } from '../../../shared/contract/backups'
import type { Proof } from '../../../shared/contract/people'
import type { ChosenBackup, OpenedBackup } from '../../../shared/contract/restore'
import type { Failure } from '../../../shared/failures'
import { useAction } from '../data/use-action'
import { useBridgeEvent } from '../data/use-bridge-event'
import { useBridge } from '../data/window-bridge'
import { BackupProgress } from './backup-progress'
import { FailureNotice } from './failure-notice'
import { formatMoment, sizeWords } from './format'
import { useProofInputs } from './proof-inputs'
import classes from './restore-backup.module.css'
import { useLocale } from './use-locale'

/** What is here at the moment: `nothing` yet, records that cannot be opened, or records that somebody is signed in to. */
export type Here = 'nothing' | 'lost' | 'open'

export function RestoreBackup({ here, close }: { here: Here; close: () => void }) {
  const bridge = useBridge()
  const [chosen, setChosen] = useState<ChosenBackup | null>(null)
  const [opened, setOpened] = useState<OpenedBackup | null>(null)
  const [running, setRunning] = useState<State | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  /** From then on the records change places, whether this is in sight or not. */
  const applying = useRef(false)
  useBridgeEvent((on) => on.restore.progress, setRunning)
  useEffect(
    () => () => {
      if (!applying.current) void bridge.restore.cancel()
    },
    [bridge],
  )
  const cancel = () => void bridge.restore.cancel()
  const choose = useAction((calls) => calls.restore.choose())
  const chooseFile = async () => {
    setFailure(null)
    const result = await choose.run(undefined)
    if (!result.ok || result.value === null) return
    setChosen(result.value)
  }
  const progress = running && <BackupProgress running={running} cancel={cancel} />
  const shown = choose.failure ?? failure
  const notice = shown && shown.code !== 'backup-cancelled' && <FailureNotice failure={shown} />

  if (opened)
    return (
      <Apply
        here={here}
        opened={opened}
        progress={progress}
        applying={(now) => {
          applying.current = now
        }}
        back={(why) => {
          setOpened(null)
          setFailure(why)
        }}
      />
    )
  if (chosen)
    return (
      <Open
        key={chosen.name}
        chosen={chosen}
        progress={progress}
        notice={notice}
        forget={() => setFailure(null)}
        chooseAnother={() => void chooseFile()}
        close={close}
        opened={setOpened}
      />
    )
  return (
    <Stack gap={16}>
      <Text size="sm">
        A backup is a file whose name ends in “.yarrow-backup”, in the folder, drive or network share that was
        chosen for backups. Have its passphrase, or an administrator’s recovery code, at hand.
      </Text>
      {notice}
      <Group justify="space-between" gap={8}>
        <Button variant="default" onClick={close}>
          {here === 'open' ? 'Cancel' : 'Back'}
        </Button>
        <Button onClick={() => void chooseFile()} loading={choose.pending} data-autofocus autoFocus>
          Choose a backup file
        </Button>
      </Group>
    </Stack>
  )
}

type OpenProps = {
  chosen: ChosenBackup
  progress: React.ReactNode
  notice: React.ReactNode
  forget: () => void
  chooseAnother: () => void
  close: () => void
  opened: (opened: OpenedBackup) => void
}

function Open({ chosen, progress, notice, forget, chooseAnother, close, opened }: OpenProps) {
  const locale = useLocale()
  const [typed, setTyped] = useState('')
  const open = useAction((calls, input: string) => calls.restore.open({ typed: input }))
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (typed === '' || open.pending) return
    forget()
    const result = await open.run(typed)
    if (result.ok) opened(result.value)
  }
  const atField = open.failure?.code === 'backup-not-opened'
  const failure = open.failure && !atField && open.failure.code !== 'backup-cancelled' ? open.failure : null
  return (
    <form autoComplete="off" noValidate onSubmit={(event) => void submit(event)}>
      <Stack gap={16}>
        <dl className={classes.facts}>
          <dt>File</dt>
          <dd>{chosen.name}</dd>
          <dt>Made</dt>
          <dd>
            {formatMoment(chosen.madeAt, locale)}, {sizeWords(chosen.size)}
          </dd>
        </dl>
        <PasswordInput
          label="Backup passphrase or recovery code"
          description="As it was on the day the backup was made."
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          disabled={open.pending}
          error={atField && 'That does not open this backup'}
          data-autofocus
          autoFocus
        />
        {failure ? <FailureNotice failure={failure} /> : notice}
        {progress || (
          <Group justify="space-between" gap={8}>
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Group gap={8}>
              <Button variant="default" onClick={chooseAnother}>
                Choose another
              </Button>
              <Button type="submit" loading={open.pending} disabled={typed === ''}>
                Open this backup
              </Button>
            </Group>
          </Group>
        )}
      </Stack>
    </form>
  )
}

type ApplyProps = {
  here: Here
  opened: OpenedBackup
  progress: React.ReactNode
  applying: (now: boolean) => void
  back: (why: Failure | null) => void
}

function Apply({ here, opened, progress, applying, back }: ApplyProps) {
  const locale = useLocale()
  const asked = useProofInputs({ autoFocus: true })
  const [passphrase, setPassphrase] = useState('')
  const apply = useAction((calls, input: { proof: Proof | null; passphrase: string | null }) =>
    calls.restore.apply(input),
  )
  const wrongPassphrase = apply.failure?.code === 'wrong-passphrase'
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (apply.pending || (here === 'open' && !asked.complete())) return
    applying(true)
    const result = await apply.run({
      proof: here === 'open' ? asked.proof : null,
      passphrase: opened.asksPassphrase ? passphrase : null,
    })
    if (result.ok) return
    applying(false)
    const atField = asked.take(result.failure) || result.failure.code === 'wrong-passphrase'
    if (!atField) back(result.failure)
  }
  return (
    <form autoComplete="off" noValidate onSubmit={(event) => void submit(event)}>
      <Stack gap={16}>
        <dl className={classes.facts}>
          <dt>Practice</dt>
          <dd>{opened.practiceName === '' ? 'Without a name' : opened.practiceName}</dd>
          <dt>Up to</dt>
          <dd>{formatMoment(opened.madeAt, locale)}</dd>
          <dt>Patients</dt>
          <dd>{opened.patients.toLocaleString(locale)}</dd>
          <dt>Made with</dt>
          <dd>
            Yarrow {opened.appVersion}, records version {String(opened.schema)}
          </dd>
        </dl>
        <Text size="sm">All of it was read, and is as it was put in. {HERE[here]}</Text>
        {here === 'open' && asked.inputs}
        {opened.asksPassphrase && (
          <PasswordInput
            label="Vault passphrase of this computer"
            description="It opens the records here now, and will open the restored ones."
            value={passphrase}
            onChange={(event) => setPassphrase(event.currentTarget.value)}
            autoComplete="off"
            error={wrongPassphrase && 'This is not the passphrase'}
            autoFocus={here !== 'open'}
          />
        )}
        {progress || (
          <Group justify="space-between" gap={8}>
            <Button variant="default" onClick={() => back(null)} disabled={apply.pending}>
              Back
            </Button>
            <Button
              type="submit"
              loading={apply.pending}
              disabled={opened.asksPassphrase && passphrase === ''}
              autoFocus={here !== 'open' && !opened.asksPassphrase}
            >
              Restore these records
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  )
}

const HERE: Record<Here, string> = {
  nothing:
    'Nothing has been entered on this computer yet, so nothing is replaced. Everybody signs in with the name and password that they had then.',
  lost: 'The records that cannot be opened are kept, untouched, in a folder of their own; Yarrow then says where. Everybody signs in with the name and password that they had when the backup was made.',
  open: 'The records here now are closed and kept whole in a folder of their own; Yarrow then says where. What was entered since the backup is in those only. Everybody is signed out, and signs in with the name and password of then.',
}
