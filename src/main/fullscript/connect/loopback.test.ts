/**
 * Proves, with raw sockets against the real listener, that only a browser's top-level navigation to the one address
 * reaches an attempt, that nothing a page or a program on this computer sends can end one, and that nothing listens
 * before or after.
 */
import { execFile } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { DONE_PAGE, REFUSED_PAGE } from './loopback-page'
import { LIMITS } from './loopback'
import { isLoopback } from './loopback-request'
import {
  connectBench,
  listens,
  navigation,
  openSocket,
  sendRaw,
  statusOf,
  type ConnectBench,
} from './test-bench'

const CALLBACK = '/fullscript/us-snd/callback'
const DONE = '/fullscript/us-snd/done'

const benches: ConnectBench[] = []
async function waiting(options: Parameters<typeof connectBench>[0] = {}) {
  const bench = connectBench(options)
  benches.push(bench)
  const state = await bench.flow.start(null)
  expect(state).toMatchObject({ step: 'waiting', wayBack: 'loopback' })
  return bench
}
afterEach(() => {
  for (const bench of benches.splice(0)) bench.flow.dispose()
})

const genuine = (bench: ConnectBench) => `${CALLBACK}?code=the-code&state=${bench.request().state}`

/** After whatever came before: the attempt is alive, and the genuine answer is taken. */
async function stillWorks(bench: ConnectBench) {
  expect(bench.ledger.exchanges).toHaveLength(0)
  expect(bench.flow.state.step).toBe('waiting')
  const answer = await sendRaw(bench.port(), navigation(bench.port(), genuine(bench)))
  expect(statusOf(answer)).toBe(303)
  await bench.reached('confirming')
  expect(bench.ledger.exchanges).toHaveLength(1)
}

describe('the address', () => {
  it('R-8252-02, R-9700-08: the literal 127.0.0.1, and nothing else is listened on', async () => {
    const bench = await waiting()
    expect(bench.request().redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/fullscript\/us-snd\/callback$/)
    // A listener on every address would answer here too.
    await expect(openSocket(bench.port(), '127.0.0.2')).rejects.toThrow(/ECONNREFUSED/)
    await stillWorks(bench)
  })

  it('R-8252-04: ::1 where there is no 127.0.0.1', async () => {
    const bench = await waiting({ hosts: ['::1'] })
    const { redirectUri } = bench.request()
    expect(redirectUri).toMatch(/^http:\/\/\[::1\]:\d+\/fullscript\/us-snd\/callback$/)
    const request = navigation(bench.port(), genuine(bench), { host: `[::1]:${bench.port()}` })
    expect(statusOf(await sendRaw(bench.port(), request, '::1'))).toBe(303)
    await bench.reached('confirming')
    expect(bench.ledger.exchanges[0]?.redirectUri).toBe(redirectUri)
  })

  it('R-8252-03: any free port, another for each attempt', async () => {
    const [one, other] = [await waiting(), await waiting()]
    expect(one.port()).not.toBe(other.port())
  })

  it('F-119: a taken port is passed over', async () => {
    const [taken, free] = [await occupy(), await freePort()]
    const bench = await waiting({ application: { loopbackPorts: [taken.port, free] } })
    expect(bench.port()).toBe(free)
    await stillWorks(bench)
    await taken.release()
  })

  it('F-119, F-120: all taken: it says which, and the browser is not opened', async () => {
    const taken = [await occupy(), await occupy()]
    const ports = taken.map(({ port }) => port)
    const bench = connectBench({ application: { loopbackPorts: ports } })
    expect(await bench.flow.start(null)).toEqual({
      step: 'failed',
      failure: { code: 'connect-no-way-back', detail: `ports ${ports.join(', ')}` },
    })
    expect(bench.opened).toEqual([])
    await Promise.all(taken.map(({ release }) => release()))
  })

  it('F-121: starting again takes the same fixed port again', async () => {
    const port = await freePort()
    const bench = await waiting({ application: { loopbackPorts: [port] } })
    await bench.flow.start(null)
    expect(bench.port()).toBe(port)
    await stillWorks(bench)
  })
})

