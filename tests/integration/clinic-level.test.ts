/**
 * Proves, for apps created before 26 August 2021 (mission/001, 002, 004), over real HTTP and in a real encrypted file: one
 * token for a clinic under the practice key, refreshed once for everybody, and each person sent as the user chosen.
 */
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Rotation } from '../../sandbox/settings'
import { clinicRequest } from '../../src/main/fullscript/api/clinic'
import { type Rig, startRig } from './tokens-rig'

const JUNE = 'june.hartwell@meadowlark.example'
const INES = 'ines.valderrama@harborlight.example'

async function clinicRig(rotation: Rotation = 'lazy'): Promise<Rig> {
  const rig = await startRig({ level: 'clinic', sandbox: { rotation } })
  onTestFinished(() => rig.dispose())
  await rig.signIn('june')
  await rig.configure()
  return rig
}

const account = (rig: Rig, email: string) => {
  const found = rig.sandbox.addresses.accounts.find((one) => one.email === email)
  if (!found) throw new Error(email)
  return found
}
const MEADOWLARK = (rig: Rig) => account(rig, JUNE).clinicId

/** June's clinic connected, June and Priya chosen as the users of their names. */
async function connectedRig(rotation?: Rotation): Promise<Rig> {
  const rig = await clinicRig(rotation)
  await rig.connect(JUNE)
  await choose(rig, 'june', JUNE)
  await choose(rig, 'priya', 'priya.raman@meadowlark.example')
  return rig
}

async function choose(rig: Rig, username: 'june' | 'priya', email: string) {
  const { id, clinicId, role } = account(rig, email)
  const chosen = await rig.services.clinics.choose({
    personId: rig.personId(username),
    clinicId,
    userId: id,
    userType: role === 'staff' ? 'Staff' : 'Practitioner',
  })
  if (!chosen.ok) throw new Error(chosen.failure.code)
  return chosen.value
}

const refreshes = (rig: Rig) =>
  rig.sent.filter(({ url, body }) => url.endsWith('/oauth/token') && body.includes('refresh_token')).length
const alive = (rig: Rig) =>
  rig.sandbox.control.state().tokens.filter(({ revokedAt }) => revokedAt === null).length
const connection = async (rig: Rig) => {
  const current = await rig.services.connections.current()
  if (!current.ok) throw new Error(current.failure.code)
  return current.value
}
const later = (rig: Rig) => {
  rig.advance(3 * 3_600_000)
}

describe('which switch', () => {
  test('a clinic answers while the switch is off: refused, revoked, and the switch is named', async () => {
    const rig = await clinicRig()
    await rig.configure({ authorization: 'person' })
    const { result } = await rig.exchange(JUNE)
    expect(result).toEqual({ ok: false, failure: { code: 'connect-clinic-app' } })
    await rig.services.settled()
    expect(alive(rig)).toBe(0)
  })

  test('a person answers while the switch is on: refused, revoked, and the switch is named', async () => {
    const rig = await startRig()
    onTestFinished(() => rig.dispose())
    await rig.signIn('june')
    await rig.configure({ authorization: 'clinic' })
    const { result } = await rig.exchange(JUNE)
    expect(result).toEqual({ ok: false, failure: { code: 'connect-person-app' } })
    await rig.services.settled()
    expect(alive(rig)).toBe(0)
  })

  test('the switch is kept with the settings', async () => {
    const rig = await clinicRig()
    const settings = await rig.services.applications.read()
    expect(settings).toMatchObject({ value: { authorization: 'clinic' } })
  })
})

describe('connecting a clinic', () => {
  test('is for administrators: the front desk is refused before the code is sent', async () => {
    const rig = await clinicRig()
    await rig.signIn('priya')
    expect(await rig.services.clinics.mayConnect()).toEqual({ ok: false, failure: { code: 'not-allowed' } })
    const { result } = await rig.exchange(JUNE)
    expect(result).toEqual({ ok: false, failure: { code: 'not-allowed' } })
    expect(rig.sent).toEqual([])
  })

  test.each([true, false])(
    '12.9: resource_owner with clinic_id (%s) is taken, the clinic read',
    async (named) => {
      const rig = await clinicRig()
      rig.sandbox.control.changeSettings({ ownerNamesClinic: named })
      const { owner } = await rig.connect(JUNE)
      expect(owner).toMatchObject({ type: 'Clinic', clinicName: 'Meadowlark Integrative Health' })
      expect(await connection(rig)).toEqual({ state: 'not-mapped' })
      const overview = await rig.services.clinics.overview()
      expect(overview).toMatchObject({
        value: { authorization: 'clinic', clinics: [{ clinicId: MEADOWLARK(rig), state: 'connected' }] },
      })
    },
  )

  test('a clinic that cannot be read is not connected, and its token revoked', async () => {
    const rig = await clinicRig()
    rig.network.intercept = ({ url }) =>
      url.endsWith('/clinic') ? new Response('{}', { status: 503 }) : null
    const { result } = await rig.exchange(JUNE)
    expect(result).toMatchObject({ ok: false, failure: { code: 'fullscript-trouble' } })
    rig.network.intercept = () => null
    await rig.services.settled()
    expect(alive(rig)).toBe(0)
    expect(await connection(rig)).toEqual({ state: 'clinic-not-connected' })
  })

  test('once more replaces the token, and a second clinic stands beside it', async () => {
    const rig = await clinicRig()
    await rig.connect(JUNE)
    await rig.connect(JUNE)
    await rig.services.settled()
    expect(alive(rig)).toBe(1)
    rig.advance(1000)
    await rig.connect(INES)
    const overview = await rig.services.clinics.overview()
    expect(overview.ok && overview.value.clinics.map(({ name }) => name)).toEqual([
      'Meadowlark Integrative Health',
      'Harbor Light Wellness',
    ])
  })
})

