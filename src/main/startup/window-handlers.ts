/** One short function for each call of the contract, each calling one service. */
import type { AppInfo, StorageState } from '../../shared/bridge/app'
import { failed, ok, type Result } from '../../shared/failures'
import type { EmbedHandlers, WindowHandlers } from '../bridge/register-bridge'
import type { ExternalLinks } from '../security/external-links'
import type { Records } from './records'

type Dependencies = {
  info: () => AppInfo
  storage: {
    state: () => StorageState
    retry: () => Promise<StorageState>
    openWithPassphrase: (passphrase: string) => Promise<StorageState>
    createPassphraseVault: (passphrase: string) => Promise<StorageState>
  }
  externalLinks: ExternalLinks
  records: () => Records | null
}

export function windowHandlers({ info, storage, externalLinks, records }: Dependencies): WindowHandlers {
  /** Until the records are open nobody is signed in, and calls that need them say so. */
  const using = <T>(
    use: (open: Records) => Promise<Result<T>> | Result<T>,
  ): Promise<Result<T>> | Result<T> => {
    const open = records()
    return open ? use(open) : failed('signed-out')
  }
  const asPerson = <T>(
    use: (open: Records, personId: string) => Promise<Result<T>>,
  ): Promise<Result<T>> | Result<T> =>
    using((open) => {
      const session = open.people.current()
      return session ? use(open, session.person.id) : failed('signed-out')
    })

  return {
    app: {
      info: () => ok(info()),
      storage: () => ok(storage.state()),
      retryStorage: async () => ok(await storage.retry()),
      openWithPassphrase: async ({ passphrase }) => ok(await storage.openWithPassphrase(passphrase)),
      createPassphraseVault: async ({ passphrase }) => ok(await storage.createPassphraseVault(passphrase)),
      openLink: ({ link }) => externalLinks.openLink(link),
    },
    people: {
      current: () => ok(records()?.people.current()?.person ?? null),
      signIn: ({ username, password }) => using(({ people }) => people.signIn(username, password)),
      signOut: () =>
        using(async ({ people }) => {
          await people.signOut()
          return ok(null)
        }),
      names: () =>
        using(async ({ practices, deepLinks }) =>
          ok({ practiceName: (await practices.current())?.name ?? '', linkParked: deepLinks.parked }),
        ),
    },
    patients: {
      search: (input) => asPerson(({ patients }, personId) => patients.search(personId, input)),
      get: ({ patientId }) => asPerson(({ patients }, personId) => patients.get(personId, patientId)),
      create: (fields) => asPerson(({ patients }, personId) => patients.create(personId, fields)),
      update: (input) => asPerson(({ patients }, personId) => patients.update(personId, input)),
    },
    plans: {
      forPatient: ({ patientId }) => asPerson(({ plans }, personId) => plans.forPatient(personId, patientId)),
      refresh: ({ planId }) => using(({ fullscript }) => fullscript.intake.refresh(planId)),
    },
    fullscript: {
      settings: () => using(({ fullscript }) => fullscript.applications.read()),
      saveSettings: (input) => using(({ fullscript }) => fullscript.applications.save(input)),
      connection: () => using(({ fullscript }) => fullscript.connections.current()),
      connect: ({ wayBack }) => using(async ({ connect }) => ok(await connect.start(wayBack))),
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
      testStep: ({ step }) => using(({ fullscript }) => fullscript.testStep(step)),
    },
    embed: {
      prepare: () => using(({ embed }) => embed.prepare()),
      open: (request) => using(({ embed }) => embed.open(request)),
      place: (place) => using(({ embed }) => embed.place(place)),
      close: () => using(({ embed }) => embed.close()),
      retry: () => using(({ embed }) => embed.retry()),
      focus: () => using(({ embed }) => embed.focus()),
      state: () => using(({ embed }) => embed.state()),
    },
  }
}

export function embedHandlers(records: () => Records | null): EmbedHandlers {
  return {
    sessionGrant: async () => records()?.embed.sessionGrant() ?? failed('signed-out'),
    report: async (report) => records()?.embed.report(report) ?? failed('signed-out'),
  }
}
