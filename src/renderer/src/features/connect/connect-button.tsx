/** The button of mission/001, in two of Fullscript's three colours; in each theme a pair with 4.5:1 or more. */
import { UnstyledButton } from '@mantine/core'
import { LeafIcon } from '../../components/icons'
import classes from './connect.module.css'

type Props = { onClick: () => void; busy: boolean; clinic: boolean }

export function ConnectButton({ onClick, busy, clinic }: Props) {
  return (
    <UnstyledButton className={classes.connect} onClick={onClick} disabled={busy} aria-busy={busy}>
      <LeafIcon size={18} stroke={1.8} aria-hidden className={classes.leaf} />
      {busy ? 'Opening your browser' : clinic ? 'Connect a clinic' : 'Connect my Fullscript account'}
    </UnstyledButton>
  )
}
