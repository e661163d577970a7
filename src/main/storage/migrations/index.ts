/** Every migration, in order. */
import type { Migration } from '../migrate'
import { vaultAndPractice } from './0001-vault-and-practice'
import { people } from './0002-people'
import { auditEvents } from './0003-audit-events'
import { patients } from './0004-patients'
import { fullscript } from './0005-fullscript'
import { treatmentPlans } from './0006-treatment-plans'
import { planIntake } from './0007-plan-intake'
import { connectAttempts } from './0008-connect-attempts'
import { roles } from './0009-roles'
import { auditChain } from './0010-audit-chain'
import { oversight } from './0011-oversight'
import { draftsAndLock } from './0012-drafts-and-lock'
import { restrictedCharts } from './0013-restricted-charts'
import { accounts } from './0014-accounts'
import { clinicLevel } from './0015-clinic-level'
import { waitingAnswers } from './0016-waiting-answers'
import { chainFromTheStart } from './0017-chain-from-the-start'
import { restingReaders } from './0018-resting-readers'
import { patientMatches } from './0019-patient-matches'
import { patientNames } from './0020-patient-names'
import { unsentPlans } from './0021-unsent-plans'
import { fixedPorts } from './0022-fixed-ports'
import { plansAsTheyAre } from './0023-plans-as-they-are'
import { personLetterboxes } from './0024-person-letterboxes'

export const migrations: readonly Migration[] = [
  vaultAndPractice,
  people,
  auditEvents,
  patients,
  fullscript,
  treatmentPlans,
  planIntake,
  connectAttempts,
  roles,
  auditChain,
  oversight,
  draftsAndLock,
  restrictedCharts,
  accounts,
  clinicLevel,
  waitingAnswers,
  chainFromTheStart,
  restingReaders,
  patientMatches,
  patientNames,
  unsentPlans,
  fixedPorts,
  plansAsTheyAre,
  personLetterboxes,
]

export const NEWEST_VERSION = migrations.length
