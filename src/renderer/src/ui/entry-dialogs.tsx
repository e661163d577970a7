/** What every clinical entry has beside its form: its history, and that it was entered in error. */
import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ENTERED_IN_ERROR, LONGEST_REASON_FOR_ERROR, type Entry } from '../../../shared/contract/entries'
import type { EntryArea } from '../../../shared/entry-kinds'
import { useHistory } from '../data/entries'
import type { EntryActions } from '../data/use-entry-actions'
import { FailureNotice } from './failure-notice'
import { Dialog } from './overlays'
import { Versions } from './versions'

type Props<B> = {
  area: EntryArea
  /** Whose history, and what is marked as an error; undefined: neither is open. */
  history: Entry<B> | undefined
  error: Entry<B> | undefined
  close: () => void
  mayWrite: boolean
  actions: EntryActions
  /** What a version said, a line for each thing. */
  says: (version: Entry<B>) => readonly string[]
}

export function EntryDialogs<B>({ history, error, close, mayWrite, ...rest }: Props<B>) {
  return (
    <>
      <Dialog opened={history !== undefined} onClose={close} title="History" size={560}>
        {history && <History entry={history} close={close} mayWrite={mayWrite} {...rest} />}
      </Dialog>
      <Dialog opened={mayWrite && error !== undefined} onClose={close} title="Entered in error" size={480}>
        {error && <Retract entry={error} close={close} actions={rest.actions} />}
      </Dialog>
    </>
  )
}

type HistoryProps<B> = Omit<Props<B>, 'history' | 'error'> & { entry: Entry<B> }

function History<B>({ area, entry, close, mayWrite, actions, says }: HistoryProps<B>) {
  const history = useHistory<B>(area, entry.patientId, entry.id)
  const bringBack = ({ version, body, status }: Entry<B>) =>
    mayWrite &&
    body !== null &&
    status !== ENTERED_IN_ERROR && (
      <Button
        variant="default"
        size="compact-sm"
        disabled={actions.pending}
        onClick={() =>
          void actions.restore(entry, version).then((done) => {
            if (done) close()
          })
        }
        aria-label={`Bring back version ${version}`}
      >
        Bring back
      </Button>
    )
  return (
    <>
      {actions.failure && <FailureNotice failure={actions.failure} />}
      <Versions history={history} says={says} action={bringBack} />
    </>
  )
}

function Retract<B>({
  entry,
  close,
  actions,
}: {
  entry: Entry<B>
  close: () => void
  actions: EntryActions
}) {
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const submit = async () => {
    setMissing(reason.trim() === '')
    if (reason.trim() !== '' && (await actions.retract(entry, reason))) close()
  }
  return (
    <form
      autoComplete="off"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack gap={16}>
        <Text size="sm" className="whole">
          <bdi>{entry.text}</bdi> leaves the chart’s lists. It is kept with your reason, and can be brought
          back from its history.
        </Text>
        <TextInput
          label="Reason"
          placeholder="For example: another patient’s"
          data-autofocus
          maxLength={LONGEST_REASON_FOR_ERROR}
          value={reason}
          error={missing && 'Say why it was an error'}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {actions.failure && <FailureNotice failure={actions.failure} />}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={actions.pending}>
            Mark as entered in error
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
