/** Who may open a chart, and who did so in an emergency. */

/** A chart that only its readers may open. */
export interface ChartRestrictionTable {
  patientId: string
  restrictedBy: string
  restrictedAt: number
}

export interface ChartReaderTable {
  patientId: string
  personId: string
}

/**
 * Somebody on a list whose account was opened with a code that somebody else gave: the chart is closed to them until
 * somebody else on the list says that it is them.
 */
export interface RestingReaderTable {
  patientId: string
  personId: string
  codeIssuedBy: string
  since: number
}

/** A restricted chart opened for a limited time by somebody who is not on its list. Ends once; never deleted. */
export interface EmergencyAccessTable {
  id: string
  patientId: string
  personId: string
  /** Where it is open, and nowhere else. */
  stationId: string
  reason: string
  openedAt: number
  /** By the clock of that station: from then on another one may close it. */
  expiresAt: number
  endedAt: number | null
  /** `session`: signed out or locked; `restart`: Yarrow stopped meanwhile. */
  endedHow: 'time' | 'person' | 'session' | 'restart' | null
}

/** What was done under an emergency access; beside the audit, for its report. Append-only. */
export interface EmergencyUseTable {
  accessId: string
  at: number
  action: string
  outcome: 'done' | 'refused' | 'failed'
}

/** Who is told of an emergency access, and since when they know. */
export interface EmergencyNoticeTable {
  accessId: string
  personId: string
  seenAt: number | null
}

export interface AccessTables {
  chartRestriction: ChartRestrictionTable
  chartReader: ChartReaderTable
  restingReader: RestingReaderTable
  emergencyAccess: EmergencyAccessTable
  emergencyUse: EmergencyUseTable
  emergencyNotice: EmergencyNoticeTable
}
