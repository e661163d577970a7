/** Says that half-typed text came back, and lets it go again. */
import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { FormDraft } from '../bridge/drafts'
import { formatMoment } from './format'
import { Notice } from './notice'
import { useLocale } from './use-locale'

export function DraftRestored({ draft }: { draft: FormDraft }) {
  const locale = useLocale()
  if (draft.restored === null) return null
  const discard = () => {
    const undo = draft.discard()
    notifications.show({
      id: 'draft-discarded',
      message: <Discarded undo={undo} />,
      autoClose: 8000,
      closeButtonProps: { 'aria-label': 'Dismiss' },
    })
  }
  return (
    <Notice
      title="Draft restored"
      action={
        <Button variant="default" size="compact-sm" onClick={discard}>
          Discard draft
        </Button>
      }
    >
      {draft.restored === 'now'
        ? 'You typed this and closed it.'
        : `You typed this on ${formatMoment(draft.restored, locale)}.`}{' '}
      It is not saved yet.
    </Notice>
  )
}

function Discarded({ undo }: { undo: () => void }) {
  return (
    <Group justify="space-between" wrap="nowrap">
      Draft discarded
      <Button
        variant="subtle"
        size="compact-sm"
        onClick={() => {
          notifications.hide('draft-discarded')
          undo()
        }}
      >
        Undo
      </Button>
    </Group>
  )
}
