/** The backups in the folder, and proving one of them. */
import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { BackupFile, BackupProved } from '../../../../shared/contract/backups'
import { keys } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { useCall } from '../../data/use-call'
import { DataList } from '../../ui/data-list'
import { FailureNotice } from '../../ui/failure-notice'
import { formatMoment, sizeWords } from '../../ui/format'
import { Notice } from '../../ui/notice'
import { Dialog } from '../../ui/overlays'
import { useLocale } from '../../ui/use-locale'
import { provedWords } from './backup-words'
import classes from './backups.module.css'

/** `busy`: one is made or proved at the moment. */
export function BackupList({ busy }: { busy: boolean }) {
  const locale = useLocale()
  const files = useCall(keys.backupFiles, (bridge) => bridge.backups.list(), { fresh: true })
  const [proving, setProving] = useState<BackupFile | null>(null)
  if (files.failure)
    return (
      <FailureNotice failure={files.failure} action={<Button onClick={files.again}>Look again</Button>} />
    )
  return (
    <>
      <DataList
        label="Backups in the folder"
        className={classes.table}
        rows={files.value}
        room={2}
        keyOf={({ name }) => name}
        empty={
          <Text size="sm" c="dimmed">
            There is no backup of this practice in the folder yet.
          </Text>
        }
        columns={[
          {
            ...{ key: 'made', head: 'Made', figures: true, title: ({ name }: BackupFile) => name },
            cell: ({ madeAt }) => formatMoment(madeAt, locale),
          },
          {
            ...{ key: 'size', head: 'Size', width: 112, figures: true, end: true },
            cell: ({ size }) => sizeWords(size),
          },
          {
            ...{ key: 'prove', head: 'Prove', offscreen: true, width: 96, end: true },
            cell: (file) => (
              <Button
                size="compact-sm"
                variant="default"
                disabled={busy && proving === null}
                aria-haspopup="dialog"
                aria-label={`Prove the backup of ${formatMoment(file.madeAt, locale)}`}
                onClick={() => setProving(file)}
              >
                Prove
              </Button>
            ),
          },
        ]}
      />
      <Dialog opened={proving !== null} onClose={() => setProving(null)} title="Prove this backup" size={520}>
        {proving && <Prove file={proving} close={() => setProving(null)} />}
      </Dialog>
    </>
  )
}

function Prove({ file, close }: { file: BackupFile; close: () => void }) {
  const locale = useLocale()
  const [typed, setTyped] = useState('')
  const [proved, setProved] = useState<BackupProved | null>(null)
  const prove = useAction((bridge, input: { name: string; typed: string }) => bridge.backups.prove(input))
  const cancel = useAction((bridge) => bridge.backups.cancel())
  if (proved) {
    const { sentence, beside } = provedWords(proved, locale)
    return (
      <Stack gap={16}>
        <Notice title={sentence} tone="good">
          {beside.length > 0 ? beside.join(' ') : undefined}
        </Notice>
        <Group justify="flex-end">
          <Button onClick={close} autoFocus>
            Done
          </Button>
        </Group>
      </Stack>
    )
  }
  return (
    <form
      autoComplete="off"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (typed === '') return
        void prove.run({ name: file.name, typed }).then((result) => {
          if (!result.ok) return
          setTyped('')
          setProved(result.value)
        })
      }}
    >
      <Stack gap={16}>
        <Text size="sm">
          Yarrow restores the backup of {formatMoment(file.madeAt, locale)} to a place of its own, compares
          every table with what was put into it, checks its audit record, and looks whether you could sign in.
          Your records are not touched.
        </Text>
        <PasswordInput
          label="Backup passphrase or recovery code"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          disabled={prove.pending}
          error={prove.failure?.code === 'backup-not-opened' && 'That does not open this backup'}
          data-autofocus
          autoFocus
        />
        {prove.failure && prove.failure.code !== 'backup-not-opened' && (
          <FailureNotice failure={prove.failure} />
        )}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={() => (prove.pending ? void cancel.run(undefined) : close())}>
            Cancel
          </Button>
          <Button type="submit" loading={prove.pending} disabled={typed === ''}>
            Prove this backup
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