describe('what is not the callback', () => {
  it.each([
    '/',
    '/callback',
    `${CALLBACK}/`,
    `${CALLBACK}%2f`,
    `/${CALLBACK}`,
    `${CALLBACK}/..`,
    `${CALLBACK};x`,
    `/./fullscript/us-snd/callback`,
    `/fullscript/us-snd/%63allback`,
    `/fullscript/us/callback`,
    '//',
    '/%',
    'http://evil.example/fullscript/us-snd/callback',
    '*',
    DONE,
    `${DONE}?x`,
  ])('F-101: GET %s is not found, whatever its query', async (path) => {
    const bench = await waiting()
    for (const target of [path, `${path}?code=c&state=${bench.request().state}`]) {
      const answer = await sendRaw(bench.port(), navigation(bench.port(), target))
      expect([400, 404]).toContain(statusOf(answer))
      expect(answer).not.toContain(bench.request().state)
    }
    await stillWorks(bench)
  })

  it.each(['POST', 'HEAD', 'PUT', 'DELETE', 'TRACE', 'OPTIONS', 'PATCH', 'CONNECT'])(
    'F-102: %s is not allowed and takes nothing',
    async (method) => {
      const bench = await waiting()
      const headers = ['Origin: https://evil.example', 'Access-Control-Request-Private-Network: true']
      const answer = await sendRaw(
        bench.port(),
        navigation(bench.port(), genuine(bench), { method, headers }),
      )
      expect([400, 405]).toContain(statusOf(answer))
      if (statusOf(answer) === 405 && method !== 'CONNECT') expect(answer).toMatch(/^Allow: GET\r$/m)
      expect(answer.toLowerCase()).not.toContain('access-control')
      await stillWorks(bench)
    },
  )

  it('F-102: a verb that is none', async () => {
    const bench = await waiting()
    expect(
      statusOf(await sendRaw(bench.port(), navigation(bench.port(), genuine(bench), { method: 'G!T' }))),
    ).toBe(400)
    await stillWorks(bench)
  })

  it('F-103: every other Host is misdirected', async () => {
    const bench = await waiting()
    const port = bench.port()
    const hosts = [
      `evil.example:${port}`,
      `localhost:${port}`,
      '127.0.0.1',
      `127.0.0.1:${port + 1}`,
      `127.0.0.1:0${port}`,
      `127.1:${port}`,
      `user@127.0.0.1:${port}`,
      `[::1]:${port}`,
      `xn--127-.0.0.1:${port}`,
      '%00',
      'a b',
      '',
    ]
    for (const host of hosts) {
      const answer = await sendRaw(port, navigation(port, genuine(bench), { host }))
      expect([400, 421], host).toContain(statusOf(answer))
    }
    const none = await sendRaw(port, navigation(port, genuine(bench), { host: null }))
    expect([400, 421]).toContain(statusOf(none))
    const old = await sendRaw(port, `GET ${genuine(bench)} HTTP/1.0\r\n\r\n`)
    expect(statusOf(old)).toBe(421)
    const twice = await sendRaw(
      port,
      navigation(port, genuine(bench), { headers: [`Host: 127.0.0.1:${port}`] }),
    )
    expect([400, 421]).toContain(statusOf(twice))
    await stillWorks(bench)
  })

  it.each([
    [
      'a fetch by another page',
      ['Origin: https://evil.example', 'Sec-Fetch-Mode: cors', 'Sec-Fetch-Dest: empty'],
    ],
    ['an image', ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: no-cors', 'Sec-Fetch-Dest: image']],
    ['a script', ['Sec-Fetch-Mode: no-cors', 'Sec-Fetch-Dest: script']],
    ['F-129: a frame', ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: iframe']],
    ['an origin alone', ['Origin: https://evil.example']],
    ['no origin at all', ['Origin: null']],
    ['two modes', ['Sec-Fetch-Mode: navigate', 'Sec-Fetch-Mode: cors', 'Sec-Fetch-Dest: document']],
  ])('F-104: %s is forbidden', async (_name, headers) => {
    const bench = await waiting()
    const request = navigation(bench.port(), genuine(bench), { fetchMetadata: false, headers })
    expect(statusOf(await sendRaw(bench.port(), request))).toBe(403)
    await stillWorks(bench)
  })

  it('F-104: a browser that sends no such headers is served; Referer is no gate', async () => {
    const bench = await waiting()
    const headers = ['Referer: https://anywhere.example/']
    const request = navigation(bench.port(), genuine(bench), { fetchMetadata: false, headers })
    expect(statusOf(await sendRaw(bench.port(), request))).toBe(303)
  })

  it.each([
    'Sec-Purpose: prefetch',
    'Sec-Purpose: prefetch;prerender',
    'Purpose: prefetch',
    'X-Moz: prefetch',
  ])('F-105: %s takes nothing; the real request afterwards does', async (header) => {
    const bench = await waiting()
    const request = navigation(bench.port(), genuine(bench), { headers: [header] })
    expect(statusOf(await sendRaw(bench.port(), request))).toBe(503)
    await stillWorks(bench)
  })

  it.each(['/favicon.ico', '/robots.txt', '/apple-touch-icon.png', '/.well-known/x'])(
    'F-106: %s before and after the callback is answered and changes nothing',
    async (target) => {
      const bench = await waiting()
      expect(statusOf(await sendRaw(bench.port(), navigation(bench.port(), target)))).toBe(404)
      await stillWorks(bench)
      expect(statusOf(await sendRaw(bench.port(), navigation(bench.port(), target)))).toBe(404)
      expect(bench.flow.state.step).toBe('confirming')
    },
  )
})

describe('sockets that mean no good', () => {
  it('F-107: six idle sockets, a reset and a half-close; the callback is served and cancel is immediate', async () => {
    const bench = await waiting()
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
    const bench = await waiting({ limits: { headers: 600_000, request: 600_000 } })
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
    const bench = await waiting({ limits: { headers: 30, request: 40, check: 10 } })
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
    const bench = await waiting()
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
    const bench = await waiting()
    const target = `${genuine(bench)}&x=`.padEnd(CALLBACK.length + 1 + 8192, 'x')
    expect(statusOf(await sendRaw(bench.port(), navigation(bench.port(), target)))).toBe(303)
  })

  it.each(['%', '%zz', '%c0%af', '%ed%a0%80', '%00', '%0d%0aX:y', '%E2%80%AE', '\xff', '\x01'])(
    'F-110: %j in the query is refused and not reflected',
    async (bad) => {
      const bench = await waiting()
      const answer = await sendRaw(bench.port(), navigation(bench.port(), `${genuine(bench)}${bad}`))
      expect(statusOf(answer)).toBe(400)
      expect(answer).not.toContain(bench.request().state)
      await stillWorks(bench)
    },
  )

  it('F-122: another user of this computer is refused, with the right answer too', async () => {
    const bench = await waiting(process.getuid?.() === 0 ? {} : { peerOwner: () => 'foreign' })
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
    await stillWorks(await waiting({ peerOwner: () => 'unknown' }))
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
    const bench = await waiting()
    expect([0, 400]).toContain(statusOf(await sendRaw(bench.port(), bytes)))
    await stillWorks(bench)
  })

  it('F-124: a request with two lengths, or any body, takes nothing', async () => {
    const bench = await waiting()
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
    const bench = await waiting()
    const request = navigation(bench.port(), genuine(bench), { headers: [`Expect: ${value}`] })
    expect(statusOf(await sendRaw(bench.port(), request))).toBe(400)
    await stillWorks(bench)
  })

  it('F-124: of a hundred requests in one go only the first counts', async () => {
    const bench = await waiting()
    const first = navigation(bench.port(), '/favicon.ico')
    const answer = await sendRaw(bench.port(), first + navigation(bench.port(), genuine(bench)).repeat(99))
    expect(answer.match(/^HTTP\/1\.1 /gm)).toHaveLength(1)
    expect(statusOf(answer)).toBe(404)
    await stillWorks(bench)
  })
})

describe('the page', () => {
  it('R-6749-16, R-9700-01: the code leaves the address, and the page holds nothing of the request', async () => {
    const bench = await waiting()
    const redirect = await sendRaw(bench.port(), navigation(bench.port(), genuine(bench)))
    expect(/^Location: (.*)\r$/m.exec(redirect)?.[1]).toBe(DONE)
    const page = await sendRaw(bench.port(), navigation(bench.port(), DONE))
    expect(page.endsWith(DONE_PAGE)).toBe(true)
    for (const answer of [redirect, page]) {
      expect(answer).toMatch(
        /^Content-Security-Policy: default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; /m,
      )
      expect(answer).toMatch(/^Cache-Control: no-store\r$/m)
      expect(answer).toMatch(/^Referrer-Policy: no-referrer\r$/m)
      expect(answer).toMatch(/^Connection: close\r$/m)
      expect(answer).not.toContain('the-code')
      expect(answer).not.toContain(bench.request().state)
    }
    expect(`${DONE_PAGE}${REFUSED_PAGE}`).not.toMatch(/<script|https?:|\son\w+=/i)
    expect(DONE_PAGE).toContain('You can go back to Yarrow')
    expect(bench.returned.times).toBe(1)
  })

  it('R-9700-01: no refusal ever redirects', async () => {
    const bench = await waiting()
    for (const target of [
      '//evil.example',
      '/?url=https://evil.example',
      `${CALLBACK}?redirect_uri=https://evil.example`,
    ])
      expect(await sendRaw(bench.port(), navigation(bench.port(), target))).not.toMatch(/^location:/im)
  })

  it('F-114: the same callback again gets the same answer, and nothing is exchanged twice', async () => {
    const bench = await waiting()
    const request = navigation(bench.port(), genuine(bench))
    const answers = await Promise.all(Array.from({ length: 20 }, () => sendRaw(bench.port(), request)))
    expect(answers.map(statusOf)).toEqual(answers.map(() => 303))
    await bench.reached('confirming')
    expect(statusOf(await sendRaw(bench.port(), request))).toBe(303)
    expect(bench.ledger.exchanges).toHaveLength(1)
    expect(bench.returned.times).toBe(1)
    const other = navigation(bench.port(), `${CALLBACK}?code=other&state=${bench.request().state}`)
    expect(statusOf(await sendRaw(bench.port(), other))).toBe(400)
  })
})

describe('R-8252-05: how long it listens', () => {
  it('F-115: until shortly after the page was served', async () => {
    const bench = await waiting()
    await sendRaw(bench.port(), navigation(bench.port(), genuine(bench)))
    await sendRaw(bench.port(), navigation(bench.port(), DONE))
    bench.clock.advance(LIMITS.afterDone)
    expect(await listens(bench.port())).toBe(false)
  })

  it('F-115: not forever when the page is never asked for', async () => {
    const bench = await waiting()
    await sendRaw(bench.port(), navigation(bench.port(), genuine(bench)))
    bench.clock.advance(LIMITS.untilDone)
    expect(await listens(bench.port())).toBe(false)
  })

  it.each([
    ['cancelling', (bench: ConnectBench) => bench.flow.cancel()],
    ['signing out', (bench: ConnectBench) => bench.setSession(null)],
    ['the deadline', (bench: ConnectBench) => bench.clock.advance(600_000)],
    ['quitting', (bench: ConnectBench) => bench.flow.dispose()],
  ])('%s ends it at once', async (_name, end) => {
    const bench = await waiting()
    expect(await listens(bench.port())).toBe(true)
    end(bench)
    expect(await listens(bench.port())).toBe(false)
  })
})

async function occupy() {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  return { port, release: () => new Promise((resolve) => server.close(resolve)) }
}

async function freePort() {
  const { port, release } = await occupy()
  await release()
  return port
}

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
