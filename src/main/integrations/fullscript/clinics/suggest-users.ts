/** Who of the practice somebody at Fullscript seems to be. Only suggests, and only where nobody else fits. Pure. */
import type { ClinicMembers } from '../../../../shared/contract/clinics'
import { foldedText } from '../../../../shared/fold'
import type { UserType } from '../../../../shared/contract/fullscript'

export type Candidate = { id: string; displayName: string; npi: string; mayPrescribe: boolean }
/** `npi`: empty where Fullscript does not say. */
export type Member = { id: string; type: UserType; name: string; npi: string }
type Suggestion = ClinicMembers['suggestions'][number]

/** What follows a comma is credentials ("Maya Stone, ND"). */
const folded = (name: string): string => foldedText(name.split(',')[0] ?? '').replace(/^(dr|doctor) /, '')

/** A person who does not prescribe is never suggested as a practitioner; a match that is not the only one is none. */
export function suggestUsers(people: readonly Candidate[], members: readonly Member[]): Suggestion[] {
  const found: Suggestion[] = []
  const only = (because: Suggestion['because'], same: (person: Candidate, member: Member) => boolean) => {
    const open = people.filter(({ id }) => !found.some(({ personId }) => personId === id))
    const free = members.filter(
      ({ id, type }) => !found.some(({ userId, userType }) => userId === id && userType === type),
    )
    const fits = (person: Candidate, member: Member) =>
      (member.type === 'Staff' || person.mayPrescribe) && same(person, member)
    for (const person of open) {
      const [member, ...others] = free.filter((one) => fits(person, one))
      if (!member || others.length > 0) continue
      if (open.some((one) => one !== person && fits(one, member))) continue
      found.push({ personId: person.id, userId: member.id, userType: member.type, because })
    }
  }
  only('npi', (person, member) => /^\d{10}$/.test(person.npi) && person.npi === member.npi)
  only(
    'name',
    (person, member) =>
      folded(person.displayName) !== '' && folded(person.displayName) === folded(member.name),
  )
  return found
}
