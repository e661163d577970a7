/** Proves, over real HTTP and in a real encrypted file: exchange, confirm, refuse, replace, and disconnect. */
import { dirname } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { clinicRequest } from '../../src/main/integrations/fullscript/api/clinic'
import { sessionGrantRequest } from '../../src/main/integrations/fullscript/api/session-grants'
import { DEFAULT_ASSUMPTIONS } from '../../src/main/integrations/fullscript/unknowns'
import { findCanaries } from '../support/canaries'
import { type Rig, startRig } from './tokens-rig'

async function rigWithJune(): Promise<Rig> {
  const rig = await startRig()
  onTestFinished(() => rig.dispose())
  await rig.signIn('june')
  await rig.configure()
  return rig
}

describe('connecting', () => {
  test('exchange asks who it is, accept makes it the connection, with its clinic', async () => {
    const rig = await rigWithJune()
    expect(await rig.services.connections.current()).toEqual({ ok: true, value: { state: 'not-connected' } })
    const { result } = await rig.exchange('june.hartwell@meadowlark.example')
    if (!result.ok) throw new Error(result.failure.code)
    expect(result.value).toMatchObject({
      owner: { type: 'Practitioner', clinicName: 'Meadowlark Integrative Health' },
      previousOwner: null,
    })
    expect((await rig.services.connections.current()).ok).toBe(true)
    expect(await rig.services.connections.current()).toMatchObject({ value: { state: 'not-connected' } })
    expect(await rig.services.ledger.accept()).toEqual({ ok: true, value: null })
    const connection = await rig.services.connections.current()
    expect(connection).toMatchObject({
      ok: true,
      value: { state: 'connected', missingScopes: [], pendingRevocations: 0, owner: result.value.owner },
    })
    expect(await rig.audit()).toContainEqual({
      action: 'fullscript.connected',
      outcome: 'done',
      subject: result.value.owner.id,
    })
  })

  test('R-6749-05 R-6749-08 the code is sent once, by POST and JSON, never in an address', async () => {
    const rig = await rigWithJune()
    const { code } = await rig.exchange('june.hartwell@meadowlark.example')
    const exchanges = rig.sent.filter(({ url }) => url.endsWith('/oauth/token'))
    expect(exchanges).toHaveLength(1)
    expect(exchanges[0]).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/json' } })
    expect(JSON.parse(exchanges[0]?.body ?? '')).toMatchObject({ grant_type: 'authorization_code', code })
    expect(rig.sent.map(({ url }) => url).join()).not.toContain(code)
  })

  test('12.1 12.8: what an administrator sets under Advanced is how Fullscript is spoken to', async () => {
    const rig = await rigWithJune()
    const { applications } = rig.services
    const shown = await applications.read()
    if (!shown.ok) throw new Error(shown.failure.code)
    expect(shown.value.assumptions).toEqual(DEFAULT_ASSUMPTIONS)
    rig.sandbox.control.changeSettings({ pkce: false })
    await rig.configure({
      assumptions: { pkce: false, clientCredentials: 'header', tokenBody: 'form', idempotencyKey: true },
    })
    await rig.connect('june.hartwell@meadowlark.example')
    const [exchange] = rig.sent.filter(({ url }) => url.endsWith('/oauth/token'))
    expect(exchange?.headers).toMatchObject({
      'content-type': expect.stringContaining('x-www-form-urlencoded') as string,
      authorization: expect.stringMatching(/^Basic /) as string,
    })
    expect(exchange?.body).not.toMatch(/code_verifier|client_secret/)
    const key = () => rig.sent.at(-1)?.headers['idempotency-key']
    await rig.api.call(rig.personId('june'), sessionGrantRequest())
    expect(key()).toMatch(/^[0-9a-f-]{36}$/)
    await rig.api.call(rig.personId('june'), clinicRequest())
    expect(key()).toBeUndefined()
    // Left out, they stay as they are.
    await rig.configure()
    expect(await applications.current()).toMatchObject({ value: { assumptions: { pkce: false } } })
    expect((await rig.services.connections.disconnect()).ok).toBe(true)
    expect(rig.sandbox.control.state().tokens.every(({ revokedAt }) => revokedAt !== null)).toBe(true)
  })

  test('R-6750-01 R-6750-02 a token travels in the Authorization header and nowhere else', async () => {
    const rig = await rigWithJune()
    await rig.connect('june.hartwell@meadowlark.example')
    const token = await rig.tokens.accessToken(rig.personId('june'))
    if (!token.ok) throw new Error(token.failure.code)
    const carriers = rig.sent.filter((request) => JSON.stringify(request).includes(token.value))
    expect(carriers.length).toBeGreaterThan(0)
    for (const { url, body, headers } of carriers) {
      expect(url + body).not.toContain(token.value)
      expect(headers['authorization']).toBe(`Bearer ${token.value}`)
    }
  })

  test('R-6750-04 tokens stand in the open nowhere: in no cookie, no file and no answer to a window, and each ends', async () => {
    const rig = await rigWithJune()
    await rig.connect('june.hartwell@meadowlark.example')
    const june = rig.personId('june')
    const first = await rig.tokens.accessToken(june)
    rig.sandbox.control.advance(7_300_000)
    rig.clock.advance(7_300_000)
    const second = await rig.tokens.accessToken(june)
    if (!first.ok || !second.ok) throw new Error('No token')
    const refresh = rig.sent.flatMap(({ body }) => /"refresh_token":"([^"]+)"/.exec(body)?.[1] ?? [])
    expect(refresh.length).toBeGreaterThan(0)
    const canaries = [first.value, second.value, ...refresh].map((value, at) => ({
      name: `token ${String(at)}`,
      value,
    }))
    // The log, its index and the file, while they are open.
    const shown = JSON.stringify([await rig.services.connections.current(), rig.lines, await rig.audit()])
    const { found, looked } = await findCanaries(canaries, [dirname(rig.file)], { shown })
    // Each in every encoding, in the text and in at least two files.
    expect(looked).toBeGreaterThan(10 * canaries.length)
    expect(found).toEqual([])
    for (const { headers } of rig.sent) expect(Object.keys(headers).join()).not.toMatch(/cookie/i)
    const current = await rig.services.connections.current()
    expect(current).toMatchObject({ value: { accessExpiresAt: expect.any(Number) as number } })
  })

  test("a colleague's account is refused and its new token revoked, the colleague stays connected", async () => {
    const rig = await rigWithJune()
    await rig.connect('june.hartwell@meadowlark.example')
    const token = await rig.tokens.accessToken(rig.personId('june'))
    await rig.signIn('priya')
    const { result } = await rig.exchange('june.hartwell@meadowlark.example')
    expect(result).toEqual({ ok: false, failure: { code: 'connect-colleague' } })
    await rig.services.revocations.run()
    const { tokens } = rig.sandbox.control.state()
    expect(tokens.filter(({ revokedAt }) => revokedAt === null)).toHaveLength(1)
    expect(token.ok && rig.sandbox.control.inspect(token.value)).toMatchObject({ alive: true })
    expect(await rig.services.connections.current()).toMatchObject({ value: { state: 'not-connected' } })
  })

  test('an account that became a colleague’s between exchange and confirmation is refused, and its token revoked', async () => {
    const rig = await rigWithJune()
    expect((await rig.exchange('june.hartwell@meadowlark.example')).result).toMatchObject({ ok: true })
    // Somebody else was quicker, at another computer with the same records.
    const pending = await rig.database
      .selectFrom('fullscriptConnection')
      .selectAll()
      .executeTakeFirstOrThrow()
    await rig.database
      .insertInto('fullscriptConnection')
      .values({ ...pending, personId: rig.personId('priya'), status: 'connected' })
      .execute()
    expect(await rig.services.ledger.accept()).toEqual({ ok: false, failure: { code: 'connect-colleague' } })
    await rig.services.revocations.run()
    expect(rig.sandbox.control.state().tokens.every(({ revokedAt }) => revokedAt !== null)).toBe(true)
    const rows = await rig.database
      .selectFrom('fullscriptConnection')
      .select(['personId', 'status'])
      .execute()
    expect(rows).toEqual([{ personId: rig.personId('priya'), status: 'connected' }])
  })

  test("a prescriber's account is refused for somebody who does not prescribe here, and its token revoked", async () => {
    const rig = await rigWithJune()
    await rig.signIn('priya')
    const { result } = await rig.exchange('tomas.okafor@meadowlark.example')
    expect(result).toEqual({ ok: false, failure: { code: 'connect-practitioner' } })
    await rig.services.revocations.run()
    expect(rig.sandbox.control.state().tokens.every(({ revokedAt }) => revokedAt !== null)).toBe(true)
    expect(await rig.services.connections.current()).toMatchObject({ value: { state: 'not-connected' } })
    expect((await rig.exchange('priya.raman@meadowlark.example')).result).toMatchObject({ ok: true })
  })

  test('refusing revokes what was exchanged and keeps the connection that was there', async () => {
    const rig = await rigWithJune()
    const before = await rig.connect('june.hartwell@meadowlark.example')
    const { result } = await rig.exchange('tomas.okafor@meadowlark.example')
    expect(result).toMatchObject({ ok: true, value: { previousOwner: before.owner } })
    await rig.services.ledger.refuse()
    await rig.services.revocations.run()
    expect(await rig.services.connections.current()).toMatchObject({
      value: { owner: { id: before.owner.id } },
    })
    expect(rig.sandbox.control.state().tokens.filter(({ revokedAt }) => revokedAt === null)).toHaveLength(1)
  })

  test('accepting another account revokes the replaced connection', async () => {
    const rig = await rigWithJune()
    await rig.connect('june.hartwell@meadowlark.example')
    const after = await rig.connect('tomas.okafor@meadowlark.example')
    await rig.services.revocations.run()
    expect(await rig.services.connections.current()).toMatchObject({
      value: { owner: { id: after.owner.id }, pendingRevocations: 0 },
    })
    expect(rig.sandbox.control.state().tokens.filter(({ revokedAt }) => revokedAt === null)).toHaveLength(1)
  })

  test('what a crash left between exchange and confirmation is revoked at the next sign-in', async () => {
    const rig = await rigWithJune()
    await rig.exchange('june.hartwell@meadowlark.example')
    await rig.restart()
    await rig.signIn('june')
    await rig.services.revocations.run()
    expect(rig.sandbox.control.state().tokens.every(({ revokedAt }) => revokedAt !== null)).toBe(true)
    expect(await rig.database.selectFrom('fullscriptConnection').selectAll().execute()).toEqual([])
  })
})
