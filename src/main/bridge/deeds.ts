/**
 * Which deed of the audit record each call is, so that a call that comes to nothing is in the record too, whatever it
 * failed for (164.312(b), S-24). What it did when it succeeds is written by the service that did it, in the transaction
 * of the deed. A call that is no deed has null: it opens nothing of the record and changes nothing that protects it.
 */
import type { AuditAction } from '../../shared/audit-actions'
import type { EMBED_CALLS, WINDOW_CALLS } from '../../shared/bridge/names'

type Areas = typeof WINDOW_CALLS
type WindowDeeds = { [A in keyof Areas]: Record<Areas[A][number], AuditAction | null> }

const WINDOW_DEEDS: WindowDeeds = {
  // Before the records are open there is nothing to write to; audit/openings.ts tells of it afterwards.
  app: {
    info: null,
    storage: null,
    retryStorage: null,
    openWithPassphrase: null,
    createPassphraseVault: null,
    openWithRecoveryCode: null,
    openLink: null,
    appearance: null,
    setAppearance: null,
  },
  people: {
    session: null,
    signIn: 'person.sign-in',
    signOut: 'person.sign-out',
    lock: 'person.lock',
    names: null,
  },
  practice: {
    settings: null,
    saveSettings: 'practice.settings-saved',
    // Its row is written into the copy that has the new key, and its failure once the records are open again.
    changeKey: null,
  },
  // A person's own half-typed text, sealed for that person.
  drafts: { mine: null, save: null, discard: null, keepPlace: null },
  accounts: {
    checkPassword: null,
    redeemCode: 'person.code-redeemed',
    recover: 'person.recovered',
    protection: null,
    changePassword: 'person.password-changed',
    newRecoveryCode: 'person.recovery-code-made',
    beginSecondFactor: 'person.second-factor-offered',
    confirmSecondFactor: 'person.second-factor-on',
    endSecondFactor: 'person.second-factor-off',
    list: null,
    add: 'person.created',
    update: 'person.updated',
    // The service itself says which of the two was tried.
    setActive: 'person.updated',
    issueCode: 'person.code-issued',
    allowTries: 'person.tries-allowed',
  },
  setup: { state: null, createPractice: 'practice.created', openDemo: null, leaveDemo: null },
  patients: {
    search: 'patient.search',
    get: 'patient.read',
    create: 'patient.created',
    update: 'patient.updated',
  },
  charts: {
    access: 'chart.access-read',
    colleagues: null,
    restrict: 'chart.restricted',
    lift: 'chart.restriction-lifted',
    openInEmergency: 'chart.emergency-opened',
    endEmergency: 'chart.emergency-ended',
    // Says of how many charts, and of none which.
    restingReaders: null,
    settleReader: 'chart.reader-confirmed',
    emergencies: 'chart.emergencies-read',
    notices: 'chart.emergencies-read',
    noticesSeen: 'chart.emergency-seen',
  },
  plans: { forPatient: 'plan.read', refresh: 'plan.updated', fetchAnnounced: 'plan.landed' },
  links: {
    forPatient: 'patient.links-read',
    // The service itself says which of the two was said.
    answer: 'patient.match-confirmed',
    undo: 'patient.unlinked',
  },
  fullscript: {
    settings: null,
    saveSettings: 'fullscript.settings-saved',
    connection: null,
    connect: 'fullscript.connect',
    connectState: null,
    // How an attempt ends is written where it ends.
    cancelConnect: null,
    copyConnectLink: null,
    pasteAddress: 'fullscript.connect',
    confirmOwner: 'fullscript.connected',
    disconnect: 'fullscript.disconnected',
    clockSkew: null,
    putOff: null,
    overview: null,
    disconnectPerson: 'fullscript.disconnected-for',
    disconnectEveryone: 'fullscript.disconnected-for',
    sayScopesAdded: 'fullscript.scopes-added',
    testStep: null,
  },
  clinics: {
    overview: null,
    members: null,
    choose: 'fullscript.user-chosen',
    clear: 'fullscript.user-cleared',
    disconnect: 'fullscript.disconnected',
  },
  embed: {
    prepare: null,
    open: 'patient.handed-to-fullscript',
    place: null,
    close: null,
    retry: 'patient.handed-to-fullscript',
    focus: null,
    picture: null,
    plans: null,
    // A person's own news about a plan of their own.
    ended: null,
    endedSeen: null,
  },
  audit: {
    state: null,
    people: null,
    search: 'audit.read',
    forPatient: 'audit.access-report',
    disclosures: 'audit.disclosures-read',
    printDisclosures: 'audit.disclosures-taken',
    keepDisclosures: 'audit.disclosures-taken',
    verify: 'audit.verified',
    cancelVerify: null,
    acknowledge: 'audit.acknowledged',
    exportCsv: 'audit.exported',
    exportSigned: 'audit.exported',
  },
}

/** What the page reports is a hint; what comes of it is written where it comes about. */
const EMBED_DEEDS: Record<(typeof EMBED_CALLS)[number], AuditAction | null> = {
  sessionGrant: 'fullscript.grant',
  report: null,
}

/** By the name of a call as the bridge has it, e.g. "patients.get" or "embed page sessionGrant". */
export const DEEDS: ReadonlyMap<string, AuditAction | null> = new Map([
  ...Object.entries(WINDOW_DEEDS).flatMap(([area, calls]) =>
    Object.entries(calls).map(([name, deed]) => [`${area}.${name}`, deed] as const),
  ),
  ...Object.entries(EMBED_DEEDS).map(([name, deed]) => [`embed page ${name}`, deed] as const),
])
