/** Speaks with vault-child.ts in an environment of the test's choice. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'vite'
import type { StorageState } from '../../src/shared/contract/app'
import type { Result } from '../../src/shared/failures'
import { WORKER_SOURCE } from '../support/records-worker'
import type { Order } from './vault-child'

export type Opened = { state: StorageState; milliseconds: number; rows: number | null }

/** Far longer than any answer may take: only so that a run ends. */
const LONGEST_MS = 60_000

/** Built once, since dozens of processes are started from it; `remove` when none runs any more. */
export async function buildVaultChild(): Promise<{ program: string; remove: () => void }> {
  const root = join(import.meta.dirname, '..', '..')
  // In node_modules, so that the native modules are found from there.
  const folder = mkdtempSync(join(root, 'node_modules', '.vault-child-'))
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir: folder,
      target: 'node20',
      rolldownOptions: {
        // The records' thread is a file of its own beside the program (tests/support/records-worker-beside.ts).
        input: {
          child: join(import.meta.dirname, 'vault-child.ts'),
          'records-worker': join(root, WORKER_SOURCE),
        },
        output: { entryFileNames: '[name].mjs' },
      },
    },
    ssr: { noExternal: true, external: ['better-sqlite3', 'keytar', '@node-rs/argon2'] },
  })
  const remove = () => {
    rmSync(folder, { recursive: true, force: true })
  }
  return { program: join(folder, 'child.mjs'), remove }
}

export type VaultProcess = ReturnType<typeof vaultProcess>

export function vaultProcess(program: string, env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [program], { env, stdio: ['pipe', 'pipe', 'pipe'] })
  const lines = createInterface({ input: child.stdout })
  let complaint = ''
  child.stderr.on('data', (text: Buffer) => {
    complaint = (complaint + text.toString()).slice(-2_000)
  })
  child.stdin.on('error', () => undefined)

  async function ask<T>(order: Order): Promise<T> {
    const deadline = AbortSignal.timeout(LONGEST_MS)
    const ended = once(child, 'exit', { signal: deadline }).then(() => {
      throw new Error(`The child ended: ${complaint}`)
    })
    const answer = once(lines, 'line', { signal: deadline }) as Promise<[string]>
    child.stdin.write(`${JSON.stringify(order)}\n`)
    const [line] = await Promise.race([answer, ended])
    ended.catch(() => undefined)
    return JSON.parse(line) as T
  }

  return {
    open: (folder: string, timeoutMs: number, description?: string) =>
      ask<Opened>({ do: 'open', folder, timeoutMs, ...(description === undefined ? {} : { description }) }),
    read: (folder: string) => ask<Result<string | null>>({ do: 'read', folder }),
    write: (folder: string, value: string) => ask<Result<null>>({ do: 'write', folder, value }),
    delete: (folder: string) => ask<Result<boolean>>({ do: 'delete', folder }),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}