describe('who is who', () => {
  test('both lists are read to their ends, and suggest by name without choosing', async () => {
    const rig = await clinicRig()
    await rig.connect(JUNE)
    // One on a page, so that there are several.
    rig.network.intercept = ({ url, headers, method }) =>
      url.includes('page[size]=100')
        ? fetch(url.replace('page[size]=100', 'page[size]=1'), { headers, method })
        : null
    const members = await rig.services.clinics.members(MEADOWLARK(rig))
    if (!members.ok) throw new Error(members.failure.code)
    expect(members.value.members.map(({ type, name }) => `${type} ${name}`)).toEqual([
      'Practitioner June Hartwell',
      'Practitioner Tomas Okafor',
      'Staff Priya Raman',
    ])
    expect(members.value.suggestions).toMatchObject([
      { personId: rig.personId('june'), userType: 'Practitioner', because: 'name' },
      { personId: rig.personId('priya'), userType: 'Staff', because: 'name' },
    ])
    expect(await rig.database.selectFrom('fullscriptUser').selectAll().execute()).toEqual([])
  })

  test('no user for two, none that Fullscript does not list, no practitioner for the front desk', async () => {
    const rig = await connectedRig()
    const june = account(rig, JUNE)
    const tomas = account(rig, 'tomas.okafor@meadowlark.example')
    const wanted = {
      personId: rig.personId('priya'),
      clinicId: june.clinicId,
      userType: 'Practitioner',
    } as const
    const { clinics } = rig.services
    expect(await clinics.choose({ ...wanted, userId: tomas.id })).toMatchObject({
      failure: { code: 'fullscript-user-not-staff' },
    })
    const priya = account(rig, 'priya.raman@meadowlark.example')
    const taken = { ...wanted, personId: rig.personId('june'), userType: 'Staff', userId: priya.id } as const
    expect(await clinics.choose(taken)).toMatchObject({ failure: { code: 'fullscript-user-taken' } })
    const elsewhere = account(rig, INES)
    expect(
      await clinics.choose({ ...wanted, personId: rig.personId('june'), userId: elsewhere.id }),
    ).toMatchObject({ failure: { code: 'not-found' } })
    expect(await rig.audit()).toContainEqual({
      action: 'fullscript.user-chosen',
      outcome: 'done',
      subject: rig.personId('priya'),
    })
  })

  test('a role that was taken away takes the practitioner with it', async () => {
    const rig = await connectedRig()
    const { userId, userType, userName } = await rig.database
      .selectFrom('fullscriptUser')
      .selectAll()
      .where('personId', '=', rig.personId('june'))
      .executeTakeFirstOrThrow()
    await rig.services.clinics.clear(rig.personId('june'))
    await rig.database.updateTable('fullscriptUser').set({ userId, userType, userName }).execute()
    await rig.signIn('priya')
    expect(await connection(rig)).toEqual({ state: 'not-mapped' })
    expect(await rig.services.grants.issue({ mountId: 1 })).toMatchObject({
      failure: { code: 'fullscript-not-mapped' },
    })
  })
})

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
      const tokens = await Promise.all(callers.map((asker) => rig.services.keeper.accessToken(asker)))
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
    const junes = rig.services.keeper.accessToken(rig.personId('june'))
    await asked
    await rig.signIn('priya')
    const priyas = rig.services.keeper.accessToken(rig.personId('priya'))
    release()
    expect(await junes).toEqual({ ok: false, failure: { code: 'signed-out' } })
    expect((await priyas).ok).toBe(true)
    expect(refreshes(rig)).toBe(1)
    later(rig)
    await rig.services.keeper.accessToken(rig.personId('priya'))
    await rig.signIn('june')
    expect((await rig.services.keeper.accessToken(rig.personId('june'))).ok).toBe(true)
    expect(refreshes(rig)).toBe(2)
  })

  test('durable before its first use, and the pair before it wiped with it', async () => {
    const rig = await connectedRig()
    later(rig)
    const row = () =>
      rig.database.selectFrom('fullscriptClinicConnection').selectAll().executeTakeFirstOrThrow()
    const before = await row()
    await rig.services.keeper.accessToken(rig.personId('june'))
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
      rig.services.keeper.forget()
      return rig.services.keeper.accessToken(rig.personId('june'))
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
      expect(await rig.services.keeper.accessToken(rig.personId(username))).toMatchObject({
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
    await rig.services.api.call(rig.personId('june'), clinicRequest())
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
