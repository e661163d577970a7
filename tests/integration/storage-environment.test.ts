/**
 * Proves: row 8 of the open-or-recover table. A full disk and a folder that may not be written are named, and what was
 * saved before is intact. Needs small file systems of its own, so it runs as root on Linux.
 */
import { unguarded } from '../../src/main/records/handles'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../src/main/platform/clock/clock'
import { MemoryKeychain } from '../../src/main/platform/keychain/memory-keychain'
import { silentLogger as logger } from '../../src/main/platform/logging/logger'
import { storageFailure } from '../../src/main/records/database-errors'
import { registerTestStation, temporaryFolder, testRow } from '../../src/main/records/temporary-database'
import { Vault } from '../../src/main/records/vault'
import { recordsWorker } from '../support/records-worker'

/** A file system in memory of that many bytes, or null where mounting is not allowed. */
function smallDisk(bytes: number): string | null {
  const { folder, remove } = temporaryFolder()
  const disk = join(folder, 'disk')
  mkdirSync(disk)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(bytes)}`, 'tmpfs', disk], { stdio: 'ignore' })
  } catch {
    remove()
    return null
  }
  onTestFinished(() => {
    execFileSync('umount', ['--lazy', disk])
    remove()
  })
  return disk
}

const remount = (disk: string, option: 'ro' | 'rw') => {
  execFileSync('mount', ['-o', `remount,${option}`, disk])
}

/** Leaves that many bytes free. */
function fill(disk: string, free: number) {
  const { bavail, bsize } = statfsSync(disk)
  writeFileSync(join(disk, 'ballast'), Buffer.alloc(Math.max(0, bavail * bsize - free)))
}

const canMount = (() => {
  try {
    execFileSync('unshare', ['--mount', 'true'], { stdio: 'ignore' })
    return process.getuid?.() === 0
  } catch {
    return false
  }
})()

function vaultOn(disk: string, keychain: MemoryKeychain) {
  const vault = new Vault({
    engine: recordsWorker,
    folder: join(disk, 'vault'),
    keychain,
    clock: systemClock,
    appVersion: '0',
    logger,
  })
  onTestFinished(() => vault.close())
  return vault
}

describe.runIf(canMount)('row 8: the environment (mounting needs root)', () => {
  test('F-606: no room for a new vault is said, and the start works once there is room', async (context) => {
    const disk = smallDisk(1024 * 1024)
    if (!disk) return context.skip('mounting is not allowed here')
    fill(disk, 24 * 1024)
    const keychain = new MemoryKeychain()
    const vault = vaultOn(disk, keychain)
    expect(await vault.open()).toMatchObject({ state: 'failed', failure: { code: 'disk-full' } })
    expect(existsSync(join(disk, 'vault', 'yarrow.db'))).toBe(false)
    rmSync(join(disk, 'ballast'))
    expect(await vault.retry()).toEqual({ state: 'open' })
    expect(keychain.writes).toBe(1)
  })

  test('F-606: a disk that fills up refuses the write and keeps what was saved', async (context) => {
    const disk = smallDisk(2 * 1024 * 1024)
    if (!disk) return context.skip('mounting is not allowed here')
    const keychain = new MemoryKeychain()
    const vault = vaultOn(disk, keychain)
    await vault.open()
    await registerTestStation(unguarded(vault.database()))
    const audit = (seq: number) =>
      vault
        .database()
        .insertInto('auditEvent')
        .values(testRow(seq, 'x'.repeat(8_000)))
        .execute()
    fill(disk, 64 * 1024)
    let saved = 0
    let error: unknown
    for (; saved < 200 && error === undefined; saved += 1) {
      await audit(saved).catch((reason: unknown) => (error = reason))
    }
    expect(storageFailure(error)).toMatchObject({ code: 'disk-full' })
    const rows = async () => (await vault.database().selectFrom('auditEvent').select('seq').execute()).length
    expect(await rows()).toBe(saved - 1)
    await vault.close()
    rmSync(join(disk, 'ballast'))
    expect(await vault.open()).toEqual({ state: 'open' })
    expect(await rows()).toBe(saved - 1)
    await audit(saved)
  })

  test('F-608: a folder that may not be written is said, and nothing is lost', async (context) => {
    const disk = smallDisk(2 * 1024 * 1024)
    if (!disk) return context.skip('mounting is not allowed here')
    const keychain = new MemoryKeychain()
    const vault = vaultOn(disk, keychain)
    await vault.open()
    await vault.close()
    const before = readdirSync(join(disk, 'vault')).sort()
    remount(disk, 'ro')
    expect(await vault.retry()).toMatchObject({ state: 'failed', failure: { code: 'vault-read-only' } })
    remount(disk, 'rw')
    expect(await vault.retry()).toEqual({ state: 'open' })
    await vault.close()
    expect(readdirSync(join(disk, 'vault')).sort()).toEqual(before)
    expect(keychain.writes).toBe(1)
  })

  test('F-608: a first start on a disk that may not be written makes no key', async (context) => {
    const disk = smallDisk(1024 * 1024)
    if (!disk) return context.skip('mounting is not allowed here')
    remount(disk, 'ro')
    const keychain = new MemoryKeychain()
    expect(await vaultOn(disk, keychain).open()).toMatchObject({ failure: { code: 'vault-read-only' } })
    expect(keychain.writes).toBe(0)
  })
})
