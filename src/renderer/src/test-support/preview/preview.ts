/**
 * Development only: puts the fake bridge where the preload would put the real one, so that every screen and state can
 * be looked at in any browser. The scenario is in the address (`?scenario=offline-plan`) and stays for the tab.
 */
import type { Scenario } from '../fake-bridge'
import { FakeBridge } from '../fake-bridge'
import {
  ACCOUNTS,
  CONNECTED,
  FULLSCRIPT_OWNER,
  id,
  manyPatients,
  MORE_ACCOUNTS,
  PEOPLE,
  ROSALIND,
} from '../sample-data'

const failure = (code: NonNullable<Scenario['fail']>[string]['code']) => ({ code })

const SCENARIOS: Record<string, Scenario> = {
  usual: {},
  'signed-out': { signedIn: null },
  'too-many-tries': {
    signedIn: null,
    fail: { 'people.signIn': { code: 'too-many-tries', retryAt: Date.now() + 27_000 } },
  },
  'first-run': { fresh: true, signedIn: null },
  'second-factor': {
    signedIn: null,
    accounts: ACCOUNTS.map((account) => ({ ...account, secondFactor: true })),
  },
  people: { accounts: [...ACCOUNTS, ...MORE_ACCOUNTS] },
  opening: { storage: { state: 'opening' } },
  'new-passphrase': {
    storage: { state: 'passphrase-needed', first: true, failure: failure('keychain-absent') },
  },
  passphrase: { storage: { state: 'passphrase-needed', first: false, failure: failure('wrong-passphrase') } },
  'storage-failed': {
    storage: {
      state: 'failed',
      failure: { code: 'vault-damaged', reference: 'R7K2-01' },
      keptFile: '/home/maya/.config/Yarrow/records-kept-2026-03-09.db',
      recoverable: false,
    },
  },
  many: { patients: manyPatients(10_000) },
  empty: { patients: [], plans: [] },
  slow: { stuck: ['patients.search', 'patients.get', 'fullscript.settings', 'fullscript.connection'] },
  'no-plans': { plans: [] },
  'list-failed': { fail: { 'patients.search': { code: 'unexpected', reference: 'R7K2-02' } } },
  staff: { signedIn: PEOPLE[2] ?? null },
  'not-configured': { connection: { state: 'not-configured' } },
  'not-connected': { connection: { state: 'not-connected' } },
  waiting: {
    connection: { state: 'not-connected' },
    connect: {
      step: 'waiting',
      wayBack: 'loopback',
      redirectUri: 'http://127.0.0.1:28471/fullscript/us-snd/callback',
      deadline: Date.now() + 581_000,
      unexpectedResponse: true,
      browserFailed: true,
    },
  },
  paste: {
    connection: { state: 'not-connected' },
    connect: {
      step: 'waiting',
      wayBack: 'paste',
      redirectUri: 'http://127.0.0.1:28471/fullscript/us-snd/callback',
      deadline: Date.now() + 581_000,
      unexpectedResponse: false,
      browserFailed: false,
    },
  },
  confirming: {
    connection: { state: 'not-connected' },
    connect: {
      step: 'confirming',
      owner: FULLSCRIPT_OWNER,
      previousOwner: { ...FULLSCRIPT_OWNER, id: 'other', name: 'Priya Nandakumar' },
    },
  },
  denied: {
    connection: { state: 'not-connected' },
    connect: { step: 'failed', failure: failure('connect-denied') },
  },
  reconnect: { connection: { ...CONNECTED, state: 'reconnect-needed' } as Scenario['connection'] & object },
  'missing-scope': {
    connection: {
      ...CONNECTED,
      scopes: ['catalog:read', 'clinic:read'],
      missingScopes: ['patients:read'],
      pendingRevocations: 1,
    } as Scenario['connection'] & object,
  },
  'test-failed': { fail: { 'fullscript.testStep': { code: 'fullscript-unreachable' } } },
  'embed-refused': { fail: { 'embed.open': { code: 'embed-refused', reference: 'R7K2-03' } } },
}

const wanted = new URLSearchParams(location.search).get('scenario')
if (wanted !== null) sessionStorage.setItem('scenario', wanted)
const fake = new FakeBridge(SCENARIOS[sessionStorage.getItem('scenario') ?? 'usual'])

Object.assign(window, {
  yarrow: fake.bridge,
  /** For looking closer: `preview.fake.emitEmbed(…)`. */
  preview: { fake, rosalind: ROSALIND.id, newId: () => id(3, Date.now() % 1000) },
})
