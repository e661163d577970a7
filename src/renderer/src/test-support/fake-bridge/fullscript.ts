/** Settings of Fullscript, the steps of connecting, and everybody's connections. */
import type { WindowBridge } from '../../../../shared/contract'
import type { OverviewRow } from '../../../../shared/contract/fullscript'
import { ok } from '../../../../shared/failures'
import { CONNECTED, FULLSCRIPT_OWNER } from '../sample-data'
import type { FakeMain } from './fake-main'
import { testAnswer } from './test-answer'

export const fullscriptArea = (main: FakeMain): WindowBridge['fullscript'] => ({
  settings: () => main.answer('fullscript.settings', undefined, () => ok(main.settings)),
  saveSettings: (input) =>
    main.answer('fullscript.saveSettings', input, () => {
      const { hosts, clientSecret, assumptions, authorization, feature, ...rest } = input
      const { others, ...inUse } = main.settings
      const all = [inUse, ...others]
      const before = all.find(({ environment }) => environment === input.environment) ?? inUse
      main.settings = {
        ...before,
        ...rest,
        ...(hosts ? { hosts } : {}),
        ...(assumptions ? { assumptions } : {}),
        ...(authorization ? { authorization } : {}),
        ...(feature ? { feature } : {}),
        ownHosts: hosts !== null,
        hasClientSecret: clientSecret !== null || before.hasClientSecret,
        others: all.filter((other) => other !== before),
      }
      return ok(main.settings)
    }),
  connection: () => main.answer('fullscript.connection', undefined, () => ok(main.connection)),
  connect: (input) =>
    main.answer('fullscript.connect', input, () => {
      main.emitConnect({
        step: 'waiting',
        wayBack: input.wayBack ?? 'loopback',
        redirectUri: main.settings.redirectUris[0] ?? '',
        deadline: main.now() + 600_000,
        unexpectedResponse: false,
        browserFailed: false,
      })
      return ok(main.connect)
    }),
  connectState: () => main.answer('fullscript.connectState', undefined, () => ok(main.connect)),
  cancelConnect: () =>
    main.answer('fullscript.cancelConnect', undefined, () => {
      main.emitConnect({ step: 'failed', failure: { code: 'connect-cancelled' } })
      return ok(null)
    }),
  copyConnectLink: () => main.answer('fullscript.copyConnectLink', undefined, () => ok(null)),
  pasteAddress: (input) =>
    main.answer('fullscript.pasteAddress', input, () => {
      main.emitConnect({ step: 'confirming', owner: FULLSCRIPT_OWNER, previousOwner: null })
      return ok(null)
    }),
  confirmOwner: (input) =>
    main.answer('fullscript.confirmOwner', input, () => {
      if (input.accept) {
        main.emitConnection(CONNECTED)
        main.emitConnect({ step: 'connected', owner: FULLSCRIPT_OWNER })
      } else main.emitConnect({ step: 'idle' })
      return ok(main.connect)
    }),
  disconnect: () =>
    main.answer('fullscript.disconnect', undefined, () => {
      main.emitConnect({ step: 'idle' })
      main.emitConnection({ state: 'not-connected' })
      return ok({ revoked: 'done' })
    }),
  clockSkew: () => main.answer('fullscript.clockSkew', undefined, () => ok(main.scenario.clockSkew ?? null)),
  putOff: () =>
    main.answer('fullscript.putOff', undefined, () => {
      if ('putOffUntil' in main.connection)
        main.emitConnection({ ...main.connection, putOffUntil: main.now() + 86_400_000 })
      return ok(null)
    }),
  overview: () => main.answer('fullscript.overview', undefined, () => ok(main.overview)),
  disconnectPerson: (input) =>
    main.answer('fullscript.disconnectPerson', input, () => {
      endFor(main, ({ personId }) => personId === input.personId)
      return ok({ revoked: input.personId === main.person?.id ? 'done' : 'at-next-sign-in' })
    }),
  disconnectEveryone: () =>
    main.answer('fullscript.disconnectEveryone', undefined, () => {
      const ended = main.overview.people.filter(({ connection }) => connection !== null).length
      endFor(main, () => true)
      return ok({ ended })
    }),
  sayScopesAdded: (input) =>
    main.answer('fullscript.sayScopesAdded', input, () => {
      const { at } = input
      const people = main.overview.people.map((row) => ({
        ...row,
        connection: row.connection && {
          ...row.connection,
          toReauthorize: at !== null && row.connection.connectedAt <= at,
        },
      }))
      main.overview = { ...main.overview, scopesAddedAt: at, people }
      return ok(main.overview)
    }),
  testStep: (input) =>
    main.answer('fullscript.testStep', input, () => ok(testAnswer(input.step, main.now()))),
})

function endFor(main: FakeMain, whom: (row: OverviewRow) => boolean) {
  const people = main.overview.people.map((row) =>
    row.connection && whom(row)
      ? { ...row, connection: null, pendingRevocations: row.personId === main.person?.id ? 0 : 1 }
      : row,
  )
  main.overview = { ...main.overview, people }
}
