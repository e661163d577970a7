// Proves what the settings form sends: the secret only when one was typed, hosts only when they are the person's own.
import { describe, expect, it } from 'vitest'
import type { EnvironmentSettings } from '../../../../shared/contract/fullscript'
import { checkForm, reasonFor, toForm } from './settings-form'

const SETTINGS: EnvironmentSettings = {
  environment: 'us-snd',
  hosts: {
    api: 'https://api-us-snd.fullscript.io/api',
    authorize: 'https://api-us-snd.fullscript.io/api/oauth/authorize',
    embed: 'https://us-snd.fullscript.io',
  },
  ownHosts: false,
  clientId: 'invented-client-id',
  hasClientSecret: true,
  clientSecretSetAt: 0,
  publicKey: 'invented-public-key',
  originUri: 'https://embed.yarrow.example',
  wayBack: 'loopback',
  authorization: 'person',
  feature: 'treatmentPlan',
  loopbackPorts: [28_471, 28_571],
  redirectUris: [],
  assumptions: { pkce: true, clientCredentials: 'body', tokenBody: 'json', idempotencyKey: false },
}
const form = toForm(SETTINGS)

describe('checkForm', () => {
  it('leaves the stored secret and the published hosts as they are', () => {
    const checked = checkForm(form)
    expect(checked).toMatchObject({
      ok: true,
      input: { clientSecret: null, hosts: null, loopbackPorts: [28_471, 28_571] },
    })
  })
  it('sends a typed secret', () => {
    expect(checkForm({ ...form, clientSecret: ' new-secret ' })).toMatchObject({
      input: { clientSecret: 'new-secret' },
    })
  })
  it('reads ports separated by commas or spaces, and refuses others', () => {
    expect(checkForm({ ...form, loopbackPorts: '53682, 53683 53684' })).toMatchObject({
      input: { loopbackPorts: [53_682, 53_683, 53_684] },
    })
    expect(checkForm({ ...form, loopbackPorts: '80' })).toMatchObject({
      errors: { loopbackPorts: expect.any(String) as string },
    })
    expect(checkForm({ ...form, loopbackPorts: 'any' })).toMatchObject({
      errors: { loopbackPorts: expect.any(String) as string },
    })
  })
  it('sends no port only when any port was asked for', () => {
    expect(checkForm({ ...form, anyPort: true })).toMatchObject({ input: { loopbackPorts: [] } })
    expect(checkForm({ ...form, loopbackPorts: ' ' })).toMatchObject({
      errors: { loopbackPorts: expect.any(String) as string },
    })
  })
  it('keeps addresses of one’s own when another field is changed', () => {
    const hosts = { ...SETTINGS.hosts, api: 'https://api-eu.fullscript.io/api' }
    const own = toForm({ ...SETTINGS, ownHosts: true, hosts })
    expect(checkForm({ ...own, clientId: 'another' })).toMatchObject({
      input: { clientId: 'another', hosts },
    })
  })
  it.each(['https://us.fullscript.com', 'https://app.us-snd.fullscript.io', 'https://fullscript.io.'])(
    'refuses an Origin URI of Fullscript’s: %s',
    (originUri) => {
      expect(checkForm({ ...form, originUri })).toMatchObject({
        errors: { originUri: expect.stringContaining('belongs to Fullscript') as string },
      })
    },
  )
  it('has a reason for every field that main may refuse, and none for what is no field', () => {
    for (const field of [
      'hosts.api',
      'hosts.authorize',
      'hosts.embed',
      'originUri',
      'loopbackPorts',
      'clientId',
    ])
      expect(Object.keys(reasonFor(field, form))).toEqual([field])
    expect(reasonFor('hosts', form)).toHaveProperty(['hosts.api'])
    expect(reasonFor('loopbackPorts.0', form)).toHaveProperty('loopbackPorts')
    expect(reasonFor('', form)).toEqual({})
  })
  it('wants addresses for a stand-in, and takes a trailing slash away', () => {
    const hosts = {
      api: 'http://127.0.0.1:4010/api/',
      authorize: 'http://127.0.0.1:4010/oauth/authorize',
      embed: 'http://127.0.0.1:4010/',
    }
    expect(checkForm({ ...form, environment: 'local', hosts })).toMatchObject({
      input: { hosts: { api: 'http://127.0.0.1:4010/api', embed: 'http://127.0.0.1:4010' } },
    })
    expect(checkForm({ ...form, environment: 'local', hosts: { ...hosts, api: 'nowhere' } })).toMatchObject({
      errors: { 'hosts.api': expect.any(String) as string },
    })
  })
  it('refuses an origin with a path', () => {
    expect(checkForm({ ...form, originUri: 'https://embed.yarrow.example/x' })).toMatchObject({
      errors: { originUri: expect.any(String) as string },
    })
  })
})
