/**
 * The composition root. The vault opens first; the services over it are made when it has opened, and until then the
 * window hears that it is opening.
 */
import type { AppInfo, StorageState } from '../../shared/contract/app'
import { Queue } from '../../shared/queue'
import verifierPage from '../audit/verifier/check-audit-export.html?raw'
import { fileDrive } from '../backup/drive'
import { RestoreService } from '../backup/restore-service'
import { emptyWorkFolder } from '../backup/work-folder'
import { DeepLinkCallback } from '../integrations/fullscript/connect/deep-link-callback'
import { CURRENT_KDF, FLOOR_KDF } from '../platform/crypto/derive-key'
import { may } from '../../shared/capabilities'
import { DEMO_PASSWORD, demoAccounts } from '../practice/demo-practice'
import type { Vault } from '../records/vault'
import { auditFailures } from './failed-calls'
import type { RecordsChoice } from './handlers/setup'
import { OpenedRecords, type Which } from './opened-records'
import { createRestores } from './restoring'
import type { Services, Platform } from './platform'
import { embedPageHandlers, windowHandlers } from './window-handlers'

export function composeServices(platform: Platform): Services {
  const { environment, installation, clock, keychain, logger, events } = platform
  const deepLinks = new DeepLinkCallback({
    clock,
    logger,
    isLinkHandler: platform.isLinkHandler,
  })
  const make = (which: Which) => new OpenedRecords(which, { platform, deepLinks, verifierPage })
  let opened = make(environment.demo ? 'demo' : 'own')
  /** One after the other, so that a second try meanwhile does not make the services twice. */
  const opening = new Queue()
  const records = () => opened.records
  const isDemo = () => opened.which === 'demo'

  function whenOpened(way: (vault: Vault) => Promise<StorageState>): Promise<StorageState> {
    return opening.run(async () => {
      await opened.open(way)
      events.send('app', 'storageChanged', opened.state)
      return opened.state
    })
  }

  /** From one set of records to the other: the first is closed, keys and all, before the second opens. */
  const switchTo = (which: Which) =>
    opening.run(async () => {
      if (opened.which === which) return
      const before = opened
      opened = make(which)
      events.send('app', 'storageChanged', opened.state)
      await before.close()
      await opened.open((vault) => vault.open())
      events.send('app', 'storageChanged', opened.state)
    })

  /** Everybody is signed out meanwhile: nothing that was read or opened before outlives the change. */
  const changeKey: RecordsChoice['changeKey'] = ({ proof, passphrase }) =>
    opening.run(async () => {
      const changed = await opened.changeKey(proof, passphrase, () => {
        events.send('app', 'storageChanged', { state: 'opening' })
      })
      events.send('app', 'storageChanged', opened.state)
      return changed
    })

  const restoring = new RestoreService({
    ...{ engine: platform.engine, keychain, clock, drive: fileDrive },
    userData: platform.userData,
    appVersion: installation.version,
    computer: platform.computer,
    kdf: environment.quickKeys ? FLOOR_KDF : CURRENT_KDF,
    chooseBackup: platform.chooseBackup,
    tell: (progress) => {
      events.send('restore', 'progress', progress)
    },
  })

  const info = async (): Promise<AppInfo> => {
    const { sqlite, cipher } = await platform.engine.versions()
    return {
      ...installation,
      sqlite,
      cipher: `SQLCipher 4 (SQLite3 Multiple Ciphers ${cipher})`,
      keychain: keychain.description,
      build: environment.build,
      demo: isDemo(),
      demoAccounts: isDemo() ? demoAccounts : [],
      demoPassword: isDemo() ? DEMO_PASSWORD : null,
    }
  }

  return {
    gate: {
      sessionId: () => records()?.people.current()?.id ?? null,
      allowed: (capability) => may(records()?.people.current()?.person ?? null, capability),
      refused: async (call) => records()?.refused(call),
      audited: auditFailures(records, logger),
    },
    window: windowHandlers({
      info,
      storage: {
        state: () => opened.state,
        retry: () => whenOpened((vault) => vault.retry()),
        openWithPassphrase: (passphrase) => whenOpened((vault) => vault.openWithPassphrase(passphrase)),
        openWithRecoveryCode: (code) => whenOpened((vault) => vault.openWithRecoveryCode(code)),
        createPassphraseVault: (passphrase) => whenOpened((vault) => vault.createPassphraseVault(passphrase)),
      },
      externalLinks: platform.externalLinks,
      appearance: platform.appearance,
      keepFirstScreen: (signIn) => {
        platform.firstScreen.keep(signIn)
      },
      records,
      choice: { demo: isDemo, restored: () => opened.restored, open: switchTo, changeKey },
      restores: createRestores({
        opened: () => opened,
        opening,
        service: restoring,
        closing: () => {
          events.send('app', 'storageChanged', { state: 'opening' })
        },
        reopened: () => {
          events.send('app', 'storageChanged', opened.state)
        },
      }),
    }),
    embedPage: embedPageHandlers(records),
    start: async () => {
      await emptyWorkFolder(platform.userData).catch((error: unknown) => {
        logger.error('What a backup left behind could not be taken away', { error })
      })
      await whenOpened((vault) => vault.open())
    },
    receiveLink: (link) => {
      const outcome = deepLinks.receive(link)
      // Kept: the sign-in screen says what to do. Whoever else is signed in is not disturbed.
      const signedOut = records()?.people.current() === null
      if (outcome === 'taken' || (outcome === 'kept' && signedOut)) platform.raiseWindow()
    },
    inputSeen: () => {
      records()?.idleLock.activity()
    },
    lock: () => {
      records()?.idleLock.personLeft()
    },
    checkIdle: () => {
      records()?.idleLock.check()
      records()?.embed.checkAway()
    },
    systemSuspended: () => {
      records()?.idleLock.suspended()
    },
    systemResumed: () => {
      records()?.idleLock.resumed()
      records()?.embed.checkAway()
      records()?.connect.expireIfDue()
    },
    unsent: () => records()?.embed.unsent ?? false,
    stop: async () => {
      // What is being restored would be waited for.
      await restoring.close()
      await opening.run(() => opened.close())
    },
  }
}
