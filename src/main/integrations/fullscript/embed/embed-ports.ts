/** What the embed needs of other rooms, and the view as it sees it. */
import type { Bounds, MountInstruction, SessionGrant } from '../../../../shared/contract/embed'
import type { Failure, Result } from '../../../../shared/failures'
import type { Application } from '../types'

/** How a view stands in the window. `aside`: the same size, but outside what can be seen, so that it lays itself out. */
export type Placement = { bounds: Bounds; visibility: 'hidden' | 'aside' | 'shown' }

/** What a view reports on its own, beside what the page in it reports over its bridge. */
export interface EmbedViewEvents {
  /** Fullscript's own document arrived in the page's frame. */
  documentSeen: () => void
  /** Something else came instead of it: refused to be framed, an error status, no connection. */
  documentFailed: (failure: Failure) => void
  /** The page could not be loaded, or its process ended. */
  lost: (failure: Failure) => void
  /** The person asked to leave the view by keyboard. */
  focusLeft: (direction: 'forward' | 'backward') => void
  /** What could be seen of somebody's work in the view; Fullscript's frame tells nothing of drafts. */
  worked: (sign: 'keyed' | 'clicked' | 'entered' | 'left' | 'navigated') => void
}

/** Where the page lives and whom it may frame and call; a view is made for exactly these. */
export type EmbedAddresses = {
  /** https origin of the page itself; must equal the Origin URI in Fullscript's dashboard. */
  pageOrigin: string
  /** Origin of Fullscript's embed. */
  fullscriptOrigin: string
  /** The page makes one client of Fullscript's package, for one key. */
  publicKey: string
}

/** One view: own process, own in-memory partition. Used for one person and one patient, and thrown away. */
export interface EmbedView {
  /** Names its page among all pages on the embed's bridge. */
  readonly pageId: number
  mount(instruction: MountInstruction): void
  place(placement: Placement): void
  focus(): void
  /** Off the window, unseen and mute, without any input, until it is brought back; what is in it stays. */
  setAside(): void
  bringBack(): void
  /** What is seen of it at this moment, as a data URL; null when it is not shown. */
  picture(): Promise<string | null>
  /** Resolves when view, process and partition are gone. May be called more than once. */
  destroy(): Promise<void>
}

export interface EmbedViews {
  /** Makes a view and starts loading the page; the page itself says when it is ready. Never throws. */
  create(addresses: EmbedAddresses, events: EmbedViewEvents): EmbedView
}

export interface SessionGrantIssuer {
  /** One grant for one mount; nothing is cached (mission/004). */
  issue(input: { mountId: number }): Promise<Result<SessionGrant>>
  /** The mount has opened with its grant, and gets no other. */
  used(mountId: number): void
}

export interface EmbedPatients {
  /** What Fullscript is told of a patient; `not-found`, `patient-email-missing` and the like when it cannot be. */
  handOver(patientId: string, application: Application): Promise<Result<MountInstruction['patient']>>
  /** The patient chosen or made in the frame. `embed-wrong-patient` when it is known to be somebody else. */
  selected(input: { patientId: string; fullscriptPatientId: string }): Promise<Result<null>>
}

export interface PlanIntake {
  /** The report is only a notification: the plan is fetched by its id before anything of it is kept (F-811). */
  receive(report: {
    patientId: string
    fullscriptPlanId: string
    fullscriptPatientId: string
  }): Promise<Result<{ planId: string }>>
}
