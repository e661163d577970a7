/**
 * Proves, with raw sockets against the real listener, that sockets which are slow, many, huge, foreign or garbled can
 * neither end an attempt nor keep its answer out.
 */
import { execFile } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { LIMITS } from './loopback-callback'
import { isLoopback } from './loopback-request'
import {
  listens,
  navigation,
  openSocket,
  sendRaw,
  statusOf,
} from '../../../../../tests/support/benches/connect'
import {
  CALLBACK,
  genuine,
  listening,
  stillWorks,
} from '../../../../../tests/support/benches/connect-loopback'

describe('sockets that mean no good', () => {
  it('F-107: six idle sockets, a reset and a half-close; the callback is served and cancel is immediate', async () => {
    const bench = await listening()
    const idle = await Promise.all(Array.from({ length: 6 }, () => openSocket(bench.port())))
    const [reset, half] = [await openSocket(bench.port()), await openSocket(bench.port())]
    reset.socket.resetAndDestroy()
    half.socket.end('GET / HT')
    await stillWorks(bench)
    bench.flow.cancel()
    await Promise.all(idle.map(({ closed }) => closed))
    expect(await listens(bench.port())).toBe(false)
  })

  it('F-108: 500 sockets that drip; the oldest give way and the callback is served', async () => {
    // So long that it cannot be the time limits that close them.
    const bench = await listening({ limits: { headers: 600_000, request: 600_000 } })
    const slow = []
    for (let i = 0; i < 500; i += 1) {
      const opened = await openSocket(bench.port())
      opened.socket.write('GET / HTTP/1.1\r\nX-A: ')
      slow.push(opened)
    }
    await Promise.all(slow.slice(0, 500 - LIMITS.sockets).map(({ closed }) => closed))
    await stillWorks(bench)
    for (const { socket } of slow) socket.destroy()
  })

  it('F-108: whoever does not finish asking is hung up on', async () => {
    const bench = await listening({ limits: { headers: 30, request: 40, check: 10 } })
    for (const bytes of ['', 'GET', `GET / HTTP/1.1\r\nHost: 127.0.0.1:${bench.port()}\r\nX: `]) {
      const { socket, closed } = await openSocket(bench.port())
      socket.write(bytes)
      expect([0, 408]).toContain(statusOf(await closed))
    }
    await stillWorks(bench)
    expect(LIMITS).toMatchObject({ headers: 5_000, request: 5_000, check: 1_000, sockets: 32 })
  })

  it.each([
    ['8 KiB and one of query', 8193, 0, 414],
    ['20 KiB of query', 20_000, 0, 431],
    ['1 MiB of query', 1_048_576, 0, 431],
    ['101 headers', 10, 101, 431],
    ['2,000 headers', 10, 2000, 431],
  ])('F-109: %s', async (_name, query, headers, status) => {
    const bench = await listening()
    const target = `${genuine(bench)}&x=`.padEnd(CALLBACK.length + 1 + query, 'x')
    const more = Array.from({ length: headers }, (_, i) => `X-${i}: y`)
    const { socket, closed } = await openSocket(bench.port())
    socket.write(navigation(bench.port(), target, { headers: more }))
    const answer = await closed
    // A listener that stops reading may reset before its answer was read.
    expect([0, status]).toContain(statusOf(answer))
    await stillWorks(bench)
  })

  it('F-109: 8 KiB of query are served', async () => {
    const bench = await listening()
    const target = `${genuine(bench)}&x=`.padEnd(CALLBACK.length + 1 + 8192, 'x')
    expect(statusOf(await sendRaw(bench.port(), navigation(bench.port(), target)))).toBe(303)
  })

  it.each(['%', '%zz', '%c0%af', '%ed%a0%80', '%00', '%0d%0aX:y', '%E2%80%AE', '\xff', '\x01'])(
    'F-110: %j in the query is refused and not reflected',
    async (bad) => {
      const bench = await listening()
      const answer = await sendRaw(bench.port(), navigation(bench.port(), `${genuine(bench)}${bad}`))
      expect(statusOf(answer)).toBe(400)
      expect(answer).not.toContain(bench.request().state)
      await stillWorks(bench)
    },
  )

  it('F-122: another user of this computer is refused, with the right answer too', async () => {
    const bench = await listening(process.getuid?.() === 0 ? {} : { peerOwner: () => 'foreign' })
    const request = navigation(bench.port(), genuine(bench))
    const answer =
      process.getuid?.() === 0
        ? await sendAsNobody(bench.port(), request)
        : await sendRaw(bench.port(), request)
    expect(statusOf(answer)).toBe(400)
    expect(bench.flow.state).toMatchObject({ step: 'waiting', unexpectedResponse: true })
    if (process.getuid?.() === 0) await stillWorks(bench)
  })

  it('F-122: where the system does not say whose socket it is, state and PKCE carry the attempt', async () => {
    await stillWorks(await listening({ peerOwner: () => 'unknown' }))
  })

  it.each([
    ['127.0.0.1', true],
    ['127.8.9.1', true],
    ['::1', true],
    ['::ffff:127.0.0.1', false],
    ['10.0.0.7', false],
    ['128.0.0.1', false],
    ['127.0.0.1.evil', false],
    ['fe80::1', false],
    [undefined, false],
  ])('F-123, F-130: a peer at %s is of this computer: %s', (address, expected) => {
    expect(isLoopback(address)).toBe(expected)
  })

  it.each([
    ['HTTP/2', Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')],
    ['TLS', Buffer.from([0x16, 3, 1, 0, 5, 1, 0, 0, 1, 3])],
    ['garbage', Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256))],
    ['bare line feeds', Buffer.from('GET / HTTP/1.1\nHost: x\n\n')],
  ])('F-124: %s is answered with 400 or not at all', async (_name, bytes) => {
    const bench = await listening()
    expect([0, 400]).toContain(statusOf(await sendRaw(bench.port(), bytes)))
    await stillWorks(bench)
  })

  it('F-124: a request with two lengths, or any body, takes nothing', async () => {
    const bench = await listening()
    for (const headers of [
      ['Content-Length: 4', 'Transfer-Encoding: chunked'],
      ['Content-Length: 4', 'Content-Length: 5'],
      ['Transfer-Encoding: chunked'],
      ['Content-Length: 4'],
    ]) {
      const answer = await sendRaw(
        bench.port(),
        `${navigation(bench.port(), genuine(bench), { headers })}0\r\n\r\n`,
      )
      expect(statusOf(answer)).toBe(400)
    }
    await stillWorks(bench)
  })

  it.each(['100-continue', 'something'])('F-124: Expect: %s is answered and hung up on', async (value) => {
    const bench = await listening()
    const request = navigation(bench.port(), genuine(bench), { headers: [`Expect: ${value}`] })
    expect(statusOf(await sendRaw(bench.port(), request))).toBe(400)
    await stillWorks(bench)
  })

  it('F-124: of a hundred requests in one go only the first counts', async () => {
    const bench = await listening()
    const first = navigation(bench.port(), '/favicon.ico')
    const answer = await sendRaw(bench.port(), first + navigation(bench.port(), genuine(bench)).repeat(99))
    expect(answer.match(/^HTTP\/1\.1 /gm)).toHaveLength(1)
    expect(statusOf(answer)).toBe(404)
    await stillWorks(bench)
  })
})

/** The same bytes, sent by a process of another user. */
function sendAsNobody(port: number, request: string): Promise<string> {
  const script = `const s = require('net').connect(${port}, '127.0.0.1')
s.write(${JSON.stringify(request)}); s.pipe(process.stdout)`
  return new Promise((resolve, reject) => {
    execFile(process.execPath, ['-e', script], { uid: 65_534, gid: 65_534, cwd: '/' }, (error, stdout) => {
      if (error) reject(error)
      else resolve(stdout)
    })
  })
}
