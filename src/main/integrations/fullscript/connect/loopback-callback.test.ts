/**
 * Proves, against the real listener, where it listens and for how long, and that the page it ends with holds nothing of
 * the request.
 */
import { createServer, type AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { DONE_PAGE, REFUSED_PAGE } from './loopback-page'
import { LIMITS } from './loopback-callback'
import {
  connectBench,
  listens,
  navigation,
  openSocket,
  sendRaw,
  statusOf,
  type ConnectBench,
} from '../../../../../tests/support/benches/connect'
import {
  CALLBACK,
  DONE,
  genuine,
  listening,
  stillWorks,
} from '../../../../../tests/support/benches/connect-loopback'

describe('the address', () => {
  it('R-8252-02, R-9700-08: the literal 127.0.0.1, and nothing else is listened on', async () => {
    const bench = await listening()
    expect(bench.request().redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/fullscript\/us-snd\/callback$/)
    // A listener on every address would answer here too.
    await expect(openSocket(bench.port(), '127.0.0.2')).rejects.toThrow(/ECONNREFUSED/)
    await stillWorks(bench)
  })

  it('R-8252-04: ::1 where there is no 127.0.0.1', async () => {
    const bench = await listening({ hosts: ['::1'] })
    const { redirectUri } = bench.request()
    expect(redirectUri).toMatch(/^http:\/\/\[::1\]:\d+\/fullscript\/us-snd\/callback$/)
    const request = navigation(bench.port(), genuine(bench), { host: `[::1]:${bench.port()}` })
    expect(statusOf(await sendRaw(bench.port(), request, '::1'))).toBe(303)
    await bench.reached('confirming')
    expect(bench.ledger.exchanges[0]?.redirectUri).toBe(redirectUri)
  })

  it('R-8252-03: any free port, another for each attempt', async () => {
    const [one, other] = [await listening(), await listening()]
    expect(one.port()).not.toBe(other.port())
  })

  it('F-119: a taken port is passed over', async () => {
    const [taken, free] = [await occupy(), await freePort()]
    const bench = await listening({ application: { loopbackPorts: [taken.port, free] } })
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
    const bench = await listening({ application: { loopbackPorts: [port] } })
    await bench.flow.start(null)
    expect(bench.port()).toBe(port)
    await stillWorks(bench)
  })
})

describe('the page', () => {
  it('R-6749-16, R-9700-01: the code leaves the address, and the page holds nothing of the request', async () => {
    const bench = await listening()
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
    const bench = await listening()
    for (const target of [
      '//evil.example',
      '/?url=https://evil.example',
      `${CALLBACK}?redirect_uri=https://evil.example`,
    ])
      expect(await sendRaw(bench.port(), navigation(bench.port(), target))).not.toMatch(/^location:/im)
  })

  it('F-114: the same callback again gets the same answer, and nothing is exchanged twice', async () => {
    const bench = await listening()
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
    const bench = await listening()
    await sendRaw(bench.port(), navigation(bench.port(), genuine(bench)))
    await sendRaw(bench.port(), navigation(bench.port(), DONE))
    bench.clock.advance(LIMITS.afterDone)
    expect(await listens(bench.port())).toBe(false)
  })

  it('F-115: not forever when the page is never asked for', async () => {
    const bench = await listening()
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
    const bench = await listening()
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
