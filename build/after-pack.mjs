/**
 * Looks at a package before it is signed, and refuses one that is not made of what it should be made of.
 */
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { assertShippedAddon, pinnedElectron } from './pinned.mjs'

/** @param {import('electron-builder').AfterPackContext} context */
export async function afterPack({ appOutDir, packager, electronPlatformName }) {
  const resources =
    electronPlatformName === 'darwin'
      ? join(appOutDir, `${packager.appInfo.productFilename}.app`, 'Contents', 'Resources')
      : join(appOutDir, 'resources')
  // The runtime's own loader has no business beside our app.
  rmSync(join(resources, 'default_app.asar'), { force: true })

  const testPackage = packager.config.extraMetadata?.testPackage === true
  if (testPackage) return

  const electron = packager.config.electronVersion
  if (electron !== pinnedElectron()) {
    throw new Error(`A release is made from Electron ${pinnedElectron()}, not ${electron}.`)
  }
  const addons = join(resources, 'app.asar.unpacked', 'node_modules', 'better-sqlite3', 'prebuilds')
  for (const name of readdirSync(addons)) assertShippedAddon(join(addons, name), name)
}
