import { ok } from '../../../shared/failures'
import type { WindowHandlers } from '../../bridge/register-bridge'
import type { WithRecords } from './with-records'

export const fullscriptHandlers = ({ using }: WithRecords): WindowHandlers['fullscript'] => ({
  settings: () => using(({ fullscript }) => fullscript.applications.read()),
  saveSettings: (input) => using(({ fullscript }) => fullscript.applications.save(input)),
  connection: () => using(({ fullscript }) => fullscript.connections.current()),
  connect: ({ wayBack, trial }) =>
    using(async ({ connect, fullscript }) => {
      const may = await fullscript.clinics.mayConnect()
      return may.ok ? ok(await connect.start(wayBack, trial)) : may
    }),
  connectState: () => using(({ connect }) => ok(connect.state)),
  cancelConnect: () =>
    using(({ connect }) => {
      connect.cancel()
      return ok(null)
    }),
  copyConnectLink: () => using(({ connect }) => connect.copyLink()),
  pasteAddress: ({ address }) => using(({ connect }) => connect.paste(address)),
  confirmOwner: ({ accept }) => using(async ({ connect }) => ok(await connect.confirmOwner(accept))),
  disconnect: () => using(({ fullscript }) => fullscript.connections.disconnect()),
  clockSkew: () => using(({ fullscript }) => ok(fullscript.tellingSkew())),
  snooze: () => using(({ fullscript }) => fullscript.connections.snooze()),
  overview: () => using(({ fullscript }) => fullscript.oversight.overview()),
  disconnectPerson: ({ personId }) =>
    using(({ fullscript }) => fullscript.oversight.disconnectPerson(personId)),
  disconnectEveryone: () => using(({ fullscript }) => fullscript.oversight.disconnectEveryone()),
  sayScopesAdded: ({ at }) =>
    using(async ({ fullscript }) => {
      const said = await fullscript.scopesAdded.say(at)
      return said.ok ? fullscript.oversight.overview() : said
    }),
  testStep: ({ step, trial }) => using(({ fullscript }) => fullscript.testStep(step, trial)),
})
