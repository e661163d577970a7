/** Initials in a calm tint that stays the same for the same name. */
import { Avatar } from '@mantine/core'
import { initials } from './format'
import classes from './person-avatar.module.css'

const TINTS = 6

export function PersonAvatar({ name, size = 32 }: { name: string; size?: number }) {
  const tint = [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7) % TINTS
  return (
    <Avatar size={size} radius="100%" className={classes.avatar} data-tint={tint} aria-hidden>
      {initials(name)}
    </Avatar>
  )
}
