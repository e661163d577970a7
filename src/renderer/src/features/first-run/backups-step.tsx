/** After the practice is made: where its nightly backups go and what opens them, or a plain word on doing without. */
import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { SHORTEST_BACKUP_PASSPHRASE } from '../../../../shared/contract/backups'
import { ok } from '../../../../shared/failures'
import { useAction } from '../../data/use-action'
import { useChosenPassphrase } from '../../ui/chosen-passphrase'
import { FailureNotice } from '../../ui/failure-notice'
import classes from './first-run.module.css'

/** `password`: the one that was chosen a moment ago, as proof. */
export function BackupsStep({ password, next }: { password: string; next: () => void }) {
  const [folder, setFolder] = useState<string | null>(null)
  const { passphrase, inputs } = useChosenPassphrase({
    label: 'Backup passphrase',
    shortest: SHORTEST_BACKUP_PASSPHRASE,
  })
  const choose = useAction((bridge) => bridge.backups.chooseFolder())
  const turnOn = useAction(async (bridge, chosen: string) => {
    const kept = await bridge.backups.setPassphrase({ proof: { password, code: null }, passphrase: chosen })
    const nightly = kept.ok ? await bridge.backups.setNightly({ nightly: true }) : kept
    return nightly.ok ? ok(null) : nightly
  })
  const submit = async () => {
    if (folder === null || passphrase === null || turnOn.pending) return
    const result = await turnOn.run(passphrase)
    if (result.ok) next()
  }
  const failure = choose.failure ?? turnOn.failure
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
        <div>
          <Title order={1}>Back up every night</Title>
          <Text c="dimmed">
            Yarrow writes an encrypted copy of everything into a folder, soon after midnight or when it is
            next started. Take one on another drive or a network share, so that it outlives this computer.
          </Text>
        </div>
        <div className={classes.folder}>
          <Text size="sm" className={classes.path}>
            {folder ?? 'No folder yet'}
          </Text>
          <Button
            variant="default"
            autoFocus
            loading={choose.pending}
            onClick={() =>
              void choose.run(undefined).then((result) => result.ok && setFolder(result.value.folder))
            }
          >
            {folder === null ? 'Choose a folder' : 'Choose another folder'}
          </Button>
        </div>
        {inputs}
        <Text size="sm" c="dimmed">
          Write the passphrase down and keep it away from this computer: nobody can look it up, not even us.
          Without backups everything in Yarrow is lost if this computer is; you can turn them on at any time
          in Practice settings.
        </Text>
        {failure && <FailureNotice failure={failure} />}
        <Group gap={8}>
          <Button type="submit" loading={turnOn.pending} disabled={folder === null || passphrase === null}>
            Turn on nightly backups
          </Button>
          <Button variant="default" onClick={next} disabled={turnOn.pending}>
            Skip for now
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
