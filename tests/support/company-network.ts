/**
 * A company's network, small: a server under Fullscript's own names whose certificate comes from an authority of the
 * company's, in front of the local Fullscript, and a proxy that is the only one to know where those names are.
 */
import {
  createServer,
  request as forward,
  type IncomingMessage,
  type Server as HttpServer,
  type ServerResponse,
} from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { connect, type AddressInfo, type Server, type Socket } from 'node:net'
import { createHash, X509Certificate } from 'node:crypto'
import { generate } from 'selfsigned'

const KEY = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const

export type CompanyNetworkOptions = {
  /** Origin of the local Fullscript. */
  target: string
  /** What the certificate vouches for; the proxy leads all of it to the server. */
  names: string[]
  /** The proxy asks for a name and a password, and takes none. */
  asksForPassword?: boolean
}

export class CompanyNetwork {
  /** Names that were asked of the proxy, each once. */
  readonly asked = new Set<string>()
  /** How many requests reached the server. */
  requests = 0
  readonly #servers: Server[] = []
  readonly #sockets = new Set<Socket>()

  private constructor(
    /** PEM of the company's authority. */
    readonly authority: string,
    /** Base64 SHA-256 of the server's public key. */
    readonly spki: string,
  ) {}

  /** Ports of the server, the proxy, and of the one that hands out the proxy's PAC file. */
  #ports = { server: 0, proxy: 0, pac: 0 }

  static async start(options: CompanyNetworkOptions): Promise<CompanyNetwork> {
    const authority = await generate([{ name: 'commonName', value: 'Company Authority' }], {
      ...KEY,
      extensions: [
        { name: 'basicConstraints', cA: true, critical: true },
        { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
      ],
    })
    const made = await generate([{ name: 'commonName', value: options.names[0] ?? '' }], {
      ...KEY,
      ca: { key: authority.private, cert: authority.cert },
      extensions: [
        { name: 'basicConstraints', cA: false },
        { name: 'keyUsage', digitalSignature: true },
        { name: 'extKeyUsage', serverAuth: true },
        { name: 'subjectAltName', altNames: options.names.map((value) => ({ type: 2, value })) },
      ],
    })
    const key = new X509Certificate(made.cert).publicKey.export({ type: 'spki', format: 'der' })
    const network = new CompanyNetwork(authority.cert, createHash('sha256').update(key).digest('base64'))
    const onward = (request: IncomingMessage, response: ServerResponse) => {
      network.requests += 1
      passOn(request, response, options.target)
    }
    const server = await network.#listen(createTlsServer({ key: made.private, cert: made.cert }, onward))
    const proxy = await network.#listen(network.#proxy(server, options))
    const pac = await network.#listen(
      createServer((_request, response) => {
        response.setHeader('content-type', 'application/x-ns-proxy-autoconfig')
        response.end(
          `function FindProxyForURL(url, host) { return /fullscript/.test(host) ? 'PROXY 127.0.0.1:${String(proxy)}' : 'DIRECT' }`,
        )
      }),
    )
    network.#ports = { server, proxy, pac }
    return network
  }

  get serverPort(): number {
    return this.#ports.server
  }

  get proxy(): string {
    return `http://127.0.0.1:${String(this.#ports.proxy)}`
  }

  get pac(): string {
    return `http://127.0.0.1:${String(this.#ports.pac)}/proxy.pac`
  }

  async stop() {
    for (const socket of this.#sockets) socket.destroy()
    await Promise.all(this.#servers.map((server) => new Promise((resolve) => server.close(resolve))))
  }

  #proxy(port: number, { names, asksForPassword = false }: CompanyNetworkOptions): HttpServer {
    const proxy = createServer((_request, response) => response.writeHead(403).end())
    proxy.on('connect', (request: IncomingMessage, client: Socket) => {
      const [name = ''] = (request.url ?? '').split(':')
      client.on('error', () => undefined)
      if (asksForPassword) {
        client.end('HTTP/1.1 407 Sign in\r\nProxy-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n')
        return
      }
      if (!names.includes(name)) {
        client.end('HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n')
        return
      }
      this.asked.add(name)
      const server = connect(port, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Here\r\n\r\n')
        server.pipe(client)
        client.pipe(server)
      })
      server.on('error', () => client.destroy())
    })
    return proxy
  }

  async #listen(server: Server): Promise<number> {
    this.#servers.push(server)
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return (server.address() as AddressInfo).port
  }
}

/** As it came. */
function passOn(request: IncomingMessage, response: ServerResponse, target: string): void {
  const { method, headers } = request
  const onward = forward(new URL(request.url ?? '/', target), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  onward.on('error', () => response.destroy())
  request.pipe(onward)
}
