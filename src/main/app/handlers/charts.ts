import type { WindowHandlers } from '../../bridge/register-bridge'
import type { WithRecords } from './with-records'

export const chartsHandlers = ({ using, asPerson }: WithRecords): WindowHandlers['charts'] => ({
  access: ({ patientId }) => asPerson(({ charts }, _id, session) => charts.access(session, patientId)),
  colleagues: () => using(({ charts }) => charts.colleagues()),
  restrict: (input) => asPerson(({ charts }, _id, session) => charts.restrict(session, input)),
  lift: ({ patientId }) => asPerson(({ charts }, _id, session) => charts.lift(session, patientId)),
  openInEmergency: (input) => asPerson(({ charts }, _id, session) => charts.openInEmergency(session, input)),
  endEmergency: ({ patientId }) =>
    asPerson(({ charts }, _id, session) => charts.endEmergency(session, patientId)),
  restingReaders: () => asPerson(({ charts }, _id, session) => charts.resting.waiting(session)),
  settleReader: (input) => asPerson(({ charts }, _id, session) => charts.resting.settle(session, input)),
  emergencies: (page) => asPerson(({ charts }, _id, session) => charts.emergencies(session, page)),
  notices: () => asPerson(({ charts }, _id, session) => charts.notices(session)),
  noticesSeen: ({ ids }) => asPerson(({ charts }, _id, session) => charts.noticesSeen(session, ids)),
})
