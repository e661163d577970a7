import type { AppInfo, FirstScreen, StorageState } from '../../../shared/contract/app'
import { ok } from '../../../shared/failures'
import type { WindowHandlers } from '../../bridge/register-bridge'
import type { ExternalLinks } from '../../platform/security/external-links'
import type { KeptAppearance } from '../../platform/windows/appearance'

export type AppDependencies = {
  firstScreen: () => Promise<FirstScreen>
  info: () => Promise<AppInfo>
  storage: {
    state: () => StorageState
    retry: () => Promise<StorageState>
    openWithPassphrase: (passphrase: string) => Promise<StorageState>
    createPassphraseVault: (passphrase: string) => Promise<StorageState>
    openWithRecoveryCode: (code: string) => Promise<StorageState>
  }
  externalLinks: ExternalLinks
  appearance: KeptAppearance
}

export const appHandlers = ({
  firstScreen,
  info,
  storage,
  externalLinks,
  appearance,
}: AppDependencies): WindowHandlers['app'] => ({
  firstScreen: async () => ok(await firstScreen()),
  info: async () => ok(await info()),
  storage: () => ok(storage.state()),
  retryStorage: async () => ok(await storage.retry()),
  openWithPassphrase: async ({ passphrase }) => ok(await storage.openWithPassphrase(passphrase)),
  createPassphraseVault: async ({ passphrase }) => ok(await storage.createPassphraseVault(passphrase)),
  openWithRecoveryCode: async ({ code }) => ok(await storage.openWithRecoveryCode(code)),
  openLink: ({ link }) => externalLinks.openLink(link),
  appearance: () => ok(appearance.chosen),
  setAppearance: (wanted) => ok(appearance.choose(wanted.appearance)),
})
