/** Proves: the practice's Fullscript app can be saved and replaced, and its secret never comes back out. */
import { expect, onTestFinished, test } from 'vitest'
import { defaultHosts } from '../../src/main/integrations/fullscript/environments'
import { DEFAULT_ASSUMPTIONS } from '../../src/main/integrations/fullscript/unknowns'
import { settingsInputSchema, type FullscriptSettingsInput } from '../../src/shared/contract/fullscript'
import { filesWith, shippedSources } from '../electron-checklist/sources'
import { loopbackPorts as rigPorts } from '../support/loopback-ports'
import { type RigOptions, startRig } from './tokens-rig'

const input: FullscriptSettingsInput = {
  environment: 'us-snd',
  hosts: null,
  clientId: 'client-id',
  clientSecret: 'a-secret-of-the-practice',
  publicKey: 'public-key',
  originUri: 'https://app.yarrow.localhost',
  wayBack: 'loopback',
  loopbackPorts: [49152, 49153],
}

async function settings(options?: RigOptions) {
  const rig = await startRig(options)
  onTestFinished(() => rig.dispose())
  await rig.signIn('june')
  return { rig, applications: rig.services.applications }
}

test("before anything is saved: the mission's sandbox, nothing configured", async () => {
  const { rig, applications } = await settings()
  expect(await applications.read()).toMatchObject({
    value: {
      environment: 'us-snd',
      hosts: defaultHosts('us-snd'),
      hasClientSecret: false,
      clientSecretSetAt: null,
    },
  })
  expect(await applications.current()).toEqual({ ok: false, failure: { code: 'fullscript-not-configured' } })
  expect(await rig.services.connections.current()).toEqual({ ok: true, value: { state: 'not-configured' } })
})

test('R-6749-18 the secret is sealed in the file, opened for main only, and in no settings that a window sees', async () => {
  const { rig, applications } = await settings()
  const saved = await applications.save(input)
  expect(saved).toMatchObject({
    ok: true,
    value: {
      hasClientSecret: true,
      clientSecretSetAt: rig.clock.now(),
      redirectUris: [
        'http://127.0.0.1:49152/fullscript/us-snd/callback',
        'http://127.0.0.1:49153/fullscript/us-snd/callback',
      ],
    },
  })
  expect(JSON.stringify([saved, await applications.read()])).not.toContain('a-secret-of-the-practice')
  expect(await applications.current()).toMatchObject({ value: { clientSecret: 'a-secret-of-the-practice' } })
  const row = await rig.database.selectFrom('fullscriptApplication').selectAll().executeTakeFirstOrThrow()
  expect(row.clientSecretSealed?.includes('a-secret')).toBe(false)
  expect(rig.lines.join()).not.toContain('a-secret')
  expect((await rig.audit()).at(-1)).toEqual({
    action: 'fullscript.settings-saved',
    outcome: 'done',
    subject: 'us-snd changed:chosen,clientId,clientSecretSealed,publicKey,loopbackPorts',
  })
})

test('the record says which fields a save changed, nothing of what stands in them, and that nothing was', async () => {
  const { rig, applications } = await settings()
  const subject = async (changed: Partial<typeof input>) => {
    await applications.save({ ...input, clientSecret: null, ...changed })
    return (await rig.audit()).at(-1)?.subject
  }
  await applications.save(input)
  expect(await subject({})).toBe('us-snd')
  expect(await subject({ assumptions: DEFAULT_ASSUMPTIONS })).toBe('us-snd')
  expect(await subject({ assumptions: { ...DEFAULT_ASSUMPTIONS, pkce: false } })).toBe(
    'us-snd changed:assumptions',
  )
  expect(await subject({ clientId: 'renamed', clientSecret: 'replaced' })).toBe(
    'us-snd changed:clientId,clientSecretSealed',
  )
  expect(JSON.stringify(await rig.audit())).not.toMatch(/renamed|replaced/)
})

test('null leaves the secret as it is, a new one replaces it, and each environment has its own', async () => {
  const { rig, applications } = await settings()
  await applications.save(input)
  rig.clock.advance(1_000)
  await applications.save({ ...input, clientSecret: null, clientId: 'renamed' })
  expect(await applications.current()).toMatchObject({
    value: { clientId: 'renamed', clientSecret: 'a-secret-of-the-practice' },
  })
  await applications.save({ ...input, clientSecret: 'replaced' })
  expect(await applications.current()).toMatchObject({ value: { clientSecret: 'replaced' } })
  await applications.save({ ...input, environment: 'ca-snd', clientSecret: 'canadian' })
  expect(await applications.current()).toMatchObject({
    value: { environment: 'ca-snd', clientSecret: 'canadian', hosts: defaultHosts('ca-snd') },
  })
  expect(await applications.of('us-snd')).toMatchObject({ value: { clientSecret: 'replaced' } })
})

