/**
 * Proves, for apps created before 26 August 2021 (mission/004), over real HTTP and in a real encrypted file: one token for a
 * clinic under the practice key, refreshed once for everybody, and each person sent as the user chosen.
 */
import { describe, expect, test } from 'vitest'
import { clinicRequest } from '../../src/main/integrations/fullscript/api/clinic'
import {
  account,
  alive,
  connectedRig,
  connection,
  INES,
  JUNE,
  later,
  MEADOWLARK,
  refreshes,
} from './clinic-rig'

describe('session grants', () => {
  test('mission/004 user_id and user_type are sent, each person as the user chosen', async () => {
    const rig = await connectedRig()
    for (const [username, email] of [
      ['june', JUNE],
      ['priya', 'priya.raman@meadowlark.example'],
    ] as const) {
      await rig.signIn(username)
      const { id, role } = account(rig, email)
      const user = { id, type: role === 'staff' ? 'Staff' : 'Practitioner' }
      expect(await rig.services.grants.issue({ mountId: 1 })).toMatchObject({ ok: true, value: { user } })
      const body = rig.sent.at(-1)?.body ?? ''
      expect(JSON.parse(body)).toEqual({ user_id: user.id, user_type: user.type })
      expect(await connection(rig)).toMatchObject({
        state: 'connected',
        through: 'clinic',
        owner: { ...user, clinicName: 'Meadowlark Integrative Health' },
      })
    }
  })

  test('F-408 a grant for another user than the chosen one is refused', async () => {
    const rig = await connectedRig()
    const other = account(rig, 'tomas.okafor@meadowlark.example').id
    rig.network.intercept = async ({ url, method, headers, body }) => {
      if (!url.endsWith('/session_grants')) return null
      const answer = (await (await fetch(url, { method, headers, body })).json()) as object
      return Response.json({ ...answer, user: { id: other, type: 'Practitioner' } })
    }
    expect(await rig.services.grants.issue({ mountId: 1 })).toMatchObject({
      failure: { code: 'fullscript-refused', detail: 'user' },
    })
  })

  test('without a choice no request leaves', async () => {
    const rig = await connectedRig()
    await rig.services.clinics.clear(rig.personId('priya'))
    await rig.signIn('priya')
    const before = rig.sent.length
    expect(await rig.services.grants.issue({ mountId: 1 })).toMatchObject({
      failure: { code: 'fullscript-not-mapped' },
    })
    expect(rig.sent).toHaveLength(before)
  })
})

