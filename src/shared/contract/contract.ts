/** How a call and an event of the bridge are described, all of it in one place. */
import { z } from 'zod'
import type { AuditAction } from '../audit-actions'
import { ENTRY_CAPABILITIES } from '../entry-kinds'

/**
 * What a person must be able to do for a call. `anyone`: also signed out and while locked; everything else needs an
 * open session. The table role x capability is in src/main/identity/capabilities.ts; main checks it for every call.
 */
export const CAPABILITIES = [
  'anyone',
  'signed-in',
  'patients:read',
  'patients:write',
  /** Say who may open a chart that is kept from most. */
  'patients:restrict',
  /** See who has opened a patient's chart. */
  'patients:access-report',
  /** Open a restricted chart in an emergency (170.315(d)(6)). */
  'emergency:use',
  'notes:read',
  'notes:write',
  /** See and write the entries of a kind. */
  ...ENTRY_CAPABILITIES,
  'plans:read',
  /** Work in the plan builder. */
  'plans:write',
  /** Stand as prescriber at Fullscript; office staff never does. */
  'plans:prescribe',
  'fullscript:connect',
  /** See and end everybody's connection to Fullscript; never a token. */
  'fullscript:oversee',
  'practice:settings',
  /** Make and prove backups, and say where they go. */
  'backups:manage',
  'people:manage',
  'audit:read',
] as const
export type Capability = (typeof CAPABILITIES)[number]

export type CallContract<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = {
  input: I
  output: O
  /** What whoever calls must be able to do. */
  capability: Capability
  /**
   * Which action of the audit record the call is, so that a call that comes to nothing is in the record too, whatever
   * it failed for (164.312(b), S-24); what it did when it succeeds is written by its service, in the same transaction.
   * Null for a call that opens nothing of the record and changes nothing that protects it.
   */
  audit: AuditAction | null
  /** Nobody is signed in after it; its own answer still goes out. */
  endsSession?: true
}

export const call = <I extends z.ZodType, O extends z.ZodType>(contract: CallContract<I, O>) => contract

export type EventContract<P extends z.ZodType = z.ZodType> = { payload: P }

export const event = <P extends z.ZodType>(payload: P): EventContract<P> => ({ payload })

export const nothing = z.undefined()
