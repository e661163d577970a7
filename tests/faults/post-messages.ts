/**
 * S-14: forged messages against the embed page with Fullscript's real package in it. Wrong source, wrong origin, wrong
 * shape, wrong frame id, prototype keys, deep and huge data, and floods of them; genuine messages are mixed in, so that
 * a page that simply drops everything fails too. What may be accepted is known from how a message was made.
 */
import fc from 'fast-check'
import type { EmbedReport } from '../../src/shared/contract/embed'
import { EmbedPageBench, PATIENT } from '../support/embed-page-bench'
import { countCrashes, type FaultFigure } from './callbacks-crashes'

const ORIGIN = 'https://us-snd.fullscript.io'

type Source = 'frame' | 'self' | 'other-frame' | 'none'
type Spoof = { source: Source; origin: string; data: unknown; genuine: 'plan' | null }

/** `FRAME` in a text stands for the mounted frame's id. */
const type = fc.oneof(
  fc.constantFrom<unknown>(
    'FRAME.treatmentPlan.activated',
    'FRAME.patient.selected',
    'serverError',
    'other.treatmentPlan.activated',
    'FRAME.treatmentPlan.activated ',
    'FRAME.constructor',
    'FRAME.__proto__',
    'FRAME.',
    'FRAME',
    '.treatmentPlan.activated',
    'constructor',
    '__proto__',
    'toString',
    'prototype',
    'hasOwnProperty',
    null,
    undefined,
    0,
    { toString: 'x' },
    [],
  ),
  fc.string({ maxLength: 60 }),
)
const id = fc.oneof(
  fc.constantFrom<unknown>(
    PATIENT,
    'fs-patient-2',
    '',
    null,
    undefined,
    7,
    {},
    [],
    '<img src=x onerror=alert(1)>',
    '../..',
    'x'.repeat(10_000),
  ),
  fc.string({ maxLength: 30 }),
)
const deep = fc.integer({ min: 1, max: 500 }).map((levels) => {
  let value: unknown = 'bottom'
  for (let level = 0; level < levels; level += 1) value = level % 2 ? [value] : { a: value }
  return value
})
const payload: fc.Arbitrary<unknown> = fc.oneof(
  fc.record({ type, data: fc.record({ treatmentPlan: fc.record({ id, patient: fc.record({ id }) }) }) }),
  fc.record({ type, data: fc.record({ patient: fc.record({ id }) }) }),
  fc.constantFrom<unknown>(
    null,
    undefined,
    'text',
    ['INVALID_SECRET_TOKEN: x'],
    [1, 2],
    {},
    { join: 'not a function' },
    { data: { __proto__: { treatmentPlan: { id: 'p' } } } },
    JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
    Object.create({
      type: 'treatmentPlan.activated',
      data: { treatmentPlan: { id: 'p', patient: { id: PATIENT } } },
    }),
    new Array(50_000).fill('x'),
    new Map([['type', 'serverError']]),
  ),
  deep,
  fc.anything({ maxDepth: 3 }),
)
const data: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ type, payload }) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(null, undefined, 0, '', 'serverError', [], new Date(0)) },
  { weight: 1, arbitrary: fc.anything({ maxDepth: 3 }) },
)
const forged = fc.record({
  source: fc.constantFrom<Source>('frame', 'frame', 'self', 'other-frame', 'none'),
  origin: fc.constantFrom(
    ORIGIN,
    ORIGIN,
    'https://us.fullscript.com',
    'https://evil.example',
    'null',
    '',
    `${ORIGIN}.evil.example`,
    `${ORIGIN}:444`,
  ),
  data,
  genuine: fc.constant(null),
})
const genuinePlan = (number: number): Spoof => ({
  source: 'frame',
  origin: ORIGIN,
  data: {
    type: 'FRAME.treatmentPlan.activated',
    payload: {
      id: 'e',
      type: 'treatmentPlan.activated',
      data: { treatmentPlan: { id: `plan-${String(number)}`, patient: { id: PATIENT } } },
    },
  },
  genuine: 'plan',
})

/** What the page may report for a message that was not made to be genuine: nothing but that it was dropped. */
function mayReport(spoof: Spoof, report: EmbedReport): boolean {
  if (report.type === 'message-dropped') return true
  // From the very frame and origin and in the right shape, what the frame says counts: it is Fullscript's page.
  if (spoof.source !== 'frame' || spoof.origin !== ORIGIN) return false
  if (typeof spoof.data !== 'object' || spoof.data === null) return false
  const sent = spoof.data as {
    type?: unknown
    payload?: { type?: unknown; data?: Record<string, { id?: unknown; patient?: { id?: unknown } }> }
  }
  if (report.type === 'failed' && report.code !== 'embed-wrong-patient') {
    return (
      sent.type === 'serverError' &&
      Array.isArray(sent.payload) &&
      sent.payload.every((line) => typeof line === 'string')
    )
  }
  const body = sent.payload?.data
  const plan = body?.treatmentPlan
  const patient = sent.payload?.type === 'patient.selected' ? body?.patient?.id : plan?.patient?.id
  if (typeof sent.type !== 'string' || !sent.type.startsWith('FRAME.') || typeof patient !== 'string')
    return false
  if (report.type === 'failed') return patient !== PATIENT
  if (report.type === 'patient-selected') return report.fullscriptPatientId === PATIENT && patient === PATIENT
  return report.type === 'plan-activated' && report.fullscriptPlanId === plan?.id && patient === PATIENT
}

function withFrame(data: unknown, frameId: string): unknown {
  if (typeof data !== 'object' || data === null || !('type' in data) || typeof data.type !== 'string')
    return data
  return { ...data, type: data.type.replace('FRAME', frameId) }
}

/**
 * `count` messages, one in twenty of them genuine. Bad: accepted and should not be, lost and should not be, uncaught.
 * `withoutGuard`: with Fullscript's package alone, to see that the run would notice.
 */
export async function runPostMessageSpoofs({
  count,
  seed,
  withoutGuard = false,
}: {
  count: number
  seed: number
  withoutGuard?: boolean
}): Promise<FaultFigure> {
  const crashes = countCrashes()
  const page = new EmbedPageBench({ withoutGuard })
  let bad = 0
  try {
    for (const [number, one] of fc.sample(forged, { numRuns: count, seed }).entries()) {
      const spoof: Spoof = number % 20 === 0 ? genuinePlan(number) : one
      if (page.frame === null) await page.mount({ patient: { id: PATIENT } })
      // Most come at leisure; some in a burst, which must not let anything through.
      page.passed += number % 500 > 100 ? 1_001 : 60
      const from = page.reports.length
      page.deliver({ ...spoof, data: withFrame(spoof.data, page.frameId) })
      const said = page.reports.slice(from)
      if (spoof.genuine === 'plan') {
        const landed = said.some(
          (report) =>
            report.type === 'plan-activated' && report.fullscriptPlanId === `plan-${String(number)}`,
        )
        if (!landed) bad += 1
      } else if (!said.every((report) => mayReport(spoof, report))) bad += 1
      if (Object.hasOwn(Object.prototype, 'polluted')) bad += 1
    }
    await page.settled()
    bad += page.uncaught.length + crashes.count()
  } finally {
    crashes.stop()
    page.close()
  }
  return {
    id: 'S-14',
    figure: 'forged messages: accepted, genuine ones lost, uncaught',
    tried: count,
    bad,
    seed,
  }
}
