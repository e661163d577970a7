/** Between one's own practice and the demo practice, whose records are kept wholly apart. */
import { Anchor } from '@mantine/core'
import { useAction } from '../bridge/use-action'
import { FailureNotice } from './failure-notice'

export function useSwitchRecords(demo: boolean) {
  return useAction((bridge) => (demo ? bridge.setup.leaveDemo() : bridge.setup.openDemo()))
}

export const switchLabel = (demo: boolean): string =>
  demo ? 'Leave the demo practice' : 'Look around in the demo practice'

export function SwitchRecords({ demo }: { demo: boolean }) {
  const change = useSwitchRecords(demo)
  return (
    <div>
      <Anchor
        component="button"
        type="button"
        size="sm"
        disabled={change.pending}
        onClick={() => void change.run(undefined)}
      >
        {switchLabel(demo)}
      </Anchor>
      {change.failure && <FailureNotice failure={change.failure} />}
    </div>
  )
}
