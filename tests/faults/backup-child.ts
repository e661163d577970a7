/** The process that makes a backup and is killed: before each thing it does with records or drive it says so and waits. */
import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileDrive, type Drive } from '../../src/main/backup/drive'
import { makeBackup } from '../../src/main/backup/make-backup'
import { ManualClock } from '../../src/main/platform/clock/manual-clock'
import { MemoryKeychain } from '../../src/main/platform/keychain/memory-keychain'
import { silentLogger as logger } from '../../src/main/platform/logging/logger'
import { recordsVault } from '../../src/main/app/records-vault'
import { recordsWorker } from '../support/records-worker-beside'
import type { BackupOrder } from './backup-order'

const say = (word: string) => writeSync(1, `${word}\n`)
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const nextLine = async () => String((await lines.next()).value)
say('ready')
const order = JSON.parse(await nextLine()) as BackupOrder

/** The one who watches may kill here. */
async function at<T>(step: string, work: () => Promise<T>): Promise<T> {
  say(step)
  await nextLine()
  return work()
}

const keychain = new MemoryKeychain()
keychain.mood = 'absent'
const vault = recordsVault(order.records, {
  engine: recordsWorker,
  keychain,
  clock: new ManualClock(),
  logger,
  appVersion: '0',
  computer: 'front-desk',
})
const state = await vault.openWithPassphrase(order.vaultPassphrase)
if (state.state !== 'open') throw new Error(`The records are ${state.state}`)

const drive: Drive = {
  create: (file) =>
    at('create', async () => {
      const writing = await fileDrive.create(file)
      return {
        write: (content) => at('write', () => writing.write(content)),
        sync: () => at('sync', () => writing.sync()),
        close: () => at('close', () => writing.close()),
      }
    }),
  open: (file) => at('open', () => fileDrive.open(file)),
  rename: (from, to) => at('rename', () => fileDrive.rename(from, to)),
  remove: (file) => at('remove', () => fileDrive.remove(file)),
  names: (folder) => at('names', () => fileDrive.names(folder)),
}
const { recipient, passphrase, seriesKey } = order.keys
await makeBackup({
  engine: recordsWorker,
  source: {
    copyTo: (file, key) => at('copy', () => vault.copyTo(file, key)),
    sealForRecovery: (content) => at('copied', () => vault.sealForRecovery(content)),
  },
  drive,
  folder: order.folder,
  userData: order.userData,
  keys: {
    recipient: Buffer.from(recipient, 'base64'),
    passphrase,
    seriesKey: Buffer.from(seriesKey, 'base64'),
  },
  now: order.now,
  manifest: {
    vaultId: vault.identity().vaultId,
    practiceName: 'Willow Street Clinic',
    appVersion: '0',
  },
  signal: new AbortController().signal,
  progress: () => undefined,
})
await at('made', () => Promise.resolve())
process.exit(0)
