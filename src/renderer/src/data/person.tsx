/** The person of the signed-in part of the app. */
import { createContext, use, type ReactNode } from 'react'
import type { Capability } from '../../../shared/capabilities'
import type { Person } from '../../../shared/contract/people'

const PersonContext = createContext<Person | null>(null)

export function PersonProvider({ person, children }: { person: Person; children: ReactNode }) {
  return <PersonContext value={person}>{children}</PersonContext>
}

export function usePerson(): Person {
  const person = use(PersonContext)
  if (person === null) throw new Error('Rendered without anybody signed in')
  return person
}

/** Leaves out what would be refused; main decides anyway. */
export const useCan = (capability: Capability): boolean => usePerson().capabilities.includes(capability)

/** Whether somebody is signed in who manages the practice. */
export const useManages = (): boolean =>
  use(PersonContext)?.capabilities.includes('practice:settings') ?? false
