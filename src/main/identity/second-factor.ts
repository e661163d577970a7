/**
 * The second factor: an authenticator's codes, and ten backup codes that work once each. The secret is sealed under the
 * person's key and the backup codes are kept as keyed digests, so that the database alone gives neither away.
 */
import { createHmac, hkdfSync } from 'node:crypto'
import type { Failure } from '../../shared/failures'
import type { Clock } from '../platform/clock/clock'
import { seal, unseal } from '../platform/crypto/seal'
import type { Reading, Writing } from '../records/handles'
import type { Unit } from '../records/unit-of-work'
import type { Finish } from './attempts'
import {
  countBackupCodes,
  hasBackupCode,
  putSecondFactor,
  readSecondFactor,
  removeSecondFactor,
  takeBackupCode,
  takeStep,
} from './second-factor-repository'
import { base32, matchingStep, newTotpSecret, otpauthUri, stepAt } from './totp'
import { codeBytes, newCode } from '../platform/crypto/typed-code'

/** How long a code holds after it was given, by the monotonic clock; unlocking meanwhile asks for the password only. */
const HOLDS_MS = 12 * 3_600_000
const BACKUP_CODES = 10
/** Fifty bits, behind the person's key and the limit of tries. */
const BACKUP_LETTERS = 10

export type Factor =
  { kind: 'right'; finish: Finish<void> } | { kind: 'wrong' | 'unfinished'; failure: Failure }

const identity = (personId: string) => ['second_factor', personId, 'secret']

const digestOf = (personKey: Buffer, code: string): string => {
  const key = Buffer.from(hkdfSync('sha256', personKey, Buffer.alloc(0), 'yarrow backup codes', 32))
  const bytes = codeBytes(code)
  const digest = createHmac('sha256', key).update(bytes).digest('base64')
  bytes.fill(0)
  key.fill(0)
  return digest
}

export class SecondFactor {
  readonly #clock: Clock
  /** Monotonic time at which a person last gave a code since this start. */
  readonly #givenAt = new Map<string, number>()
  /** Offered and not confirmed yet; belongs to one session. */
  #offered: { sessionId: string; secret: Buffer } | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Whether the code does; `right` at once for somebody without a second factor or who gave a code lately. */
  async ask(personId: string, personKey: Buffer, code: string | null, handle: Reading): Promise<Factor> {
    const row = await readSecondFactor(handle, personId)
    if (!row || (code === null && this.#holds(personId)))
      return { kind: 'right', finish: () => Promise.resolve() }
    if (code === null) return { kind: 'unfinished', failure: { code: 'second-factor-needed' } }
    const secret = unseal(personKey, identity(personId), row.secretSealed)
    const step = secret && matchingStep(secret, code, this.#clock.now(), row.lastStep)
    secret?.fill(0)
    if (step !== null) {
      return {
        kind: 'right',
        finish: async (handle, unit) => {
          await takeStep(handle, personId, step)
          this.#trustAfter(unit, personId)
        },
      }
    }
    const digest = digestOf(personKey, code)
    if (!(await hasBackupCode(handle, personId, digest)))
      return { kind: 'wrong', failure: { code: 'second-factor-wrong' } }
    return {
      kind: 'right',
      finish: async (handle, unit) => {
        await takeBackupCode(handle, personId, digest)
        this.#trustAfter(unit, personId)
      },
    }
  }

  /** As if a code had been given now. */
  trust(personId: string): void {
    this.#givenAt.set(personId, this.#clock.monotonic())
  }

  /** The next sign-in asks for a code. */
  forget(personId: string): void {
    this.#givenAt.delete(personId)
  }

  /** A new secret for this session; nothing is on before it is confirmed. */
  offer(sessionId: string, issuer: string, username: string): { uri: string; secret: string } {
    this.dropOffer()
    const secret = newTotpSecret()
    this.#offered = { sessionId, secret }
    return { uri: otpauthUri(secret, issuer, username), secret: base32(secret) }
  }

  dropOffer(): void {
    this.#offered?.secret.fill(0)
    this.#offered = null
  }

  /** Turns it on and gives ten new backup codes; null when nothing was offered or the code is wrong. */
  async confirm(
    session: { id: string; personId: string; personKey: Buffer },
    code: string,
    handle: Writing,
    unit: Pick<Unit, 'after'>,
  ): Promise<string[] | null> {
    const offered = this.#offered
    if (offered?.sessionId !== session.id) return null
    const now = this.#clock.now()
    const step = matchingStep(offered.secret, code, now, stepAt(now) - 2)
    if (step === null) return null
    const { personId, personKey } = session
    const backupCodes = Array.from({ length: BACKUP_CODES }, () => newCode(BACKUP_LETTERS))
    const secretSealed = seal(personKey, identity(personId), offered.secret)
    const digests = backupCodes.map((backup) => digestOf(personKey, backup))
    await putSecondFactor(handle, { personId, secretSealed, lastStep: step, confirmedAt: now }, digests)
    this.#trustAfter(unit, personId)
    unit.after(() => {
      this.dropOffer()
    })
    return backupCodes
  }

  async remove(personId: string, handle: Writing, unit: Pick<Unit, 'after'>): Promise<void> {
    await removeSecondFactor(handle, personId)
    unit.after(() => {
      this.forget(personId)
    })
  }

  async describe(
    personId: string,
    handle: Reading,
  ): Promise<{ since: number | null; backupCodesLeft: number }> {
    const row = await readSecondFactor(handle, personId)
    return {
      since: row?.confirmedAt ?? null,
      backupCodesLeft: row ? await countBackupCodes(handle, personId) : 0,
    }
  }

  #trustAfter(unit: Pick<Unit, 'after'>, personId: string): void {
    unit.after(() => {
      this.trust(personId)
    })
  }

  #holds(personId: string): boolean {
    const givenAt = this.#givenAt.get(personId)
    return givenAt !== undefined && this.#clock.monotonic() - givenAt < HOLDS_MS
  }
}
