/**
 * A process that does with secrets what main does, for a look at its memory from outside: a token request, a code that
 * is read, then what follows a session. Told by lines on stdin; every secret comes turned over, so that the line is not
 * itself a copy.
 */
import { createInterface } from 'node:readline'
import { systemClock } from '../../src/main/clock/clock'
import { createDirectFetch } from '../../src/main/fullscript/http/direct-fetch'
import { createHttp } from '../../src/main/fullscript/http/http'
import { silentLogger as logger } from '../../src/main/logging/logger'
import { makeRecovery, openRecovery } from '../../src/main/people/recovery-code'
import { newKey } from '../../src/main/sealing/seal'
import { MemoryCleaner } from '../../src/main/startup/clean-memory'

type Told = { address: string; refreshToken: string; clientSecret: string; code: string }

const cleaner = new MemoryCleaner(systemClock)
const direct = createDirectFetch()
const http = createHttp({ fetch: direct.fetch, clock: systemClock, logger })
/** What somebody at work holds. */
let held: unknown = null

const turnBack = (hex: string) =>
  Buffer.from(hex, 'hex')
    .map((byte) => 255 - byte)
    .reduce((text, byte) => text + String.fromCharCode(byte), '')

async function work({ address, refreshToken, clientSecret, code }: Told) {
  const body = JSON.stringify({
    refresh_token: turnBack(refreshToken),
    client_secret: turnBack(clientSecret),
  })
  const url = new URL(address)
  const send = () =>
    http.send({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json' },
      body,
      timeout: 10_000,
      bodyLimit: 100_000,
    })
  const { recovery } = makeRecovery('somebody', newKey())
  openRecovery('somebody', turnBack(code), recovery)
  held = { body, first: await send(), second: await send(), code: turnBack(code) }
}

async function endOfSession() {
  held = null
  direct.forget()
  // As after a session: once at once, once for what was still on its way.
  await cleaner.clean()
  await cleaner.clean()
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const done = line === 'end' ? endOfSession() : work(JSON.parse(line) as Told)
  void done.then(() => {
    console.log(held === null ? 'ended' : 'worked')
  })
})
