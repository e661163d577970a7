/**
 * Proves that an access token goes to the hosts of its own environment and nowhere else, whatever the settings or a path
 * say (F-322, R-6750-03): each address that is not allowed leaves no request at all.
 */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ManualClock } from '../../../platform/clock/manual-clock'
import type { Http, HttpRequest } from '../http/http'
import type { Application } from '../types'
import { DEFAULT_ASSUMPTIONS } from '../unknowns'
import { createApiTransport } from './transport'

const US = 'https://api-us-snd.fullscript.io/api'

const application = (environment: Application['environment'], api: string): Application => ({
  environment,
  hosts: { api, authorize: `${US}/oauth/authorize`, embed: 'https://us-snd.fullscript.io' },
  clientId: 'client-id',
  clientSecret: 'client-secret',
  publicKey: 'public-key',
  originUri: 'https://app.yarrow.localhost',
  authorization: 'person',
  feature: 'treatmentPlan' as const,
  wayBack: 'loopback',
  loopbackPorts: [],
  assumptions: DEFAULT_ASSUMPTIONS,
})

function bench() {
  const sent: HttpRequest[] = []
  const http: Http = {
    send(request) {
      sent.push(request)
      const answer = { status: 200, json: {}, requestId: null, challenge: null, serverDate: null, wait: null }
      return Promise.resolve({ ok: true, answer })
    },
    skew: () => null,
    tellingSkew: () => null,
    onTellingSkew: () => {},
  }
  const transport = createApiTransport({ http, clock: new ManualClock() })
  const get = (app: Application, path: string) =>
    transport.request(app, 'access-token', { method: 'GET', path, schema: z.unknown() })
  return { get, sent }
}

describe('F-322 R-6750-03 where an access token may go', () => {
  test('to the API of its environment', async () => {
    const { get, sent } = bench()
    expect(await get(application('us-snd', US), '/clinic')).toMatchObject({ ok: true })
    expect(sent.map(({ url }) => url.href)).toEqual([`${US}/clinic`])
  })

  test.each([
    ['us-snd', 'http://api-us-snd.fullscript.io/api'],
    ['us', 'https://fullscript.io.example/api'],
    ['us', 'https://notfullscript.io/api'],
    ['us', 'https://user:pass@api-us.fullscript.io/api'],
    ['us', 'https://127.0.0.1/api'],
    ['local', 'http://192.168.1.10/api'],
    ['local', 'https://api-us.fullscript.io/api'],
  ] as const)('%s: nothing is sent to %s', async (environment, api) => {
    const { get, sent } = bench()
    expect(await get(application(environment, api), '/clinic')).toMatchObject({
      ok: false,
      failure: { code: 'fullscript-bad-answer', detail: 'host' },
    })
    expect(sent).toEqual([])
  })

  test.each([
    '/../oauth/token',
    '/%2e%2e/oauth/token',
    '/clinic#x',
    '.evil.example/clinic',
    '@evil.example/',
  ])('below the REST base only: nothing is sent for the path %s', async (path) => {
    const { get, sent } = bench()
    expect(await get(application('us-snd', US), path)).toMatchObject({ ok: false })
    expect(sent).toEqual([])
  })
})
