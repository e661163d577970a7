/** An ordinary user for root to run tests as: Chromium's sandbox refuses root. */
import { spawnSync } from 'node:child_process'
import { chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../lib/paths.mjs'

/** "nobody" on Debian. Somebody who is not root is an ordinary user already. */
export const ordinaryUser = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}

/**
 * A place where that user can read this checkout and write its reports. The checkout itself where it can be
 * reached; otherwise (below /root, say) a copy made of hard links.
 * @returns {{ checkout: string, reports: string, remove: () => void }}
 */
export function placeForOrdinaryUser() {
  const folder = mkdtempSync(join(tmpdir(), 'yarrow-ordinary-'))
  const reports = join(folder, 'reports')
  mkdirSync(reports)
  // The folder is root's and 0700 at first.
  spawnSync('chmod', ['0755', folder])
  if (ordinaryUser.uid !== undefined) chownSync(reports, ordinaryUser.uid, ordinaryUser.gid)

  const remove = () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  const reached = spawnSync('test', ['-r', join(root, 'package.json')], ordinaryUser).status === 0
  if (reached) return { checkout: root, reports, remove }

  const checkout = join(folder, 'checkout')
  const linked = spawnSync('cp', ['-al', root, checkout])
  if (linked.status !== 0) {
    rmSync(checkout, { recursive: true, force: true })
    const copied = spawnSync('cp', ['-a', root, checkout], { encoding: 'utf8' })
    if (copied.status !== 0) throw new Error(`The checkout could not be copied: ${copied.stderr}`)
  }
  return { checkout, reports, remove }
}
