/**
 * Proves that what Yarrow sends to Fullscript goes over TLS to a server that proves who it is, and to no other: the
 * app's own client against real servers whose certificate or protocol is not good enough.
 */
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { SecureVersion } from 'node:tls'
import { generate } from 'selfsigned'
import { afterEach, expect, test } from 'vitest'
import { systemClock } from '../../src/main/clock/clock'
import { filesWith, shippedSources } from '../electron-checklist/sources'
import { available, defaultHosts } from '../../src/main/fullscript/environments'
import { createHttp } from '../../src/main/fullscript/http/http'
import { silentLogger } from '../../src/main/logging/logger'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** A server with a certificate that nobody vouches for; counts the requests that reach it. */
async function serve(maxVersion: SecureVersion) {
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  })
  const old = maxVersion === 'TLSv1.1' ? { ciphers: 'ALL:@SECLEVEL=0' } : {}
  let requests = 0
  const server = createServer(
    { key: made.private, cert: made.cert, minVersion: 'TLSv1', maxVersion, ...old },
    (_request, response) => {
      requests += 1
      response.setHeader('content-type', 'application/json').end('{"secret":true}')
    },
  )
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: new URL(`https://localhost:${String(port)}/api/oauth/token`), requests: () => requests }
}

const send = (url: URL) =>
  createHttp({ fetch, clock: systemClock, logger: silentLogger }).send({
    method: 'POST',
    url,
    headers: { authorization: 'Bearer canary', 'content-type': 'application/json' },
    body: '{"client_secret":"canary"}',
    timeout: 10_000,
    bodyLimit: 1024,
  })

test.each<[string, SecureVersion]>([
  ['that nobody vouches for', 'TLSv1.3'],
  ['that speaks TLS 1.1 at best', 'TLSv1.1'],
])(
  '164.312(e)(1), 170.315(d)(9), R-6749-15, R-6750-03: nothing reaches a server %s',
  async (_name, version) => {
    const server = await serve(version)
    expect(await send(server.url)).toMatchObject({ ok: false, fault: { kind: 'unreachable' } })
    expect(server.requests()).toBe(0)
  },
)

test('164.312(e)(1), R-6749-15, F-816: nothing that ships loosens how certificates are checked', () => {
  const loosened =
    /rejectUnauthorized|checkServerIdentity|NODE_TLS_REJECT_UNAUTHORIZED|setCertificateVerifyProc|'certificate-error'|minVersion|secureProtocol/
  expect(loosened.test('rejectUnauthorized: false')).toBe(true)
  expect(filesWith(loosened, shippedSources('.ts', '.tsx'))).toEqual([])
})

test('164.312(e)(1), 170.315(d)(9): every address of Fullscript that is built in is https', () => {
  const addresses = available('release').flatMap((environment) =>
    Object.values(defaultHosts(environment) ?? {}),
  )
  expect(addresses).toHaveLength(12)
  for (const address of addresses) expect(new URL(address).protocol).toBe('https:')
})
