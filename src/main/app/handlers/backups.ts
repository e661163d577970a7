import { failed, ok } from '../../../shared/failures'
import type { WindowHandlers } from '../../bridge/register-bridge'
import type { WithRecords } from './with-records'

export const backupsHandlers = ({ using, asPerson }: WithRecords): WindowHandlers['backups'] => ({
  state: () => using(({ backups }) => backups.state()),
  chooseFolder: () => asPerson(({ backups }, personId) => backups.chooseFolder(personId)),
  setNightly: ({ nightly }) => asPerson(({ backups }, personId) => backups.setNightly(personId, nightly)),
  setPassphrase: ({ proof, passphrase }) =>
    asPerson(async ({ backups, people }, personId) => {
      const proved = await people.prove(proof)
      if (!proved.ok) return proved
      // Proving takes its time, and ends with the session.
      return people.current()?.person.id === personId
        ? backups.setPassphrase(personId, passphrase)
        : failed('signed-out')
    }),
  make: () => asPerson(({ backups }, personId) => backups.make(personId)),
  cancel: () =>
    using(({ backups }) => {
      backups.cancel()
      return ok(null)
    }),
  list: () => using(({ backups }) => backups.list()),
  prove: ({ name, typed }) =>
    asPerson(async ({ backups }, id, { personKey }) => {
      // The session's own is wiped when it ends.
      const key = Buffer.from(personKey)
      return backups.prove({ id, key }, name, typed).finally(() => key.fill(0))
    }),
})
