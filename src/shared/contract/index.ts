/** THE contract of the window's bridge: every call and event, by area. */
import type { z } from 'zod'
import type { AuditAction } from '../audit-actions'
import type { Result } from '../failures'
import { allergyIntolerance } from './allergies'
import { accountsCalls } from './accounts'
import { appCalls, appEvents } from './app'
import { backupsCalls, backupsEvents } from './backups'
import { chartsCalls } from './charts'
import { auditCalls, auditEvents } from './audit'
import { clinicsCalls } from './clinics'
import type { CallContract, EventContract } from './contract'
import { draftsCalls } from './drafts'
import { entryCalls } from './entries'
import { embedCalls, embedEvents, embedPageCalls, embedPageEvents } from './embed'
import { fullscriptCalls, fullscriptEvents } from './fullscript'
import { linksCalls } from './links'
import { patientsCalls } from './patients'
import { peopleCalls, peopleEvents } from './people'
import { plansCalls } from './plans'
import { practiceCalls } from './practice'
import { rolesCalls } from './roles'
import { restoreCalls, restoreEvents } from './restore'
import { setupCalls } from './setup'
import { timelineCalls } from './timeline'

/** What the chart holds as entries, by area: everything else about a kind is made of this and of entry-kinds.ts. */
export const entryKinds = {
  allergies: allergyIntolerance,
}

export const windowCalls = {
  app: appCalls,
  people: peopleCalls,
  practice: practiceCalls,
  backups: backupsCalls,
  restore: restoreCalls,
  drafts: draftsCalls,
  accounts: accountsCalls,
  roles: rolesCalls,
  setup: setupCalls,
  patients: patientsCalls,
  charts: chartsCalls,
  allergies: entryCalls(entryKinds.allergies),
  timeline: timelineCalls,
  plans: plansCalls,
  links: linksCalls,
  fullscript: fullscriptCalls,
  clinics: clinicsCalls,
  embed: embedCalls,
  audit: auditCalls,
}
export const windowEvents = {
  app: appEvents,
  people: peopleEvents,
  backups: backupsEvents,
  restore: restoreEvents,
  fullscript: fullscriptEvents,
  embed: embedEvents,
  audit: auditEvents,
}
export const embedBridgeCalls = embedPageCalls
export const embedBridgeEvents = embedPageEvents

/** Every call of both bridges with its full name, e.g. "patients.get" or "embed page sessionGrant". */
export const everyCall: readonly { name: string; contract: CallContract }[] = [
  ...Object.entries(windowCalls).flatMap(([area, calls]) =>
    Object.entries<CallContract>(calls).map(([name, contract]) => ({ name: `${area}.${name}`, contract })),
  ),
  ...Object.entries<CallContract>(embedBridgeCalls).map(([name, contract]) => ({
    name: `embed page ${name}`,
    contract,
  })),
]

const actions = new Map(everyCall.map(({ name, contract }) => [name, contract.audit]))
/** The audit action of a call by its full name; undefined when there is no such call. */
export const auditActionOf = (call: string): AuditAction | null | undefined => actions.get(call)

export type Input<C> = C extends CallContract<infer I> ? z.input<I> : never
export type ParsedInput<C> = C extends CallContract<infer I> ? z.output<I> : never
export type Output<C> = C extends CallContract<z.ZodType, infer O> ? z.output<O> : never
export type Payload<E> = E extends EventContract<infer P> ? z.output<P> : never

type Caller<C> =
  undefined extends Input<C>
    ? () => Promise<Result<Output<C>>>
    : (input: Input<C>) => Promise<Result<Output<C>>>
type Subscribe<E> = (listener: (payload: Payload<E>) => void) => () => void
type Calls<T> = { [A in keyof T]: { [N in keyof T[A]]: Caller<T[A][N]> } }
type Events<T> = { [A in keyof T]: { [N in keyof T[A]]: Subscribe<T[A][N]> } }

/** `window.yarrow` of our own window: `yarrow.patients.get({…})`, `yarrow.on.people.changed(listener)` → unsubscribe. */
export type WindowBridge = Calls<typeof windowCalls> & { on: Events<typeof windowEvents> }

/** `window.yarrow` of the embed page. */
export type EmbedBridge = {
  sessionGrant: Caller<typeof embedPageCalls.sessionGrant>
  report: Caller<typeof embedPageCalls.report>
  on: { [N in keyof typeof embedPageEvents]: Subscribe<(typeof embedPageEvents)[N]> }
}
