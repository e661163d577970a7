/** Patients: searching searches, an update checks its version, closed charts stay closed. */
import type { WindowBridge } from '../../../../shared/contract'
import type { PatientFields, Patient, PatientRow } from '../../../../shared/contract/patients'
import { localDay } from '../../../../shared/day'
import { failed, ok, type Result } from '../../../../shared/failures'
import { isNear } from '../../../../shared/near-name'
import {
  matches,
  nameWordsOf,
  nearQuery,
  readQuery,
  searchTextOf,
  type PatientQuery,
} from '../../../../shared/patient-search'
import { id } from '../sample-data'
import type { FakeMain } from './fake-main'

/** What a row of a closed chart does not tell. */
const HIDDEN = { birthDate: null, sex: 'unspecified', email: '', phone: '' } as const

export const patientsArea = (main: FakeMain): WindowBridge['patients'] => ({
  search: (input) => main.answer('patients.search', input, () => ok(search(main, input))),
  get: (input) =>
    main.answer('patients.get', input, () => {
      const found = main.patients.find((patient) => patient.id === input.patientId)
      if (main.charts.standing(input.patientId) === 'closed') return failed('chart-restricted')
      return found ? ok(asSeen(main, found)) : failed('not-found')
    }),
  create: (input) =>
    main.answer('patients.create', input, () => {
      const patient = {
        ...(input as Patient),
        id: id(2, 900_000 + main.patients.length),
        chartNumber: String(2000 + main.patients.length),
        createdAt: main.now(),
        updatedAt: main.now(),
        version: 1,
      }
      main.patients = [...main.patients, patient]
      return ok(patient)
    }),
  update: (input) => main.answer('patients.update', input, () => update(main, input)),
})

function search(
  main: FakeMain,
  { query, limit, offset }: { query: string; limit: number; offset: number },
): {
  rows: PatientRow[]
  total: number
} {
  const read = readQuery(query, { locale: 'en-US', today: localDay(main.now()) })
  const asked = (wanted: PatientQuery) => main.patients.filter((one) => matches(searchTextOf(one), wanted))
  const exact = asked(read)
  const words = [...new Set(main.patients.flatMap(nameWordsOf))]
  const wider =
    exact.length > 20 ? null : nearQuery(read, (name) => words.filter((word) => isNear(name, word)))
  const near = wider ? asked(wider).filter((one) => !exact.includes(one)) : []
  const found = [...exact, ...near]
  const rows = found.slice(offset, offset + limit).map((patient): PatientRow => {
    const standing = main.charts.standing(patient.id)
    return standing === 'free' || standing === 'listed'
      ? { ...patient, restriction: standing, near: near.includes(patient) }
      : { ...patient, ...HIDDEN, restriction: 'closed', near: near.includes(patient) }
  })
  return { rows, total: found.length }
}

type Update = PatientFields & { patientId: string; version: number }

function update(main: FakeMain, { patientId, ...input }: Update): Result<Patient> {
  const known = main.patients.find((patient) => patient.id === patientId)
  if (!known) return failed('not-found')
  if (known.version !== input.version) return failed('changed-meanwhile')
  const note = seesNotes(main) ? input.note : known.note
  const patient = { ...known, ...input, note, version: known.version + 1, updatedAt: main.now() }
  main.patients = main.patients.map((one) => (one.id === patient.id ? patient : one))
  return ok(asSeen(main, patient))
}

const seesNotes = (main: FakeMain): boolean => main.person?.capabilities.includes('notes:read') ?? false

const asSeen = (main: FakeMain, patient: Patient): Patient =>
  seesNotes(main) ? patient : { ...patient, note: '' }
