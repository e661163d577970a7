/**
 * Every action that the audit record knows, in words that a practice understands, with the category of data that it is
 * about (170.315(d)(2)). A name that is not here cannot be recorded. Names are never taken away or given another
 * meaning: rows of years ago still have them.
 */

import { ENTRY_ACTIONS, ENTRY_CATEGORIES, type EntryAction } from './entry-kinds'

export const AUDIT_CATEGORIES = {
  session: 'Signing in and out',
  account: 'Accounts',
  demographics: 'Patient details',
  restriction: 'Restricted charts',
  ...ENTRY_CATEGORIES,
  timeline: 'Timelines',
  plan: 'Treatment plans',
  fullscript: 'Fullscript',
  practice: 'Practice settings',
  audit: 'Audit record',
} as const
export type AuditCategory = keyof typeof AUDIT_CATEGORIES

type Described = {
  /** What was done or tried; whether it came about is the outcome's word. */
  says: string
  category: AuditCategory
  /** Health information left Yarrow: counts for an accounting of disclosures (170.315(d)(11)). */
  discloses?: true
  /** Something of a patient was looked at, and nothing was changed. */
  looks?: true
}

const ACTIONS = {
  'person.sign-in': { says: 'Sign in', category: 'session' },
  'person.sign-out': { says: 'Sign out', category: 'session' },
  'person.lock': { says: 'Lock', category: 'session' },
  'person.created': { says: 'Add a person', category: 'account' },
  'person.updated': { says: 'Change a person’s details', category: 'account' },
  'person.role-changed': { says: 'Change what a person may do', category: 'account' },
  'role.created': { says: 'Add a role', category: 'account' },
  'role.changed': { says: 'Change what a role allows', category: 'account' },
  'role.removed': { says: 'Remove a role', category: 'account' },
  'person.activated': { says: 'Let a person sign in again', category: 'account' },
  'person.deactivated': { says: 'Deactivate a person', category: 'account' },
  'person.code-issued': { says: 'Give a sign-in code', category: 'account' },
  'person.code-redeemed': { says: 'Sign in with a code and choose a password', category: 'account' },
  'person.recovered': { says: 'Sign in with the recovery code', category: 'account' },
  'person.tries-allowed': { says: 'Allow sign-in tries again', category: 'account' },
  'person.password-confirmed': { says: 'Confirm with the password', category: 'account' },
  'person.password-changed': { says: 'Change the password', category: 'account' },
  'person.recovery-code-made': { says: 'Make a new recovery code', category: 'account' },
  'person.second-factor-offered': { says: 'Set up a second factor', category: 'account' },
  'person.second-factor-on': { says: 'Turn the second factor on', category: 'account' },
  'person.second-factor-off': { says: 'Turn the second factor off', category: 'account' },

  'patient.search': { says: 'Search patients', category: 'demographics' },
  'patient.read': { says: 'Open patient details', category: 'demographics', looks: true },
  'patient.history-read': {
    says: 'See earlier versions of patient details',
    category: 'demographics',
    looks: true,
  },
  'patient.created': { says: 'Add a patient', category: 'demographics' },
  'patient.updated': { says: 'Change patient details', category: 'demographics' },
  'patient.linked': { says: 'Link patient to Fullscript', category: 'demographics' },
  'patient.unlinked': { says: 'Undo the link to Fullscript', category: 'demographics' },
  'patient.match-asked': {
    says: 'Ask whether a patient at Fullscript is the same person',
    category: 'demographics',
  },
  'patient.match-confirmed': {
    says: 'Say that a patient at Fullscript is the same person',
    category: 'demographics',
  },
  'patient.match-denied': {
    says: 'Say that a patient at Fullscript is not the same person',
    category: 'demographics',
  },
  'patient.links-read': { says: 'See who the patient is at Fullscript', category: 'demographics' },
  'patient.handed-to-fullscript': {
    says: 'Give patient details to Fullscript',
    category: 'demographics',
    discloses: true,
  },

  'chart.access-read': { says: 'Look at who may open a restricted chart', category: 'restriction' },
  'chart.restricted': { says: 'Restrict a chart', category: 'restriction' },
  'chart.restriction-lifted': { says: 'Open a restricted chart to everybody', category: 'restriction' },
  'chart.reader-rests': { says: 'Rest a place on a chart’s list after a new login', category: 'restriction' },
  'chart.reader-confirmed': { says: 'Confirm a person on a chart’s list', category: 'restriction' },
  'chart.reader-removed': { says: 'Take a person off a chart’s list', category: 'restriction' },
  'chart.emergency-opened': { says: 'Open a chart in an emergency', category: 'restriction' },
  'chart.emergency-ended': { says: 'End emergency access', category: 'restriction' },
  'chart.emergency-seen': { says: 'Take note of an emergency access', category: 'restriction' },
  'chart.emergencies-read': { says: 'Read the report of emergency accesses', category: 'restriction' },

  'timeline.read': { says: 'Open the timeline of a chart', category: 'timeline', looks: true },

  'plan.read': { says: 'Open treatment plans', category: 'plan', looks: true },
  'plan.imported': { says: 'Bring plan into the chart', category: 'plan' },
  'plan.removed': { says: 'Take plan out of the chart', category: 'plan' },
  'plan.updated': { says: 'Update plan from Fullscript', category: 'plan' },

  'practice.settings-saved': { says: 'Change practice settings', category: 'practice' },
  'records.opened': { says: 'Open records with the passphrase or a recovery code', category: 'practice' },
  'records.key-changed': { says: 'Change the keys of the records', category: 'practice' },
  'backup.made': { says: 'Make a backup', category: 'practice' },
  'backup.proved': { says: 'Prove a backup', category: 'practice' },
  'backup.restored': { says: 'Restore a backup', category: 'practice' },
  'backup.failed': { says: 'Try to make, prove or restore a backup', category: 'practice' },
  'practice.created': { says: 'Set up the practice', category: 'practice' },
  'fullscript.settings-saved': { says: 'Change Fullscript settings', category: 'practice' },
  'fullscript.connect': { says: 'Connect to Fullscript', category: 'fullscript' },
  'fullscript.connected': { says: 'Confirm Fullscript account', category: 'fullscript' },
  'fullscript.connect-refused': { says: 'Refuse Fullscript account', category: 'fullscript' },
  'fullscript.disconnected': { says: 'Disconnect from Fullscript', category: 'fullscript' },
  'fullscript.disconnected-for': { says: 'End a colleague’s Fullscript connection', category: 'fullscript' },
  'fullscript.forgotten': { says: 'Forget what was sealed for a person', category: 'fullscript' },
  'fullscript.scopes-added': { says: 'Ask everybody to connect again', category: 'fullscript' },
  'fullscript.reconnect-needed': { says: 'Renew Fullscript access', category: 'fullscript' },
  'fullscript.owner-changed': { says: 'Answer for another Fullscript account', category: 'fullscript' },
  'fullscript.revoked': { says: 'Revoke Fullscript access', category: 'fullscript' },
  'fullscript.token-expired': { says: 'Let Fullscript access lapse', category: 'fullscript' },
  'fullscript.user-chosen': { says: 'Choose who a person is at Fullscript', category: 'fullscript' },
  'fullscript.user-cleared': { says: 'Clear who a person is at Fullscript', category: 'fullscript' },
  'fullscript.grant': { says: 'Open the plan builder', category: 'fullscript' },

  'audit.begun': { says: 'Begin the chain of the audit record', category: 'audit' },
  'audit.broken': { says: 'Find trouble in the audit record', category: 'audit' },
  'audit.acknowledged': { says: 'Acknowledge trouble in the audit record', category: 'audit' },
  'audit.verified': { says: 'Verify the audit record', category: 'audit' },
  'audit.read': { says: 'Search the audit record', category: 'audit' },
  'audit.access-report': { says: 'See who has seen a patient', category: 'audit' },
  'audit.disclosures-read': { says: 'See what was given out of a patient’s record', category: 'audit' },
  'audit.disclosures-taken': {
    says: 'Take a patient’s list of disclosures along',
    category: 'audit',
    discloses: true,
  },
  'audit.exported': { says: 'Export the audit record', category: 'audit', discloses: true },

  'call.refused': { says: 'Try something not allowed', category: 'account' },
} as const satisfies Record<string, Described>

export type AuditAction = keyof typeof ACTIONS | EntryAction

export const AUDIT_ACTIONS: Readonly<Record<AuditAction, Described>> = { ...ACTIONS, ...ENTRY_ACTIONS }

export const auditActionsOf = (category: AuditCategory): AuditAction[] =>
  (Object.keys(AUDIT_ACTIONS) as AuditAction[]).filter(
    (action) => AUDIT_ACTIONS[action].category === category,
  )

/** The words for an action, also for one that a newer Yarrow wrote. */
export const auditWords = (action: string): string =>
  action in AUDIT_ACTIONS ? AUDIT_ACTIONS[action as AuditAction].says : action
