/** A tooltip that says what something does and which keys do the same. */
import { Group, Tooltip, type TooltipProps } from '@mantine/core'
import { KeyHint, type Shortcut } from './keys'

type Props = {
  text: string
  shortcut?: Shortcut
  position?: TooltipProps['position']
  children: TooltipProps['children']
}

export function Hint({ text, shortcut, position = 'top', children }: Props) {
  const label = (
    <Group gap={8} wrap="nowrap">
      {text}
      {shortcut && <KeyHint shortcut={shortcut} onColor />}
    </Group>
  )
  return (
    <Tooltip label={label} position={position}>
      {children}
    </Tooltip>
  )
}
