/** Proves: a disconnect ends here at once, and at Fullscript for certain: what was not confirmed is kept and retried. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { forgetPerson } from '../../src/main/integrations/fullscript/seals'
import { unseal } from '../../src/main/platform/crypto/seal'
import { type Rig, startRig } from './tokens-rig'

async function connectedRig(): Promise<Rig & { june: string }> {
  const rig = await startRig()
  onTestFinished(() => rig.dispose())
  return Object.assign(rig, { june: await rig.connected() })
}

const revocations = (rig: Rig) =>
  rig.sent
    .filter(({ url }) => url.endsWith('/oauth/revoke'))
    .map(({ body }) => JSON.parse(body) as { token: string; token_type_hint: string })

const alive = (rig: Rig) =>
  rig.sandbox.control.state().tokens.filter(({ revokedAt }) => revokedAt === null).length

const atRevoke =
  (answer: () => Response) =>
  ({ url }: { url: string }) =>
    url.endsWith('/oauth/revoke') ? answer() : null

const offline = (): never => {
  throw new TypeError('fetch failed')
}

describe('disconnecting', () => {
  test('R-7009-01 the refresh token is revoked before the access token, and nothing is left', async () => {
    const rig = await connectedRig()
    expect(await rig.services.connections.disconnect()).toEqual({ ok: true, value: { revoked: 'done' } })
    expect(revocations(rig).map((sent) => sent.token_type_hint)).toEqual(['refresh_token', 'access_token'])
    expect(alive(rig)).toBe(0)
    expect(await rig.services.connections.current()).toEqual({ ok: true, value: { state: 'not-connected' } })
    expect(await rig.tokens.accessToken(rig.june)).toMatchObject({
      failure: { code: 'fullscript-not-connected' },
    })
    expect(await rig.services.connections.disconnect()).toMatchObject({ ok: false })
  })

  test('an expired access token: the refresh token dies all the same', async () => {
    const rig = await connectedRig()
    rig.sandbox.control.changeSettings({ revokeExpiredAccessTokens: false })
    rig.advance(3 * 3_600_000)
    expect(await rig.services.connections.disconnect()).toMatchObject({ value: { revoked: 'done' } })
    expect(alive(rig)).toBe(0)
  })

  test('a pair that was never used: the refresh token before it is revoked as well', async () => {
    const rig = await connectedRig()
    rig.advance(3 * 3_600_000)
    await rig.tokens.accessToken(rig.june)
    expect(alive(rig)).toBe(2)
    await rig.services.connections.disconnect()
    expect(revocations(rig)).toHaveLength(3)
    expect(alive(rig)).toBe(0)
  })

  test('R-7009-03 R-7009-05 503: ended here, kept for later with the wait asked for, then revoked', async () => {
    const rig = await connectedRig()
    rig.network.intercept = atRevoke(
      () => new Response('', { status: 503, headers: { 'retry-after': '120' } }),
    )
    expect(await rig.services.connections.disconnect()).toEqual({ ok: true, value: { revoked: 'pending' } })
    expect(await rig.services.connections.current()).toMatchObject({ value: { state: 'not-connected' } })
    expect(alive(rig)).toBe(1)
    expect(await rig.services.revocations.pending(rig.june, 'local')).toBe(2)
    rig.network.intercept = () => null
    rig.clock.advance(119_000)
    await rig.services.settled()
    expect(alive(rig)).toBe(1)
    rig.clock.advance(2_000)
    await rig.services.settled()
    expect(alive(rig)).toBe(0)
    expect(await rig.services.revocations.pending(rig.june, 'local')).toBe(0)
  })

  test('R-7009-03 offline: kept over a restart, sealed, and revoked when its person signs in again', async () => {
    const rig = await connectedRig()
    const token = await rig.tokens.accessToken(rig.june)
    rig.network.intercept = offline
    expect(await rig.services.connections.disconnect()).toMatchObject({ value: { revoked: 'pending' } })
    const kept = await rig.database.selectFrom('fullscriptRevocation').selectAll().execute()
    expect(kept).toHaveLength(2)
    for (const { tokenSealed } of kept) expect(tokenSealed.includes(token.ok ? token.value : '')).toBe(false)
    await rig.restart()
    rig.network.intercept = () => null
    rig.advance(3_600_000)
    await rig.signIn('priya')
    await rig.services.settled()
    expect(alive(rig)).toBe(1)
    await rig.signIn('june')
    await rig.services.settled()
    expect(alive(rig)).toBe(0)
  })

  test('R-7009-04 R-DK-12 a wrong client secret revokes nothing and is not called done', async () => {
    const rig = await connectedRig()
    rig.sandbox.control.changeApplication(rig.application.clientId, { clientSecret: 'another' })
    expect(await rig.services.connections.disconnect()).toMatchObject({ value: { revoked: 'pending' } })
    expect(alive(rig)).toBe(1)
    await rig.configure({ clientSecret: 'another' })
    rig.advance(3_600_000)
    await rig.services.settled()
    await rig.services.revocations.run()
    expect(alive(rig)).toBe(0)
  })

  test('tries grow apart and never hammer', async () => {
    const rig = await connectedRig()
    rig.network.intercept = atRevoke(() => new Response('', { status: 500 }))
    await rig.services.connections.disconnect()
    const tries = () => revocations(rig).filter((sent) => sent.token_type_hint === 'refresh_token').length
    const gaps: number[] = []
    let [seen, at] = [tries(), rig.clock.monotonic()]
    for (let second = 0; gaps.length < 5 && second < 3_600; second += 1) {
      rig.clock.advance(1_000)
      // Short pauses of the rig's clock pass in a turn of the event loop.
      await new Promise(setImmediate)
      await rig.services.settled()
      if (tries() === seen) continue
      gaps.push(rig.clock.monotonic() - at)
      seen = tries()
      at = rig.clock.monotonic()
    }
    expect(gaps).toHaveLength(5)
    expect(gaps[0]).toBeGreaterThan(15_000)
    expect(gaps.at(-1)).toBeGreaterThan(4 * (gaps[0] ?? 0))
  })

  test('nobody is signed in: nothing is sent', async () => {
    const rig = await connectedRig()
    rig.network.intercept = atRevoke(() => new Response('', { status: 500 }))
    await rig.services.connections.disconnect()
    await rig.app.sessions.end()
    const before = revocations(rig).length
    rig.clock.advance(24 * 3_600_000)
    await rig.services.settled()
    expect(revocations(rig)).toHaveLength(before)
  })
})

describe('whose tokens', () => {
  test('S-17 a token that waits to be revoked opens for its person alone, not with the practice key', async () => {
    const rig = await connectedRig()
    rig.network.intercept = offline
    await rig.services.connections.disconnect()
    const [row] = await rig.database.selectFrom('fullscriptRevocation').selectAll().execute()
    const {
      id = '',
      personId = '',
      environment = '',
      tokenKind = '',
      tokenSealed = Buffer.alloc(0),
    } = row ?? {}
    const names = [
      ['fullscript_revocation', id, personId, environment, tokenKind],
      ['fullscript_revocation', id, environment, tokenKind],
    ]
    const { practiceKey, personKey } = rig.keysOf('june')
    const opens = (key: Buffer) => names.some((name) => unseal(key, name, tokenSealed) !== null)
    expect([practiceKey, rig.keysOf('priya').personKey].filter(opens)).toEqual([])
    expect(opens(personKey)).toBe(true)
  })

  test('S-17 a seal that is destroyed takes with it what was under it, and says so in the audit', async () => {
    const rig = await connectedRig()
    rig.network.intercept = offline
    await rig.services.connections.disconnect()
    rig.network.intercept = () => null
    await rig.connect('june.hartwell@meadowlark.example')
    await rig.signIn('priya')
    const { audit, records } = rig.app
    await records.internal((handle) => forgetPerson(handle, rig.june, { audit, by: rig.personId('priya') }))
    for (const table of ['fullscriptConnection', 'fullscriptRevocation'] as const) {
      expect(await rig.database.selectFrom(table).select('personId').execute()).toEqual([])
    }
    expect((await rig.audit()).at(-1)).toEqual({
      action: 'fullscript.forgotten',
      outcome: 'done',
      subject: rig.june,
    })
  })

  test('F-622 a row copied to a colleague does not open, and a colleague gets no token', async () => {
    const rig = await connectedRig()
    expect(await rig.tokens.accessToken(rig.personId('priya'))).toEqual({
      ok: false,
      failure: { code: 'signed-out' },
    })
    const priya = rig.personId('priya')
    // As staff, so that it is not ended at sign-in because it is a prescriber's.
    const copied = { personId: priya, ownerType: 'Staff' } as const
    await rig.database.updateTable('fullscriptConnection').set(copied).execute()
    await rig.signIn('priya')
    const sent = rig.sent.length
    expect(await rig.tokens.accessToken(priya)).toMatchObject({
      failure: { code: 'fullscript-reconnect-needed', detail: 'seal' },
    })
    expect(rig.sent).toHaveLength(sent)
  })

  test('S-20 no token, code or secret is in any log line or in the file', async () => {
    const rig = await connectedRig()
    const token = await rig.tokens.accessToken(rig.june)
    const { code } = await rig.exchange('tomas.okafor@meadowlark.example')
    await rig.services.ledger.refuse()
    await rig.services.connections.disconnect()
    const secrets = [
      token.ok ? token.value : '',
      code,
      rig.application.clientSecret,
      rig.application.clientId,
    ]
    const text = rig.lines.join('\n') + JSON.stringify(await rig.audit())
    for (const secret of secrets) expect(text).not.toContain(secret)
  })
})
