/** The audit record: its rows, its checks, its exports. */
import type { WindowBridge } from '../../../../shared/contract'
import { ok } from '../../../../shared/failures'
import type { FakeMain } from './fake-main'
import { PEOPLE } from '../sample-data'
import { disclosureRows, searchAudit } from './audit-rows'

export const auditArea = (main: FakeMain): WindowBridge['audit'] => ({
  state: () => main.answer('audit.state', undefined, () => ok(main.audit)),
  people: () => main.answer('audit.people', undefined, () => ok(PEOPLE)),
  search: (input) =>
    main.answer('audit.search', input, () => {
      const found = searchAudit(main.auditRows, input)
      const rows = input.descending ? found : found.toReversed()
      return ok({ rows: rows.slice(input.offset, input.offset + input.limit), total: found.length })
    }),
  forPatient: (input) =>
    main.answer('audit.forPatient', input, () => {
      const found = main.auditRows
        .filter(({ patientId }) => patientId === input.patientId)
        .map((row) => ({ ...row, looks: null }))
      return ok({ rows: found.slice(input.offset, input.offset + input.limit), total: found.length })
    }),
  disclosures: (input) =>
    main.answer('audit.disclosures', input, () => {
      const rows = disclosureRows(main.auditRows, input)
      return ok({ rows: rows.slice(0, main.scenario.disclosuresShown ?? 1000), total: rows.length })
    }),
  printDisclosures: (input) => main.answer('audit.printDisclosures', input, () => ok(null)),
  keepDisclosures: (input) =>
    main.answer('audit.keepDisclosures', input, () =>
      ok({ file: 'disclosures.csv', rows: disclosureRows(main.auditRows, input).length }),
    ),
  verify: () =>
    main.answer('audit.verify', undefined, () => {
      main.audit = {
        ...main.audit,
        verified: main.audit.rows,
        verifiedAt: main.now(),
        fullAt: main.now(),
      }
      return ok(main.audit)
    }),
  cancelVerify: () => main.answer('audit.cancelVerify', undefined, () => ok(null)),
  acknowledge: () =>
    main.answer('audit.acknowledge', undefined, () => {
      main.audit = { ...main.audit, problems: [] }
      return ok(main.audit)
    }),
  exportCsv: (input) =>
    main.answer('audit.exportCsv', input, () =>
      ok({ file: 'yarrow-audit.csv', rows: 240, sha256: 'c0ffee' }),
    ),
  exportSigned: (input) =>
    main.answer('audit.exportSigned', input, () =>
      ok({ file: 'yarrow-audit.jsonl', rows: 240, sha256: 'c0ffee' }),
    ),
})
