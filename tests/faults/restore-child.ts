/** The process that restores a backup and is killed: before each change of a file, an entry or a database it says so and waits. */
import { readFileSync, writeFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { recordsVault, settleRestore } from '../../src/main/app/records-vault'
import { fileDrive } from '../../src/main/backup/drive'
import { RestoreService } from '../../src/main/backup/restore-service'
import { ManualClock } from '../../src/main/platform/clock/manual-clock'
import { FLOOR_KDF } from '../../src/main/platform/crypto/derive-key'
import { MemoryKeychain } from '../../src/main/platform/keychain/memory-keychain'
import { silentLogger as logger } from '../../src/main/platform/logging/logger'
import type { RecordsEngine } from '../../src/main/records/engine/engine'
import { recordsWorker } from '../support/records-worker-beside'
import { watchFiles } from './file-steps'
import type { RestoreOrder } from './restore-order'

const say = (word: string) => writeSync(1, `${word}\n`)
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const nextLine = async () => String((await lines.next()).value)
say('ready')
const order = JSON.parse(await nextLine()) as RestoreOrder

/** The one who watches may kill here. */
const at = async (step: string) => {
  say(step)
  await nextLine()
}

/** In a file, so that it outlives the process. */
class FileKeychain extends MemoryKeychain {
  override async set(...given: [account: string, secret: string]) {
    await at('keychain set')
    return this.#kept(await super.set(...given))
  }
  override async delete(account: string) {
    await at('keychain delete')
    return this.#kept(await super.delete(account))
  }
  #kept<T>(answer: T): T {
    writeFileSync(order.keychain, JSON.stringify([...this.entries]))
    return answer
  }
}
const entries = JSON.parse(readFileSync(order.keychain, 'utf8')) as [string, string][]
const keychain = new FileKeychain(Object.fromEntries(entries))
if (order.vaultPassphrase !== null) keychain.mood = 'absent'

const engine: RecordsEngine = {
  ...recordsWorker,
  open: async (options) => {
    await at('database open')
    return recordsWorker.open(options)
  },
  rekey: async (...given) => {
    await at('rekey')
    return recordsWorker.rekey(...given)
  },
}
const program = {
  engine,
  keychain,
  clock: new ManualClock(),
  logger,
  computer: 'front-desk',
  appVersion: '0',
  kdf: FLOOR_KDF,
}
const userData = dirname(order.records)
const vault = recordsVault(order.records, { ...program, engine: recordsWorker })
const { vaultPassphrase: passphrase } = order
const state = passphrase === null ? await vault.open() : await vault.openWithPassphrase(passphrase)
if (state.state !== 'open') throw new Error(`The records are ${state.state}`)
watchFiles(userData, at)
const service = new RestoreService({
  ...program,
  drive: fileDrive,
  userData,
  chooseBackup: () => Promise.resolve(order.backup),
  tell: () => undefined,
})
const sure = <T>(result: { ok: true; value: T } | { ok: false; failure: { code: string } }): T => {
  if (!result.ok) throw new Error(result.failure.code)
  return result.value
}
sure(await service.choose(null))
sure(await service.open(null, order.typed))
const staged = sure(await service.stage(null, null, passphrase))
await vault.close()
sure(await service.decide(staged, false))
if ((await settleRestore(userData, program)) === null) throw new Error('Nothing was restored')
await at('restored')
process.exit(0)
