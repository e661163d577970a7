/** A QR code as one path, drawn here: the secret in it goes nowhere. Black on white in both themes, as cameras want it. */
import { encode } from 'uqr'
import classes from './my-account.module.css'

/** Free modules around the code that a reader needs (ISO/IEC 18004). */
const QUIET = 4

export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET })
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return (
    <svg
      className={classes.qr}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={label}
    >
      <path d={path} fill="#000000" />
    </svg>
  )
}
