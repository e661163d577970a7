/** Between one's own practice and the demo practice, whose records are kept wholly apart. */
import { Anchor } from '@mantine/core'
import { useAction } from '../data/use-action'
import { FailureNotice } from '../ui/failure-notice'

export function useSwitchRecords(demo: boolean) {
  return useAction((bridge) => (demo ? bridge.setup.leaveDemo() : bridge.setup.openDemo()))
}

export const LEAVE_DEMO = 'Leave the demo practice'

/** For the demo's sign-in screen; a practice's own does not speak of the demo. */
export function LeaveDemo() {
  const change = useSwitchRecords(true)
  return (
    <div>
      <Anchor
        component="button"
        type="button"
        size="sm"
        disabled={change.pending}
        onClick={() => void change.run(undefined)}
      >
        {LEAVE_DEMO}
      </Anchor>
      {change.failure && <FailureNotice failure={change.failure} />}
    </div>
  )
}
