/**
 * The two loopback ports of this process's Yarrow and of the registration at its local Fullscript. Several suites run at
 * once on one computer, so each process takes a pair of its own: it holds the same numbers at a neighbouring address for
 * as long as it lives, and leaves the address that Yarrow listens on free.
 */
import { createServer, type Server } from 'node:net'

/** Below the ports that the system gives out by itself. */
const FIRST = 20_000
const LAST = 27_998
const CLAIM_AT = process.platform === 'darwin' ? '::1' : '127.0.0.2'

export type LoopbackPorts = readonly [first: number, reserve: number]

let claimed: Promise<LoopbackPorts> | null = null

/** Always the same two. */
export const loopbackPorts = (): Promise<LoopbackPorts> => (claimed ??= claim())

async function claim(): Promise<LoopbackPorts> {
  for (let port = FIRST; port < LAST; port += 2) {
    const held = await listen(CLAIM_AT, port)
    if (held === null) continue
    if ((await isFree(port)) && (await isFree(port + 1))) return [port, port + 1]
    held.close()
  }
  throw new Error('No two loopback ports are free')
}

async function isFree(port: number): Promise<boolean> {
  const server = await listen('127.0.0.1', port)
  if (server === null) return false
  await new Promise((resolve) => server.close(resolve))
  return true
}

function listen(host: string, port: number): Promise<Server | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => {
      resolve(null)
    })
    server.listen({ host, port, exclusive: true }, () => {
      // Whoever forgets it keeps no process alive.
      server.unref()
      resolve(server)
    })
  })
}

/** What a practice registers for these ports; `local` unless told. */
export const callbacksAt = (ports: readonly number[], environment = 'local'): string[] =>
  ports.map((port) => `http://127.0.0.1:${port}/fullscript/${environment}/callback`)
