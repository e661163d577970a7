import { counted } from '../../../../shared/plural'
import { Button, Group } from '@mantine/core'
import type { ReactNode } from 'react'
import { ListFooter } from '../../ui/list-screen'

export const PAGE_ROWS = 100

/** `total`: undefined while nobody knows. */
type Props = {
  total: number | undefined
  offset: number
  setOffset: (offset: number) => void
  /** Other rows are on their way. */
  busy?: boolean
  children?: ReactNode
}

export function Paging({ total: known, offset, setOffset, busy = false, children }: Props) {
  const total = known ?? 0
  const last = Math.min(offset + PAGE_ROWS, total)
  const span = `${(offset + 1).toLocaleString()}–${last.toLocaleString()} of ${counted(total, 'row')}`
  const told = known === undefined ? '' : total === 0 ? 'No rows' : span
  return (
    <ListFooter>
      <span role="status">
        {told}
        {busy && <span className="late"> · searching…</span>}
      </span>
      {children}
      <Group gap={8} wrap="nowrap">
        <Button
          size="compact-xs"
          variant="default"
          disabled={offset === 0}
          onClick={() => setOffset(Math.max(0, offset - PAGE_ROWS))}
        >
          Previous
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          disabled={last >= total}
          onClick={() => setOffset(offset + PAGE_ROWS)}
        >
          Next
        </Button>
      </Group>
    </ListFooter>
  )
}
