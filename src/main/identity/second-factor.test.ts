/**
 * Proves: a second factor is asked for once in twelve hours of running, each code works once, a right password without
 * a code forgets no failed tries, and wrong codes are failed tries (170.315(d)(13), S-19).
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { peopleOver } from '../../../tests/support/benches/people'
import type { Result } from '../../shared/failures'
import { createAudit } from '../audit/audit-service'
import { ManualClock } from '../platform/clock/manual-clock'
import { newKey } from '../platform/crypto/seal'
import type { Database } from '../records/database'
import { temporaryDatabase, testChain } from '../records/temporary-database'
import type { People } from './people-service'
import { base32, stepAt, totpAt } from './totp'

const HOUR = 3_600_000
const PASSWORD = 'a green meadow in the rain'
const clock = new ManualClock()
let database: Database
let dispose: () => Promise<void>
let people: People
let secret: Buffer
let backupCodes: string[]

const start = () => peopleOver({ database, clock })
const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.failure.code)
  return result.value
}
const code = (offset = 0) => totpAt(secret, stepAt(clock.now()) + offset)
const outcome = async (given: string | null, password = PASSWORD) => {
  const answer = await people.signIn('june', password, given)
  return answer.ok ? 'ok' : answer.failure.code
}

beforeAll(async () => {
  ;({ database, dispose } = await temporaryDatabase())
  people = start()
  const june = { username: 'june', displayName: 'June', credentials: '', npi: '', role: 'staff' as const }
  must(await people.createPerson({ ...june, password: PASSWORD }, newKey()))
  must(await people.signIn('june', PASSWORD))
  expect(await people.own.beginSecondFactor('wrong')).toMatchObject({
    failure: { code: 'wrong-credentials' },
  })
  const offered = must(await people.own.beginSecondFactor(PASSWORD))
  expect(offered.uri).toContain(`secret=${offered.secret}`)
  secret = fromBase32(offered.secret)
  expect(await people.own.confirmSecondFactor('000000')).toMatchObject({
    failure: { code: 'second-factor-wrong' },
  })
  expect(must(await people.own.protection()).secondFactorSince).toBeNull()
  backupCodes = must(await people.own.confirmSecondFactor(code())).backupCodes
})
afterAll(() => dispose())
beforeEach(() => {
  clock.advance(60_000)
})

test('ten backup codes, all different; the protection says so', async () => {
  expect(new Set(backupCodes).size).toBe(10)
  expect(must(await people.own.protection())).toMatchObject({
    backupCodesLeft: 10,
    secondFactorSince: clock.now() - 60_000,
  })
  expect(base32(secret)).toHaveLength(32)
})

test('170.315(d)(13): asked after a start and after twelve hours of running, not at each unlock', async () => {
  people = start()
  expect(await outcome(null)).toBe('second-factor-needed')
  expect(people.current()).toBeNull()
  expect(await outcome(code())).toBe('ok')
  await people.lock()
  expect(await outcome(null)).toBe('ok')
  clock.jump(24 * HOUR)
  expect(await outcome(null)).toBe('ok')
  clock.jump(-24 * HOUR)
  clock.advance(12 * HOUR)
  expect(await outcome(null)).toBe('second-factor-needed')
})

test('164.312(d): a code works once, a backup code works once, and neither without the password', async () => {
  people = start()
  const now = code()
  expect(await outcome(now, 'wrong')).toBe('wrong-credentials')
  expect(await outcome(now)).toBe('ok')
  people = start()
  expect(await outcome(now)).toBe('second-factor-wrong')
  const [backup = ''] = backupCodes
  expect(await outcome(` ${backup.toLowerCase()} `)).toBe('ok')
  people = start()
  expect(await outcome(backup)).toBe('second-factor-wrong')
  expect(await outcome(code(1))).toBe('ok')
  expect(must(await people.own.protection()).backupCodesLeft).toBe(9)
})

test('164.312(d): a code whose sign-in could not be written down is asked for again', async () => {
  const real = createAudit({ clock, appVersion: '0', chain: testChain() })
  let full = true
  people = peopleOver({
    ...{ database, clock },
    audit: {
      ...real,
      record: (entry, within) =>
        full && entry.action === 'person.sign-in' && entry.outcome === 'done'
          ? Promise.reject(new Error('The disk is full'))
          : real.record(entry, within),
    },
  })
  await expect(people.signIn('june', PASSWORD, code())).rejects.toThrow('The disk is full')
  full = false
  expect(await outcome(null)).toBe('second-factor-needed')
  expect(await outcome(code())).toBe('ok')
})

test('S-19: a right password without the code forgets nothing, and wrong codes count', async () => {
  people = start()
  const steps = []
  for (const given of ['000000', null, null, '000001', '000002', '000003', null])
    steps.push(await outcome(given))
  expect(steps).toEqual([
    'second-factor-wrong',
    'second-factor-needed',
    'second-factor-needed',
    'second-factor-wrong',
    'second-factor-wrong',
    'second-factor-wrong',
    'second-factor-needed',
  ])
  expect(await outcome('000004')).toBe('second-factor-wrong')
  expect(await outcome(code())).toBe('too-many-tries')
  clock.advance(30_000)
  // Asking for the code costs no wait of its own.
  expect(await outcome(null)).toBe('second-factor-needed')
  expect(await outcome(code())).toBe('ok')
})

test('it ends with the password', async () => {
  people = start()
  must(await people.signIn('june', PASSWORD, code()))
  expect(await people.own.endSecondFactor('wrong')).toMatchObject({ failure: { code: 'wrong-credentials' } })
  expect(must(await people.own.endSecondFactor(PASSWORD))).toMatchObject({
    secondFactorSince: null,
    backupCodesLeft: 0,
  })
  people = start()
  expect(await outcome(null)).toBe('ok')
})

function fromBase32(text: string): Buffer {
  const bits = [...text]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
