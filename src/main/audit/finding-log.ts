/**
 * What was found wrong with the record, kept as rows of the record itself, so that it cannot be made to go away
 * quietly; and which of it nobody has acknowledged yet.
 */
import { AUDIT_PROBLEMS, type AuditProblem } from '../../shared/contract/audit'
import type { Clock } from '../platform/clock/clock'
import type { Logger } from '../platform/logging/logger'
import type { Records } from '../records/unit-of-work'
import type { Audit } from './audit'
import type { Finding } from './verify-chains'

/** Rows that one check may add. */
const MOST_TOLD = 20

type Dependencies = { records: Records; audit: Audit; clock: Clock; logger: Logger }

export class FindingLog {
  readonly #with: Dependencies
  /** What could not be written down. */
  #untold: AuditProblem[] = []

  constructor(dependencies: Dependencies) {
    this.#with = dependencies
  }

  /** Each finding gets one row, however often it is found. Does not reject. */
  async report(findings: readonly Finding[]): Promise<void> {
    const { records, audit, clock, logger } = this.#with
    const first = findings.slice(0, MOST_TOLD)
    for (const { kind, station, seq } of first)
      logger.error('The audit record does not verify', { kind, station, seq })
    try {
      await records.internal(async (handle) => {
        const rows = await handle
          .selectFrom('auditEvent')
          .select('subject')
          .where('action', '=', 'audit.broken')
          .execute()
        const known = new Set(rows.map(({ subject }) => subject))
        for (const finding of first) {
          const subject = `${finding.kind} ${String(finding.station)} ${String(finding.seq)}`
          if (known.has(subject)) continue
          known.add(subject)
          const entry = { personId: null, action: 'audit.broken', subject, outcome: 'failed' } as const
          await audit.record(entry, handle)
        }
      })
    } catch (error) {
      logger.error('What was found in the audit record could not be written down', { error })
      this.#untold = first.map((finding) => ({ ...finding, foundAt: clock.now() }))
    }
  }

  async acknowledge(personId: string): Promise<void> {
    await this.#with.records.note({ personId, action: 'audit.acknowledged', outcome: 'done' })
    this.#untold = []
  }

  /** What was found since somebody acknowledged last, at whichever station, the first row first. */
  async open(): Promise<AuditProblem[]> {
    const rows = await this.#with.records.internal((handle) =>
      handle
        .selectFrom('auditEvent as found')
        .select(['found.at', 'found.subject'])
        .where('found.action', '=', 'audit.broken')
        .where((row) =>
          row.not(
            row.exists(
              row
                .selectFrom('auditEvent as acknowledged')
                .select('acknowledged.seq')
                .where('acknowledged.action', '=', 'audit.acknowledged')
                // In a station's own chain the order is certain; between two there are only their clocks.
                .where((later) =>
                  later.or([
                    later.and([
                      later('acknowledged.station', '=', later.ref('found.station')),
                      later('acknowledged.seq', '>', later.ref('found.seq')),
                    ]),
                    later.and([
                      later('acknowledged.station', '<>', later.ref('found.station')),
                      later('acknowledged.at', '>=', later.ref('found.at')),
                    ]),
                  ]),
                ),
            ),
          ),
        )
        .execute(),
    )
    const found = rows.flatMap(({ at, subject }) => problemOf(subject, at))
    return [...found, ...this.#untold].sort(
      (one, other) => one.station - other.station || one.seq - other.seq,
    )
  }
}

function problemOf(subject: string | null, foundAt: number): AuditProblem[] {
  const [name, station, seq] = (subject ?? '').split(' ')
  const kind = AUDIT_PROBLEMS.find((known) => known === name)
  return kind ? [{ kind, station: Number(station), seq: Number(seq), foundAt }] : []
}
