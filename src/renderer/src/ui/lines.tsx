/** Room for text that is on its way; visible only when it takes long. */
import { Skeleton, Stack } from '@mantine/core'

export function Lines({ count, height = 16, gap = 12 }: { count: number; height?: number; gap?: number }) {
  return (
    <Stack gap={gap} className="late" aria-busy="true" aria-label="Loading" role="status">
      {Array.from({ length: count }, (_, line) => (
        <Skeleton key={line} height={height} width={`${90 - ((line * 17) % 40)}%`} radius="sm" />
      ))}
    </Stack>
  )
}
