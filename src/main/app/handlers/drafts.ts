import type { WindowHandlers } from '../../bridge/register-bridge'
import type { WithRecords } from './with-records'

export const draftsHandlers = ({ asPerson }: WithRecords): WindowHandlers['drafts'] => ({
  mine: () => asPerson(({ drafts }, _personId, session) => drafts.mine(session)),
  save: (input) => asPerson(({ drafts }, _personId, session) => drafts.save(session, input)),
  discard: ({ key }) => asPerson(({ drafts }, personId) => drafts.discard(personId, key)),
  savePlace: ({ place }) => asPerson(({ drafts }, _personId, session) => drafts.savePlace(session, place)),
})
