/**
 * Proves that Node's way to the network, which tests use, keeps what the app's own way keeps, so that what is proved over
 * the one holds for the other; and that the addresses which are built in are https.
 */
import { expect, test } from 'vitest'
import { systemClock } from '../../src/main/platform/clock/clock'
import { available, defaultHosts } from '../../src/main/integrations/fullscript/environments'
import { createHttp } from '../../src/main/integrations/fullscript/http/http'
import { silentLogger } from '../../src/main/platform/logging/logger'
import { filesWith, shippedSources } from '../electron-checklist/sources'
import { CONTRACT, tryCase, type Send } from '../support/fetch-contract'
import { nodeFetch } from '../support/node-fetch'

const send: Send = ({ url, giveUpAfter, ...request }) =>
  createHttp({ fetch: nodeFetch, clock: systemClock, logger: silentLogger }).send({
    ...request,
    url: new URL(url),
    ...(giveUpAfter === undefined ? {} : { signal: AbortSignal.timeout(giveUpAfter) }),
  })

test.each(CONTRACT)('$title', async (one) => {
  expect(await tryCase(one, send)).toMatchObject({ outcome: one.outcome, reached: one.reached })
})

test('164.312(e)(1), R-6749-15, F-816: nothing that ships decides about certificates itself, or speaks TLS of its own', () => {
  const own = /setCertificateVerifyProc|app\.on\('certificate-error'|node:(https|tls|http2)'/
  expect(own.test("import { request } from 'node:https'")).toBe(true)
  expect(filesWith(own, shippedSources('.ts', '.tsx'))).toEqual([])
  // Heard, and not answered: an answer would need the event or its callback.
  const heard = shippedSources('.ts', '.tsx').flatMap(({ text }) =>
    [...text.matchAll(/'certificate-error', \(([^)]*)\)/g)].map(([, given]) => given),
  )
  expect(heard).toEqual(['_event, url'])
})

test('164.312(e)(1), 170.315(d)(9): every address of Fullscript that is built in is https', () => {
  const addresses = available('release').flatMap((environment) =>
    Object.values(defaultHosts(environment) ?? {}),
  )
  expect(addresses).toHaveLength(12)
  for (const address of addresses) expect(new URL(address).protocol).toBe('https:')
})
