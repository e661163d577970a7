/**
 * Proves, with raw sockets against the real listener, that only a browser's top-level navigation to the one address
 * reaches an attempt, and that no other request of a page or a program on this computer takes or ends it.
 */
import { describe, expect, it } from 'vitest'
import { navigation, sendRaw, statusOf } from '../../../../../tests/support/benches/connect'
import {
  CALLBACK,
  DONE,
  genuine,
  listening,
  stillWorks,
} from '../../../../../tests/support/benches/connect-loopback'

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
    const bench = await listening()
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
      const bench = await listening()
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
    const bench = await listening()
    expect(
      statusOf(await sendRaw(bench.port(), navigation(bench.port(), genuine(bench), { method: 'G!T' }))),
    ).toBe(400)
    await stillWorks(bench)
  })

  it('F-103: every other Host is misdirected', async () => {
    const bench = await listening()
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
    const bench = await listening()
    const request = navigation(bench.port(), genuine(bench), { fetchMetadata: false, headers })
    expect(statusOf(await sendRaw(bench.port(), request))).toBe(403)
    await stillWorks(bench)
  })

  it('F-104: a browser that sends no such headers is served; Referer is no gate', async () => {
    const bench = await listening()
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
    const bench = await listening()
    const request = navigation(bench.port(), genuine(bench), { headers: [header] })
    expect(statusOf(await sendRaw(bench.port(), request))).toBe(503)
    await stillWorks(bench)
  })

  it.each(['/favicon.ico', '/robots.txt', '/apple-touch-icon.png', '/.well-known/x'])(
    'F-106: %s before and after the callback is answered and changes nothing',
    async (target) => {
      const bench = await listening()
      expect(statusOf(await sendRaw(bench.port(), navigation(bench.port(), target)))).toBe(404)
      await stillWorks(bench)
      expect(statusOf(await sendRaw(bench.port(), navigation(bench.port(), target)))).toBe(404)
      expect(bench.flow.state.step).toBe('confirming')
    },
  )
})
