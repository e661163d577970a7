/** An address in full, as it is typed elsewhere: it breaks where its parts end, and never inside of a word. */
import { Fragment } from 'react'
import classes from './address.module.css'

export function Address({ text }: { text: string }) {
  return (
    <code className={classes.address}>
      {text.split(/(?<=[/.])(?=[^/.])/).map((part, place) => (
        <Fragment key={place}>
          {place > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </code>
  )
}
