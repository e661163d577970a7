/** At the foot of a settings form: save what was changed, or take it back. */
import { Button } from '@mantine/core'
import { KeyHint } from './keys'
import classes from './save-buttons.module.css'

type Props = {
  /** Something was changed since it was saved. */
  dirty: boolean
  saving: boolean
  discard: () => void
}

export function SaveButtons({ dirty, saving, discard }: Props) {
  return (
    <div className={classes.footer}>
      <Button
        type="submit"
        disabled={!dirty}
        loading={saving}
        rightSection={<KeyHint shortcut="save" onColor={dirty} />}
      >
        Save settings
      </Button>
      <Button variant="default" disabled={!dirty} onClick={discard}>
        Discard
      </Button>
    </div>
  )
}
