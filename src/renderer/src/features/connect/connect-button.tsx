/** Connecting with Fullscript's logo, where the build has it, and the words; in Fullscript's colours, where they contrast. */
import { UnstyledButton } from '@mantine/core'
import classes from './connect.module.css'
import { FULLSCRIPT_LOGO } from './fullscript-logo'

type Props = { onClick: () => void; busy: boolean; clinic: boolean }

export function ConnectButton({ onClick, busy, clinic }: Props) {
  return (
    <UnstyledButton className={classes.connect} onClick={onClick} disabled={busy} aria-busy={busy}>
      {FULLSCRIPT_LOGO !== null && <img src={FULLSCRIPT_LOGO} alt="" className={classes.logo} />}
      {busy ? 'Opening your browser' : clinic ? 'Connect a clinic' : 'Connect my Fullscript account'}
    </UnstyledButton>
  )
}
