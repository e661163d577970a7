/** Whether the record is whole, in words; checking it from the first row on; and what was found. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { AuditState } from '../../../../shared/contract/audit'
import { counted } from '../../../../shared/plural'
import { useAction } from '../../data/use-action'
import { useBridgeEvent } from '../../data/use-bridge-event'
import { FailureNotice } from '../../ui/failure-notice'
import { formatMoment } from '../../ui/format'
import { GoodIcon } from '../../ui/icons'
import { Notice } from '../../ui/notice'
import { useLocale } from '../../ui/use-locale'
import classes from './audit.module.css'
import { problemWords } from './words'

export function ChainState({ state, changed }: { state: AuditState; changed: () => void }) {
  const locale = useLocale()
  const verify = useAction((bridge) => bridge.audit.verify())
  const cancel = useAction((bridge) => bridge.audit.cancelVerify())
  const acknowledge = useAction((bridge) => bridge.audit.acknowledge())
  const [progress, setProgress] = useState<AuditState['running']>(null)
  useBridgeEvent(
    (on) => on.audit.verifying,
    (now) => setProgress(now),
  )
  const run = async () => {
    setProgress(null)
    await verify.run(undefined)
    changed()
  }
  const { problems, stations, verified, verifiedAt, fullAt } = state
  const percent = progress && progress.total > 0 ? Math.floor((100 * progress.checked) / progress.total) : 0
  const when = (at: number) => formatMoment(at, locale)
  return (
    <>
      <div className={classes.state}>
        <span role="status" className={classes.good}>
          {problems.length === 0 && verifiedAt !== null && !verify.pending && (
            <GoodIcon size={16} stroke={1.8} aria-hidden />
          )}
          {verify.pending
            ? `Verifying… ${String(percent)} %`
            : verifiedAt === null
              ? 'Not verified yet'
              : `${counted(verified, 'row')} verified, ${when(verifiedAt)}`}
        </span>
        {!verify.pending && fullAt !== null && <span>From the first row: {when(fullAt)}</span>}
        {verify.pending ? (
          <Button size="compact-sm" variant="default" onClick={() => void cancel.run(undefined)}>
            Cancel
          </Button>
        ) : (
          <Button size="compact-sm" variant="default" onClick={() => void run()}>
            Verify every row
          </Button>
        )}
      </div>
      {verify.failure && (
        <div className={classes.message}>
          <FailureNotice failure={verify.failure} />
        </div>
      )}
      {problems.length > 0 && (
        <div className={classes.message}>
          <Notice
            title="The audit record was tampered with, or a part of it cannot be checked"
            action={
              <Button
                variant="default"
                onClick={() => void acknowledge.run(undefined).then(changed)}
                loading={acknowledge.pending}
              >
                I have looked into this
              </Button>
            }
          >
            {problems.map((problem) => (
              <div key={`${problem.kind} ${String(problem.station)} ${String(problem.seq)}`}>
                {problemWords(problem, stations)} Found {when(problem.foundAt)}.
              </div>
            ))}
          </Notice>
        </div>
      )}
    </>
  )
}
