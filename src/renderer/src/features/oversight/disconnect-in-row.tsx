/** The end of a connection in its own row: one button, and one question before anything happens. */
import { Button } from '@mantine/core'
import classes from './everybody.module.css'

type Props = {
  /** Whose connection it is, for those who do not see the row. */
  name: string
  asked: boolean
  ask: (open: boolean) => void
  busy: boolean
  disconnect: () => void
}

export function DisconnectInRow({ name, asked, ask, busy, disconnect }: Props) {
  if (asked)
    return (
      <div className={classes.buttons}>
        <Button size="compact-sm" color="red.9" onClick={disconnect} autoFocus>
          Disconnect now
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => ask(false)}>
          Keep
        </Button>
      </div>
    )
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      color="gray"
      disabled={busy}
      onClick={() => ask(true)}
      aria-label={`Disconnect ${name}`}
    >
      Disconnect
    </Button>
  )
}
