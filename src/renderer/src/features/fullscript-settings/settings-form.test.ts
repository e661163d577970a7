// Proves what the settings form sends: the secret only when one was typed, hosts only when they are the person's own.
import { describe, expect, it } from 'vitest'
import { SETTINGS } from '../../test-support/sample-data'
import { checkForm, toForm } from './settings-form'

const form = toForm(SETTINGS)

describe('checkForm', () => {
  it('leaves the stored secret and the published hosts as they are', () => {
    const checked = checkForm(form)
    expect(checked).toMatchObject({ ok: true, input: { clientSecret: null, hosts: null, loopbackPorts: [] } })
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
