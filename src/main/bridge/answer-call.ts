/**
 * One call on a bridge, from the sender to the answer, without Electron: trusted sender, pace, size, capability,
 * input schema, handler, session, output schema. Whatever happens, the answer is a Result and never an exception.
 */
import { z } from 'zod'
import type { Needed } from '../../shared/capabilities'
import type { CallContract } from '../../shared/contract/contract'
import { failed, type Failure, type Result } from '../../shared/failures'
import type { Logger } from '../platform/logging/logger'
import { refuseInput } from './size-guard'

export type Handler = (input: never) => Promise<Result<unknown>> | Result<unknown>

/** What the bridge must know of the person: from identity/, injected. */
export interface Gate {
  /** Id of the session signed in now, or null. */
  sessionId(): string | null
  /** Whether whoever is signed in (or nobody) may do this. */
  allowed(needed: Needed): boolean
  /** Somebody asked for what they may not do; `call`: e.g. "patients.get". */
  refused?(call: string): Promise<void>
  /** Runs a call and writes down when it fails; `patientId`: whom it is about, also when the rest of it was wrong. */
  audited?(
    call: string,
    patientId: () => string | null,
    work: () => Promise<Result<unknown>>,
  ): Promise<Result<unknown>>
}

export type Call = {
  /** Area and name, e.g. "patients.get"; for the log. */
  name: string
  contract: CallContract
  handler: Handler
  /** Says how often it may be asked for; false: not now (F-508). */
  pace?: { take(): boolean }
}

export type AnswerOptions = { gate: Gate; logger: Logger; newReference: () => string }

export async function answerCall(
  call: Call,
  input: unknown,
  trusted: boolean,
  { gate, logger, newReference }: AnswerOptions,
): Promise<Result<unknown>> {
  const refuse = (reason: string, failure: Failure): Result<unknown> => {
    logger.warn('Call refused', { call: call.name, reason, code: failure.code })
    return { ok: false, failure }
  }
  const unexpected = (reason: string, error?: unknown): Result<unknown> => {
    const reference = newReference()
    logger.error('Call failed', { call: call.name, reason, reference, error })
    return failed('unexpected', { reference })
  }

  // An unknown sender learns nothing about why.
  if (!trusted) return refuse('sender', { code: 'not-allowed' })
  // Not logged: a flood must not become one of the log.
  if (call.pace?.take() === false) return failed('too-fast')
  const { capability: needs, endsSession } = call.contract
  try {
    const tooMuch = refuseInput(input)
    if (tooMuch !== null) return refuse(tooMuch, { code: 'invalid-input' })
    const session = gate.sessionId()
    if (needs !== 'anyone' && session === null) return failed('signed-out')
    if (!gate.allowed(needs)) {
      await gate.refused?.(call.name)
      return refuse('capability', { code: 'not-allowed' })
    }
    const parsed = call.contract.input.safeParse(input)
    const handle = async () => {
      if (parsed.success) return call.handler(parsed.data as never)
      const field = parsed.error.issues[0]?.path.filter((part) => typeof part === 'string').join('.')
      return refuse('schema', { code: 'invalid-input', ...(field ? { detail: field.slice(0, 100) } : {}) })
    }
    const patientId = () => patientIn(parsed.success ? parsed.data : input)
    const result = await (gate.audited?.(call.name, patientId, handle) ?? handle())
    // A session that ended or changed while we worked must not see what was found for it (F-507).
    if (needs !== 'anyone' && endsSession !== true && gate.sessionId() !== session)
      return failed('signed-out')
    if (!result.ok) return result
    const output = call.contract.output.safeParse(result.value)
    return output.success ? { ok: true, value: output.data } : unexpected('output')
  } catch (error) {
    return unexpected('exception', error)
  }
}

/** Which patient a call is about: by one name everywhere on the bridge. */
const patientIn = (input: unknown): string | null => {
  const named = z.object({ patientId: z.uuid() }).safeParse(input)
  return named.success ? named.data.patientId : null
}