describe('the clinic token', () => {
  test.each(['lazy', 'immediate'] as const)(
    'F-310 refreshed once for many callers (%s)',
    async (rotation) => {
      const rig = await connectedRig(rotation)
      later(rig)
      const june = rig.personId('june')
      const clinic = { kind: 'clinic', clinicId: MEADOWLARK(rig) } as const
      const callers = [june, clinic, june, june, clinic]
      const tokens = await Promise.all(callers.map((asker) => rig.tokens.accessToken(asker)))
      expect(new Set(tokens.map((token) => token.ok && token.value)).size).toBe(1)
      expect(refreshes(rig)).toBe(1)
    },
  )

  test('F-310 one refresh for two people, also when the second signs in while it runs', async () => {
    const rig = await connectedRig()
    later(rig)
    let arrived = () => {}
    let release = () => {}
    const asked = new Promise<void>((resolve) => (arrived = resolve))
    const hold = new Promise<void>((resolve) => (release = resolve))
    rig.network.intercept = async ({ url }) => {
      if (url.endsWith('/oauth/token')) {
        arrived()
        await hold
      }
      return null
    }
    const junes = rig.tokens.accessToken(rig.personId('june'))
    await asked
    await rig.signIn('priya')
    const priyas = rig.tokens.accessToken(rig.personId('priya'))
    release()
    expect(await junes).toEqual({ ok: false, failure: { code: 'signed-out' } })
    expect((await priyas).ok).toBe(true)
    expect(refreshes(rig)).toBe(1)
    later(rig)
    await rig.tokens.accessToken(rig.personId('priya'))
    await rig.signIn('june')
    expect((await rig.tokens.accessToken(rig.personId('june'))).ok).toBe(true)
    expect(refreshes(rig)).toBe(2)
  })

  test('durable before its first use, and the pair before it wiped with it', async () => {
    const rig = await connectedRig()
    later(rig)
    const row = () =>
      rig.database.selectFrom('fullscriptClinicConnection').selectAll().executeTakeFirstOrThrow()
    const before = await row()
    await rig.tokens.accessToken(rig.personId('june'))
    const renewed = await row()
    expect(renewed.version).toBeGreaterThan(before.version)
    expect(renewed.previousRefreshTokenSealed).not.toBeNull()
    await rig.restart()
    await rig.signIn('priya')
    expect((await rig.services.grants.issue({ mountId: 1 })).ok).toBe(true)
    expect((await row()).previousRefreshTokenSealed).toBeNull()
    expect(refreshes(rig)).toBe(1)
  })

  test('F-622 rows of two clinics cannot be swapped, nor a row be given another version', async () => {
    const rig = await connectedRig()
    await rig.connect(INES)
    const rows = await rig.database.selectFrom('fullscriptClinicConnection').selectAll().execute()
    const [meadowlark, harbor] = rows
    if (!meadowlark || !harbor) throw new Error('two clinics are connected')
    const put = (tokens: typeof harbor, version: number) =>
      rig.database
        .updateTable('fullscriptClinicConnection')
        .set({
          accessTokenSealed: tokens.accessTokenSealed,
          refreshTokenSealed: tokens.refreshTokenSealed,
          version,
        })
        .where('clinicId', '=', meadowlark.clinicId)
        .execute()
    const ask = async () => {
      rig.services.accessTokens.forget()
      return rig.tokens.accessToken(rig.personId('june'))
    }
    const damaged = { failure: { code: 'fullscript-clinic-not-connected', detail: 'seal' } }
    await put(harbor, harbor.version)
    expect(await ask()).toMatchObject(damaged)
    await put(meadowlark, meadowlark.version + 1)
    expect(await ask()).toMatchObject(damaged)
    await put(meadowlark, meadowlark.version)
    expect((await ask()).ok).toBe(true)
  })

  test('disconnecting ends it for everybody, here at once and at Fullscript; who is who stays', async () => {
    const rig = await connectedRig()
    expect(await rig.services.clinics.disconnect(MEADOWLARK(rig))).toEqual({
      ok: true,
      value: { revoked: 'done' },
    })
    expect(alive(rig)).toBe(0)
    for (const username of ['june', 'priya'] as const) {
      await rig.signIn(username)
      expect(await connection(rig)).toEqual({ state: 'clinic-not-connected' })
      expect(await rig.tokens.accessToken(rig.personId(username))).toMatchObject({
        failure: { code: 'fullscript-clinic-not-connected' },
      })
    }
    await rig.signIn('june')
    await rig.connect(JUNE)
    await rig.signIn('priya')
    expect(await connection(rig)).toMatchObject({ state: 'connected', owner: { name: 'Priya Raman' } })
  })

  test('the overview has it: which clinic, by whom, last used; and ending everything ends it, at Fullscript too', async () => {
    const rig = await connectedRig()
    await rig.api.call(rig.personId('june'), clinicRequest())
    await rig.services.settled()
    const seen = await rig.services.oversight.overview()
    expect(seen).toMatchObject({
      value: {
        authorization: 'clinic',
        clinics: [
          {
            clinicId: MEADOWLARK(rig),
            name: 'Meadowlark Integrative Health',
            state: 'connected',
            connectedByName: 'June Hartwell',
            lastUsedAt: rig.clock.now(),
            missingScopes: [],
            toReauthorize: false,
          },
        ],
      },
    })
    expect(await rig.services.oversight.disconnectEveryone()).toEqual({ ok: true, value: { ended: 1 } })
    await rig.services.settled()
    expect(alive(rig)).toBe(0)
    expect(await rig.services.oversight.overview()).toMatchObject({ value: { clinics: [] } })
  })

  test('revoked in the web app: lost for everybody, in words that name who can mend it', async () => {
    const rig = await connectedRig()
    rig.sandbox.control.revokeUser(MEADOWLARK(rig))
    expect(await rig.services.grants.issue({ mountId: 1 })).toMatchObject({
      failure: { code: 'fullscript-clinic-not-connected' },
    })
    expect(await connection(rig)).toMatchObject({ state: 'reconnect-needed', through: 'clinic' })
  })
})
