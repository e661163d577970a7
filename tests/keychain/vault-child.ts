/**
 * A program that opens a vault with the real keychain of its environment, one order a line: keytar keeps its connection
 * to the session bus for as long as a process lives, so each environment needs a process.
 */
import { unguarded } from '../../src/main/records/handles'
import { registerTestStation, testRow } from '../../src/main/records/temporary-database'
import { createInterface } from 'node:readline'
import { systemClock } from '../../src/main/platform/clock/clock'
import type { Keychain } from '../../src/main/platform/keychain/keychain'
import { KeytarKeychain } from '../../src/main/platform/keychain/keytar-keychain'
import { silentLogger as logger } from '../../src/main/platform/logging/logger'
import { accountFor } from '../../src/main/records/vault-key'
import { Vault } from '../../src/main/records/vault'
import { recordsWorker } from '../support/records-worker-beside'

/** `open`: opens, leaves a row in a new vault, reads it, closes. The others act on the vault's own keychain entry. */
export type Order =
  | { do: 'open'; folder: string; timeoutMs: number; description?: string }
  | { do: 'read'; folder: string }
  | { do: 'write'; folder: string; value: string }
  | { do: 'delete'; folder: string }

const keytar = new KeytarKeychain('Yarrow keychain test')

async function open({ folder, timeoutMs, description }: Extract<Order, { do: 'open' }>) {
  const keychain: Keychain = {
    description: description ?? keytar.description,
    get: (account) => keytar.get(account),
    set: (account, secret) => keytar.set(account, secret),
    delete: (account) => keytar.delete(account),
  }
  const started = performance.now()
  const vault = new Vault({
    engine: recordsWorker,
    folder,
    keychain,
    clock: systemClock,
    appVersion: '0',
    logger,
    keychainTimeoutMs: timeoutMs,
  })
  const state = await vault.open()
  const milliseconds = Math.round(performance.now() - started)
  const rows = state.state === 'open' ? await touch(vault) : null
  await vault.close()
  return { state, milliseconds, rows }
}

/** Rows that were there before; adds one. */
async function touch(vault: Vault): Promise<number> {
  const rows = await vault.database().selectFrom('auditEvent').select('seq').execute()
  await registerTestStation(unguarded(vault.database()))
  await vault
    .database()
    .insertInto('auditEvent')
    .values(testRow(rows.length + 1, 'opened'))
    .execute()
  return rows.length
}

async function obey(order: Order): Promise<unknown> {
  if (order.do === 'open') return open(order)
  const account = await accountFor(order.folder)
  if (order.do === 'read') return keytar.get(account)
  return order.do === 'write' ? keytar.set(account, order.value) : keytar.delete(account)
}

createInterface({ input: process.stdin }).on('line', (line) => {
  void obey(JSON.parse(line) as Order).then((answer) => {
    process.stdout.write(`${JSON.stringify(answer)}\n`)
  })
})
