/** Proves that what reads or changes the record is held up much sooner than what only moves the screen (F-508). */
import { expect, test } from 'vitest'
import { ManualClock } from '../platform/clock/manual-clock'
import { TokenBucket } from '../platform/clock/token-bucket'
import { everyCall } from '../../shared/contract'
import { CALL_PACE, paceOf } from './pace'

const pace = (call: string) => {
  const found = everyCall.find(({ name }) => name === call)
  if (!found) throw new Error(`No call ${call}`)
  return paceOf(found.contract)
}

test.each(['patients.create', 'patients.get', 'accounts.add', 'audit.exportCsv', 'charts.openInEmergency'])(
  'F-508: %s stops after sixty at once, and goes on as fast as a key repeats',
  (call) => {
    const clock = new ManualClock()
    const bucket = new TokenBucket(clock, pace(call))
    const flood = () => Array.from({ length: 1_000 }, () => bucket.take()).filter(Boolean).length
    expect(flood()).toBe(60)
    clock.advance(1_000)
    expect(flood()).toBe(40)
  },
)

test.each(['embed.place', 'drafts.save', 'drafts.savePlace', 'people.session', 'app.info'])(
  'F-508: %s, which follows the screen or the keys, is not held up by that',
  (call) => {
    expect(pace(call)).toBe(CALL_PACE)
  },
)
