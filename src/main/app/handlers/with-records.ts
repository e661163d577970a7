/** How a handler gets at the services: until the records are open nobody is signed in, and calls say so. */
import { failed, type Result } from '../../../shared/failures'
import type { Session } from '../../identity/session'
import type { Records } from '../records'

type Answer<T> = Promise<Result<T>> | Result<T>

export type WithRecords = {
  records: () => Records | null
  using: <T>(use: (open: Records) => Answer<T>) => Answer<T>
  /** With whoever is signed in. */
  asPerson: <T>(use: (open: Records, personId: string, session: Session) => Answer<T>) => Answer<T>
}

export function withRecords(records: () => Records | null): WithRecords {
  const using: WithRecords['using'] = (use) => {
    const open = records()
    return open ? use(open) : failed('signed-out')
  }
  return {
    records,
    using,
    asPerson: (use) =>
      using((open) => {
        const session = open.people.current()
        return session ? use(open, session.person.id, session) : failed('signed-out')
      }),
  }
}
