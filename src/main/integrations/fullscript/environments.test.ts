/** Proves: the mission's hosts are the default, a release knows no stand-in, and no other host may be saved. */
import { expect, test } from 'vitest'
import { apiAddress, available, defaultHosts, unusableHost } from './environments'

test.each([
  ['us-snd', 'https://api-us-snd.fullscript.io/api/oauth/token'],
  ['ca-snd', 'https://api-ca-snd.fullscript.io/api/oauth/token'],
  ['us', 'https://api-us.fullscript.io/api/oauth/token'],
  ['ca', 'https://api-ca.fullscript.io/api/oauth/token'],
] as const)('mission/002: the token endpoint of %s is %s', (environment, address) => {
  const hosts = defaultHosts(environment)
  if (!hosts) throw new Error('no hosts')
  expect(apiAddress(hosts, '/oauth/token').href).toBe(address)
  expect(unusableHost(environment, hosts)).toBeNull()
})

test('a stand-in can be chosen in development and test builds only', () => {
  expect(available('release')).toEqual(['us-snd', 'ca-snd', 'us', 'ca'])
  expect(available('development')).toContain('local')
  expect(available('test')).toContain('local')
  expect(defaultHosts('local')).toBeNull()
})

test.each(['api', 'authorize', 'embed'] as const)('a %s host outside Fullscript is named', (name) => {
  const hosts = defaultHosts('us')
  if (!hosts) throw new Error('no hosts')
  expect(unusableHost('us', { ...hosts, [name]: 'https://fullscript.example' })).toBe(name)
  expect(unusableHost('us', { ...hosts, [name]: hosts[name].replace('https', 'http') })).toBe(name)
})
