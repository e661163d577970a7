/**
 * S-22: somebody copies the whole folder of a practice that was at work, and starts Yarrow on the copy: as another OS user
 * with a keyring of their own, and where there is no keyring at all. The copy must say that its key is missing, change
 * nothing, and hold no key in any encoding. The same OS user beside the original is another matter, and is told apart.
 */
import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/main/platform/clock/clock'
import { MemoryKeychain } from '../../src/main/platform/keychain/memory-keychain'
import { FLOOR_KDF } from '../../src/main/platform/crypto/derive-key'
import { Vault } from '../../src/main/records/vault'
import { KeyringSession, whyNoKeyring } from '../keychain/keyring-session'
import { buildVaultChild, vaultProcess } from '../keychain/vault-process'
import { SecretCounter } from '../support/secret-counter'
import type { FaultFigure } from './callbacks-crashes'
import { recordsWorker } from '../support/records-worker'

const PASSPHRASE = 'seven herons over the weir'

/** One thing that the copier tried, and what came of it. */
export type Attempt = { what: string; expected: unknown; actual: unknown }

function filesOf(folder: string): { name: string; bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort()
    .map((name) => ({ name, bytes: readFileSync(join(folder, name)) }))
}

/** Names and contents of every file; SQLite's shared index is no content, and a look rebuilds it. */
const fingerprint = (folder: string): string =>
  JSON.stringify(
    filesOf(folder)
      .filter(({ name }) => !name.endsWith('-shm'))
      .map(({ name, bytes }) => [name, createHash('sha256').update(bytes).digest('hex')]),
  )

function secretsIn(folder: string, secrets: Record<string, Buffer>): number {
  const counter = new SecretCounter(Object.entries(secrets).map(([name, bytes]) => ({ name, bytes })))
  for (const { name, bytes } of filesOf(folder)) counter.look(bytes, 0, name)
  return counter.places.length
}

/** With the database key in a real keyring. */
async function withKeyring(): Promise<Attempt[]> {
  const child = await buildVaultChild()
  const owner = await KeyringSession.start('unlocked')
  const other = await KeyringSession.start('unlocked')
  const root = mkdtempSync(join(tmpdir(), 'yarrow-copied-'))
  const folders = { original: join(root, 'original'), copy: join(root, 'copy') }
  const processes: { stop: () => Promise<void> }[] = []
  const as = (env: NodeJS.ProcessEnv) => {
    const made = vaultProcess(child.program, env)
    processes.push(made)
    return made
  }
  try {
    const mine = as(owner.env)
    await mine.open(folders.original, 10_000)
    const stored = await mine.read(folders.original)
    if (!stored.ok || stored.value === null) throw new Error('The keyring has no key')
    cpSync(folders.original, folders.copy, { recursive: true })
    const before = fingerprint(folders.copy)
    const attempts: Attempt[] = [
      {
        what: 'the database key in the copied files',
        expected: 0,
        actual: secretsIn(folders.copy, { key: Buffer.from(stored.value, 'hex') }),
      },
    ]
    const starts: [string, NodeJS.ProcessEnv, string][] = [
      ['another user with a keyring of their own', other.env, 'vault-key-missing'],
      ['no keyring', other.withoutBus, 'keychain-absent'],
    ]
    for (const [who, env, expected] of starts) {
      const program = as(env)
      const { state } = await program.open(folders.copy, 10_000)
      attempts.push(
        {
          what: `${who}: refused`,
          expected,
          actual: state.state === 'failed' ? state.failure.code : state.state,
        },
        { what: `${who}: nothing changed`, expected: before, actual: fingerprint(folders.copy) },
      )
      if (who !== 'no keyring') {
        const entry = await program.read(folders.copy)
        attempts.push({ what: `${who}: no new key`, expected: null, actual: entry.ok ? entry.value : entry })
      }
    }
    const again = await mine.open(folders.original, 10_000)
    // Not promised against: whoever can read this user's keychain is this user. People's own seals stay shut.
    const beside = await as(owner.env).open(folders.copy, 10_000)
    attempts.push({
      what: 'the same user, beside the original: opens, as a backup does',
      expected: 'open',
      actual: beside.state.state,
    })
    attempts.push({ what: 'the original opens as before', expected: 'open', actual: again.state.state })
    return attempts
  } finally {
    for (const made of processes) await made.stop()
    await owner.stop()
    await other.stop()
    rmSync(root, { recursive: true, force: true })
    child.remove()
  }
}

function absentKeychain() {
  const keychain = new MemoryKeychain()
  keychain.mood = 'absent'
  return keychain
}

/** With a passphrase instead of a keychain: the copy opens for whoever knows it, and for nobody else. */
async function withPassphrase(): Promise<Attempt[]> {
  const root = mkdtempSync(join(tmpdir(), 'yarrow-copied-'))
  const folders = { original: join(root, 'original'), copy: join(root, 'copy') }
  const vaultIn = (folder: string) =>
    new Vault({
      engine: recordsWorker,
      folder,
      keychain: absentKeychain(),
      clock: systemClock,
      appVersion: '0',
      kdf: FLOOR_KDF,
    })
  try {
    const original = vaultIn(folders.original)
    await original.createPassphraseVault(PASSPHRASE)
    await original.close()
    cpSync(folders.original, folders.copy, { recursive: true })
    const before = fingerprint(folders.copy)
    const copy = vaultIn(folders.copy)
    const asked = await copy.open()
    const wrong = await copy.openWithPassphrase(`${PASSPHRASE}s`)
    const untouched = fingerprint(folders.copy)
    const right = await copy.openWithPassphrase(PASSPHRASE)
    await copy.close()
    return [
      {
        what: 'the passphrase in the copied files',
        expected: 0,
        actual: secretsIn(folders.copy, { passphrase: Buffer.from(PASSPHRASE) }),
      },
      { what: 'passphrase: asked for', expected: 'passphrase-needed', actual: asked.state },
      { what: 'a wrong passphrase', expected: 'passphrase-needed', actual: wrong.state },
      { what: 'a wrong passphrase: nothing changed', expected: before, actual: untouched },
      { what: 'the right passphrase', expected: 'open', actual: right.state },
    ]
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

export const isWrong = ({ expected, actual }: Attempt) => JSON.stringify(expected) !== JSON.stringify(actual)

export async function tryCopiedFolder(): Promise<Attempt[]> {
  return [...(await withKeyring()), ...(await withPassphrase())]
}

/** `tried`: what was looked at; `bad`: what was not as it must be, which is printed. */
export async function runCopiedFolder(): Promise<FaultFigure & { skipped?: string }> {
  const none = {
    id: 'S-22',
    figure: 'a copied folder that gives something away or is changed',
    tried: 0,
    bad: 0,
    seed: 0,
  }
  const reason = whyNoKeyring()
  if (reason !== null) return { ...none, skipped: reason }
  const attempts = await tryCopiedFolder()
  const wrong = attempts.filter(isWrong)
  for (const attempt of wrong) console.log(attempt)
  return { ...none, tried: attempts.length, bad: wrong.length }
}
