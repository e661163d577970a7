/**
 * Proves, for apps created before 26 August 2021 (mission/001, 002), over real HTTP and in a real encrypted file: which kind
 * of answer is taken, who connects a clinic, and how people are chosen as its users.
 */
import { describe, expect, onTestFinished, test } from 'vitest'
import { startRig } from './tokens-rig'
import { account, alive, clinicRig, connectedRig, connection, INES, JUNE, MEADOWLARK } from './clinic-rig'

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
