/**
 * Proves that https in the embed's session is answered by us for one request only: after it, after a request that was not
 * for our page, and after a load that asked nothing, the session's https is the browser's own again (E-18).
 */
import { expect, test } from 'vitest'
import { answerOnce } from './embed-document'

const ADDRESSES = {
  publicKey: 'public-key',
  pageOrigin: 'https://app.yarrow.localhost',
  fullscriptOrigin: 'https://us-snd.fullscript.io',
}
const DOCUMENT = { html: '<!doctype html><script>1</script>', scriptHashes: ['sha256-x'] }

type Answer = (request: { url: string }) => Response

function bench() {
  const handlers: Answer[] = []
  let current: Answer | null = null
  const protocol = {
    isProtocolHandled: () => current !== null,
    handle(_scheme: string, handler: Answer) {
      handlers.push(handler)
      current = handler
    },
    unhandle() {
      current = null
    },
  }
  const disarm = answerOnce({ protocol } as never, DOCUMENT, ADDRESSES)
  return { disarm, armed: () => current !== null, ask: (url: string) => handlers.at(-1)?.({ url }) }
}

test('our page is answered, and then no request any more', async () => {
  const { ask, armed } = bench()
  expect(armed()).toBe(true)
  const answer = ask('https://app.yarrow.localhost/')
  expect(answer?.status).toBe(200)
  expect(await answer?.text()).toBe(DOCUMENT.html)
  expect(armed()).toBe(false)
})

test.each([
  'https://us-snd.fullscript.io/',
  'https://app.yarrow.localhost/other',
  'https://app.yarrow.localhost.evil.example/',
])('a request for %s gets nothing of ours, and ends it too', (url) => {
  const { ask, armed } = bench()
  expect(ask(url)?.status).toBe(404)
  expect(armed()).toBe(false)
})

test('a load that asked nothing can be disarmed, twice without harm', () => {
  const { disarm, armed } = bench()
  disarm()
  disarm()
  expect(armed()).toBe(false)
})
