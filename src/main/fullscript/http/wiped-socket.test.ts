/**
 * Proves that every request reaches the server whole and unchanged, and that the memory it went out of is wiped behind
 * it: over a plain connection and over TLS, on a new connection and on one that was kept (F-903, S-21).
 */
import { createServer as createPlain, Agent, request as requestPlain, type RequestListener } from 'node:http'
import { createServer as createTls, Agent as TlsAgent, request as requestTls } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { generate } from 'selfsigned'
import { afterEach, expect, test } from 'vitest'
import { wipeBehind } from './wiped-socket'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

type Received = { authorization: string | undefined; body: string }

async function serve(tls: boolean) {
  const received: Received[] = []
  const answer: RequestListener = (request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (piece: string) => (body += piece))
    request.on('end', () => {
      received.push({ authorization: request.headers.authorization, body })
      response.end('{}')
    })
  }
  const certificate = async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }])
    return { key, cert }
  }
  const server = tls ? createTls(await certificate(), answer) : createPlain(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const agent = tls
    ? new TlsAgent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false })
    : new Agent({ keepAlive: true, maxSockets: 1 })
  closing.push(() => {
    agent.destroy()
    server.close()
  })
  return { received, agent, port: (server.address() as AddressInfo).port }
}

/** Notes the memory that Node is given to send, before and after. */
function watchWrites(socket: Socket, seen: { piece: Buffer; before: string }[]) {
  const write = socket._write.bind(socket)
  socket._write = (chunk: Buffer, encoding, callback) => {
    seen.push({ piece: chunk, before: chunk.toString() })
    write(chunk, encoding, callback)
  }
}

test.each([
  ['a plain connection', false],
  ['TLS', true],
])('what went out over %s is wiped, and arrived whole', async (_name, tls) => {
  const { received, agent, port } = await serve(tls)
  const written: { piece: Buffer; before: string }[] = []
  const sockets = new Set<Socket>()
  const send = (body: string, token: string) =>
    new Promise<void>((resolve, reject) => {
      const options = { host: '127.0.0.1', port, method: 'POST', headers: { authorization: token } }
      const request = tls ? requestTls({ ...options, agent }) : requestPlain({ ...options, agent })
      request.on('socket', (socket) => {
        if (!sockets.has(socket)) watchWrites(socket, written)
        sockets.add(socket)
        wipeBehind(socket)
      })
      request.on('error', reject)
      request.on('response', (response) => {
        response.resume().on('end', resolve)
      })
      request.end(body)
    })

  await send('{"refresh_token":"first, Zoë"}', 'Bearer one')
  await send(`{"refresh_token":"${'long '.repeat(40_000)}"}`, 'Bearer two')
  await send('', 'Bearer three')

  expect(received).toEqual([
    { authorization: 'Bearer one', body: '{"refresh_token":"first, Zoë"}' },
    { authorization: 'Bearer two', body: `{"refresh_token":"${'long '.repeat(40_000)}"}` },
    { authorization: 'Bearer three', body: '' },
  ])
  expect(sockets.size).toBe(1)
  expect(written.map(({ before }) => before).join('')).toContain('first, Zoë')
  for (const { piece } of written) expect(piece.every((byte) => byte === 0)).toBe(true)
})
