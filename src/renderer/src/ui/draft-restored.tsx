/** Says that half-typed text came back, and lets it go again. */
import { Button } from '@mantine/core'
import type { FormDraft } from '../data/drafts'
import { formatMoment } from './format'
import { Notice } from './notice'
import { useUndo } from './undo-notice'
import { useLocale } from './use-locale'

export function DraftRestored({ draft }: { draft: FormDraft }) {
  const locale = useLocale()
  const offerUndo = useUndo()
  if (draft.restored === null) return null
  const discard = () => {
    const takeBack = draft.discard()
    offerUndo({
      id: 'draft-discarded',
      message: 'Draft discarded',
      what: 'letting go of what was typed',
      undo: () => {
        takeBack()
        return true
      },
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
