/** Another user of the computer, to start Yarrow as. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { spawnSync } from 'node:child_process'
import { chosenRuntime } from '../../scripts/setup/electron-runtime.mjs'
import { ordinaryUser, placeForOrdinaryUser } from '../../scripts/test/ordinary-user.mjs'
import { projectRoot } from './processes'
import type { YarrowOptions } from './yarrow'

/** Null where this process may act as another user: as root, with util-linux. */
export function whyNoOtherUser(): string | null {
  if (ordinaryUser.uid === undefined) return 'only root can start a program as another user'
  return spawnSync('setpriv', ['--version']).status === 0 ? null : 'setpriv is not installed'
}

/** With a home of their own, and the checkout where they can read it. */
export class OtherUser {
  readonly identity = { uid: ordinaryUser.uid ?? 0, gid: ordinaryUser.gid ?? 0 }
  readonly #place = placeForOrdinaryUser()
  readonly #folder = mkdtempSync(join(tmpdir(), 'yarrow-other-user-'))
  readonly home = join(this.#folder, 'home')
  readonly launcher: NonNullable<YarrowOptions['launcher']>

  constructor() {
    const { checkout } = this.#place
    const { uid, gid } = this.identity
    const executable = join(this.#folder, 'electron')
    const electron = join(checkout, relative(projectRoot, chosenRuntime().executable))
    writeFileSync(
      executable,
      `#!/bin/sh\nexec setpriv --reuid=${String(uid)} --regid=${String(gid)} --clear-groups "${electron}" "$@"\n`,
    )
    chmodSync(executable, 0o755)
    chmodSync(this.#folder, 0o755)
    mkdirSync(this.home, { mode: 0o700 })
    this.own(this.home)
    this.launcher = { executable, checkout }
  }

  /** Makes a file or folder theirs, with everything in it. */
  own(path: string): void {
    const { uid, gid } = this.identity
    const owned = spawnSync('chown', ['-R', `${String(uid)}:${String(gid)}`, path])
    if (owned.status !== 0) throw new Error(owned.stderr.toString())
  }

  forget(): void {
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 })
    this.#place.remove()
  }
}
