/**
 * Stands between Yarrow and the local Fullscript's REST API and remembers every secret that passes, so that a test
 * knows what to look for where it must not be. It changes nothing.
 */
import { createServer, request as forward, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Canary } from './canaries'

const SECRET_FIELDS = new Set([
  'access_token',
  'refresh_token',
  'code',
  'code_verifier',
  'client_secret',
  'secret_token',
  'token',
])

export class Wiretap {
  readonly #secrets = new Map<string, string>()

  private constructor(
    private readonly server: Server,
    readonly origin: string,
  ) {}

  static async before(target: string): Promise<Wiretap> {
    const server = createServer()
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    const { port } = server.address() as AddressInfo
    const tap = new Wiretap(server, `http://127.0.0.1:${String(port)}`)
    server.on('request', (incoming, outgoing) => {
      void body(incoming).then((sent) => {
        tap.#remember(sent.toString())
        const onward = forward(
          new URL(incoming.url ?? '/', target),
          {
            method: incoming.method,
            headers: { ...incoming.headers, host: new URL(target).host },
          },
          (answer) => {
            void body(answer).then((received) => {
              tap.#remember(received.toString())
              outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(received)
            })
          },
        )
        onward.on('error', () => outgoing.destroy())
        onward.end(sent)
      })
    })
    return tap
  }

  #remember(text: string) {
    try {
      JSON.parse(text, (key, value: unknown) => {
        if (SECRET_FIELDS.has(key) && typeof value === 'string' && value.length >= 16) {
          this.#secrets.set(value, key)
        }
        return value
      })
    } catch {
      // Not JSON, so none of our secrets' shapes.
    }
  }

  /** Every secret that passed so far. */
  get canaries(): Canary[] {
    return [...this.#secrets].map(([value, name], index) => ({ name: `${name} ${String(index + 1)}`, value }))
  }

  async stop() {
    this.server.closeAllConnections()
    await new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve()
      })
    })
  }
}

async function body(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of message) parts.push(part as Buffer)
  return Buffer.concat(parts)
}
