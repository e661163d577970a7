/** Clinics and who is who there, as main would keep them for an app that works through clinics. */
import type { WindowBridge } from '../../../../shared/contract'
import type { ClinicMembers, ClinicsOverview } from '../../../../shared/contract/clinics'
import { failed, ok, type Result } from '../../../../shared/failures'
import { id, NOW, OWNER, PEOPLE } from '../sample-data'

const STAFF = PEOPLE.find(({ role }) => role === 'staff') ?? OWNER

const CLINIC = 'c1a0196f-5615-4874-a2f4-48d459180b09'

export const CLINICS: ClinicsOverview = {
  authorization: 'clinic',
  clinics: [
    {
      clinicId: CLINIC,
      name: 'Meadow & Stone',
      state: 'connected',
      connectedAt: NOW,
      connectedByName: OWNER.displayName,
      lastUsedAt: NOW,
      missingScopes: [],
      toReauthorize: false,
    },
  ],
  people: [
    {
      personId: OWNER.id,
      displayName: OWNER.displayName,
      roleName: OWNER.roleName,
      mayPrescribe: true,
      user: null,
    },
    {
      personId: STAFF.id,
      displayName: STAFF.displayName,
      roleName: STAFF.roleName,
      mayPrescribe: false,
      user: null,
    },
    {
      personId: id(1, 77),
      displayName: 'Bartholomew Featherstonehaugh-Cholmondeley the Younger',
      roleName: 'Practitioner',
      mayPrescribe: true,
      user: null,
    },
  ],
}

export const MEMBERS: ClinicMembers = {
  members: [
    { id: 'user-owner', type: 'Practitioner', name: OWNER.displayName },
    { id: 'user-other', type: 'Practitioner', name: 'Tomas Okafor' },
    { id: 'user-staff', type: 'Staff', name: STAFF.displayName },
  ],
  suggestions: [
    { personId: OWNER.id, userId: 'user-owner', userType: 'Practitioner', because: 'npi' },
    { personId: STAFF.id, userId: 'user-staff', userType: 'Staff', because: 'name' },
  ],
}

type Answer = <T>(name: string, input: unknown, make: () => Result<T>) => Promise<Result<T>>

export function fakeClinics(start: ClinicsOverview, answer: Answer): WindowBridge['clinics'] {
  let overview = start
  const change = (personId: string, user: ClinicsOverview['people'][number]['user']) => {
    overview = {
      ...overview,
      people: overview.people.map((person) => (person.personId === personId ? { ...person, user } : person)),
    }
    return ok(overview)
  }
  return {
    overview: () => answer('clinics.overview', undefined, () => ok(overview)),
    members: (input) => answer('clinics.members', input, () => ok(MEMBERS)),
    choose: (input) =>
      answer('clinics.choose', input, () => {
        const member = MEMBERS.members.find(({ id: known }) => known === input.userId)
        if (!member) return failed('not-found')
        const { personId, clinicId, userId, userType } = input
        return change(personId, { clinicId, userId, userType, userName: member.name, fits: true })
      }),
    clear: (input) => answer('clinics.clear', input, () => change(input.personId, null)),
    disconnect: (input) =>
      answer('clinics.disconnect', input, () => {
        overview = {
          ...overview,
          clinics: overview.clinics.filter(({ clinicId }) => clinicId !== input.clinicId),
        }
        return ok({ revoked: 'done' as const })
      }),
  }
}
