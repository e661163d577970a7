/**
 * The composition root. The vault opens first; the services over it are made when it has opened, and until then the
 * window hears that it is opening.
 */
import { join } from 'node:path'
import type { AppInfo, StorageState } from '../../shared/bridge/app'
import { DeepLinkReturn } from '../fullscript/connect/deep-link-return'
import { DEMO_PASSWORD, demoAccounts, seedDemoPractice } from '../practice/demo-practice'
import { KeytarKeychain } from '../keychain/keytar-keychain'
import { may } from '../people/capabilities'
import { databaseVersions } from '../storage/open-database'
import { Vault } from '../storage/vault'
import { createRecords, type Records } from './records'
import type { Services, Surroundings } from './surroundings'
import { embedPageHandlers, windowHandlers } from './window-handlers'

/** Development and the demo keep their keys under other names than a real practice (models.md 3.6). */
const SERVICE = { release: 'Yarrow', development: 'Yarrow development', test: 'Yarrow test' }

export function composeServices(surroundings: Surroundings): Services {
  const { environment, installation, clock, logger, events, userData } = surroundings
  const keychain = new KeytarKeychain(SERVICE[environment.build])
  const vault = new Vault({
    // The demo practice is kept wholly apart from real records.
    folder: join(userData, environment.demo ? 'demo-records' : 'records'),
    keychain,
    clock,
    appVersion: installation.version,
    logger,
  })
  const deepLinks = new DeepLinkReturn({
    clock,
    logger,
    isLinkHandler: surroundings.isLinkHandler,
    onParked: (parked) => {
      events.send('people', 'linkParked', parked)
    },
  })
  let records: Records | null = null
  /** What kept the services from being made over a vault that did open. */
  let unmade: StorageState | null = null
  let opening: Promise<unknown> = Promise.resolve()

  /** The vault may be open a moment before the services over it are. */
  const state = (): StorageState =>
    vault.state.state === 'open' && records === null ? (unmade ?? { state: 'opening' }) : vault.state

  /** One after the other, so that a second try meanwhile does not make the services twice. */
  function whenOpened(open: () => Promise<StorageState>): Promise<StorageState> {
    const run = opening.then(async () => {
      unmade = null
      const outcome = await open()
      if (outcome.state === 'open' && records === null) await makeRecords()
      events.send('app', 'storageChanged', state())
      return state()
    })
    opening = run.catch(() => undefined)
    return run
  }

  async function makeRecords(): Promise<void> {
    const database = vault.database()
    if (environment.demo) {
      const seeded = await seedDemoPractice({ database, clock, logger, appVersion: installation.version })
      if (!seeded.ok) {
        logger.error('The demo practice could not be made', { code: seeded.failure.code })
        await vault.close()
        unmade = { state: 'failed', failure: seeded.failure, keptFile: null, recoverable: false }
        return
      }
    }
    const made = createRecords(surroundings, database, deepLinks)
    await made.begin()
    records = made
  }

  const info = (): AppInfo => {
    const { sqlite, cipher } = databaseVersions()
    return {
      ...installation,
      sqlite,
      cipher: `SQLCipher 4 (SQLite3 Multiple Ciphers ${cipher})`,
      keychain: keychain.description,
      build: environment.build,
      demo: environment.demo,
      demoAccounts: environment.demo ? demoAccounts : [],
      demoPassword: environment.demo ? DEMO_PASSWORD : null,
    }
  }

  return {
    gate: {
      sessionId: () => records?.people.current()?.id ?? null,
      allowed: (capability) => may(records?.people.current()?.person ?? null, capability),
    },
    window: windowHandlers({
      info,
      storage: {
        state,
        retry: () => whenOpened(() => vault.retry()),
        openWithPassphrase: (passphrase) => whenOpened(() => vault.openWithPassphrase(passphrase)),
        openWithRecoveryCode: (code) => whenOpened(() => vault.openWithRecoveryCode(code)),
        createPassphraseVault: (passphrase) => whenOpened(() => vault.createPassphraseVault(passphrase)),
      },
      externalLinks: surroundings.externalLinks,
      records: () => records,
    }),
    embedPage: embedPageHandlers(() => records),
    start: async () => {
      await whenOpened(() => vault.open())
    },
    receiveLink: (link) => {
      const outcome = deepLinks.receive(link)
      // Parked: the sign-in screen says what to do. Whoever else is signed in is not disturbed.
      const signedOut = records?.people.current() === null
      if (outcome === 'taken' || (outcome === 'parked' && signedOut)) surroundings.raiseWindow()
    },
    inputSeen: () => {
      records?.idleLock.activity()
    },
    lock: () => {
      records?.idleLock.personLeft()
    },
    systemSuspended: () => {
      records?.idleLock.suspended()
    },
    systemResumed: () => {
      records?.idleLock.resumed()
      records?.idleLock.check()
      records?.connect.expireIfDue()
    },
    stop: async () => {
      const open = records
      // A call that still comes finds nobody signed in, instead of a closed file.
      records = null
      await open?.putAway()
      await vault.close()
    },
  }
}