test('one record for each environment: switching carries nothing over and says nothing of what is not there', async () => {
  const { rig, applications } = await settings()
  const own = {
    api: 'https://api-us-snd.fullscript.io/api',
    authorize: 'https://api-us-snd.fullscript.io/api/oauth/authorize',
    embed: 'https://eu-us-snd.fullscript.io',
  }
  await applications.save({ ...input, hosts: own, feature: 'platform' })
  await applications.save({ ...input, hosts: own, clientId: 'renamed', clientSecret: null })
  const read = await applications.read()
  if (!read.ok) throw new Error(read.failure.code)
  expect(read.value).toMatchObject({
    ...{ environment: 'us-snd', clientId: 'renamed', hosts: own, ownHosts: true, feature: 'platform' },
    hasClientSecret: true,
  })
  expect(read.value.others.map(({ environment }) => environment)).toEqual(['ca-snd', 'us', 'ca', 'local'])
  for (const other of read.value.others)
    expect(other).toMatchObject({
      ...{ clientId: '', publicKey: '', hasClientSecret: false, clientSecretSetAt: null },
      ...{ ownHosts: false, feature: 'treatmentPlan', wayBack: 'loopback' },
      loopbackPorts: await rigPorts(),
    })
  await applications.save({ ...input, environment: 'us', clientId: 'production' })
  const after = await applications.read()
  expect(after).toMatchObject({ value: { environment: 'us', clientId: 'production', ownHosts: false } })
  expect(after.ok && after.value.others.find(({ environment }) => environment === 'us-snd')).toMatchObject({
    ...{ clientId: 'renamed', hosts: own, ownHosts: true, feature: 'platform', hasClientSecret: true },
  })
  expect(rig.lines.join()).not.toContain('a-secret')
})

test.each([
  'https://us.fullscript.com',
  'https://fullscript.io',
  'https://plans.us-snd.fullscript.io',
  'https://api-us.fullscript.io:8443',
  'https://fullscript.dev',
])('the Origin URI is never one of Fullscript’s: %s', async (originUri) => {
  const { applications } = await settings()
  const refused = { ok: false, failure: { code: 'invalid-input', detail: 'originUri' } }
  expect(await applications.save({ ...input, originUri })).toEqual(refused)
  expect(settingsInputSchema.safeParse({ ...input, originUri }).success).toBe(false)
})

test('the Origin URI is not below an address of a stand-in either; a look-alike of Fullscript’s name is one’s own', async () => {
  const { applications } = await settings()
  const at = 'https://fullscript.localhost:4611'
  const hosts = { api: `${at}/api`, authorize: `${at}/oauth/authorize`, embed: at }
  const local = { ...input, environment: 'local' as const, hosts }
  for (const originUri of ['https://fullscript.localhost', 'https://app.fullscript.localhost'])
    expect(await applications.save({ ...local, originUri })).toMatchObject({
      failure: { detail: 'originUri' },
    })
  for (const originUri of ['https://app.yarrow.localhost', 'https://myfullscript.com'])
    expect(await applications.save({ ...local, originUri })).toMatchObject({ ok: true })
  const here = 'https://localhost:4611'
  const atLocalhost = { ...hosts, api: `${here}/api`, authorize: `${here}/oauth/authorize`, embed: here }
  for (const [originUri, taken] of [
    ['https://app.yarrow.localhost', true],
    ['https://localhost', false],
  ] as const)
    expect(await applications.save({ ...local, hosts: atLocalhost, originUri })).toMatchObject({ ok: taken })
})

test('a copied row of another environment does not open', async () => {
  const { rig, applications } = await settings()
  await applications.save(input)
  await rig.database.updateTable('fullscriptApplication').set({ environment: 'us' }).execute()
  await rig.signIn('june')
  expect(await applications.current()).toMatchObject({
    ok: false,
    failure: { code: 'fullscript-not-configured' },
  })
})

test('signed out: nothing opens and nothing is saved', async () => {
  const { rig, applications } = await settings()
  await applications.save(input)
  await rig.app.sessions.end()
  expect(await applications.current()).toEqual({ ok: false, failure: { code: 'signed-out' } })
  expect(await applications.save(input)).toEqual({ ok: false, failure: { code: 'signed-out' } })
})

test('R-9700-08: a release takes no stand-in, no build takes a foreign host, and local needs its hosts', async () => {
  const { applications } = await settings({ build: 'release' })
  const local = {
    api: 'http://127.0.0.1:1/api',
    authorize: 'http://127.0.0.1:1/a',
    embed: 'http://127.0.0.1:1',
  }
  const refused = (detail: string) => ({ ok: false, failure: { code: 'invalid-input', detail } })
  expect(await applications.save({ ...input, environment: 'local', hosts: local })).toEqual(
    refused('environment'),
  )
  expect(await applications.save({ ...input, hosts: local })).toEqual(refused('hosts.api'))
  const test = await settings()
  expect(await test.applications.save({ ...input, environment: 'local' })).toEqual(refused('hosts'))
})

test('R-8252-08, R-6749-18: nothing that ships holds a secret; without what a practice enters there is none', async () => {
  const sources = shippedSources('.ts', '.tsx', '.html', '.css')
  expect(sources.length).toBeGreaterThan(200)
  // A secret as text: given to something of that name, or a run of characters as long and mixed as Fullscript's are.
  expect(filesWith(/client_?secret['"]?\s*[:=]\s*['"`][^'"`\s]{8,}['"`]/i, sources)).toEqual([])
  expect(filesWith(/['"`](?=[^'"`]*\d)(?=[^'"`]*[a-z])[A-Za-z0-9_-]{40,}['"`]/, sources)).toEqual([])
  const { applications } = await settings()
  const { clientSecret: _kept, ...without } = input
  expect(await applications.save({ ...without, clientSecret: null })).toMatchObject({
    value: { hasClientSecret: false },
  })
  expect(await applications.current()).toEqual({ ok: false, failure: { code: 'fullscript-not-configured' } })
})
