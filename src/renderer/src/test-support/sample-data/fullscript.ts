/** Invented settings of Fullscript and connections to it. */
import type {
  Connection,
  Environment,
  EnvironmentSettings,
  FullscriptSettings,
  Overview,
  ResourceOwner,
} from '../../../../shared/contract/fullscript'
import { SCOPES } from '../../../../shared/scopes'
import { NOW } from './common'
import { PEOPLE } from './people'

export const FULLSCRIPT_OWNER: ResourceOwner = {
  id: 'd3f7b357-9a36-4c11-b553-7e3ac3980041',
  type: 'Practitioner',
  name: 'Maya Lindqvist',
  clinicName: 'Meadow & Stone',
}

export const CONNECTED: Connection = {
  state: 'connected',
  owner: FULLSCRIPT_OWNER,
  clinicId: 'c1a0196f-5615-4874-a2f4-48d459180b09',
  scopes: SCOPES.map(({ scope }) => scope),
  missingScopes: [],
  connectedAt: NOW,
  accessExpiresAt: NOW + 7_200_000,
  pendingRevocations: 0,
  scopesAddedAt: null,
  putOffUntil: null,
}

/** Everybody's connections: one that works, one that lacks something and waits, none. */
export const OVERVIEW: Overview = {
  environment: 'us-snd',
  authorization: 'person',
  scopesAddedAt: null,
  clinics: [],
  people: PEOPLE.map(({ id: personId, displayName, roleName }, place) => ({
    personId,
    displayName,
    roleName,
    active: true,
    connection:
      place === 2
        ? null
        : {
            state: 'connected',
            owner: { ...FULLSCRIPT_OWNER, id: `${FULLSCRIPT_OWNER.id}-${place}`, name: displayName },
            connectedAt: NOW - place * 86_400_000,
            lastUsedAt: place === 0 ? NOW : null,
            missingScopes: place === 1 ? ['patients:read'] : [],
            toReauthorize: false,
          },
    pendingRevocations: 0,
  })),
}

/** An environment for which nothing was entered yet. */
const emptySettings = (environment: Environment): EnvironmentSettings => ({
  environment,
  hosts: {
    api: `https://api-${environment}.fullscript.io/api`,
    authorize: `https://api-${environment}.fullscript.io/api/oauth/authorize`,
    embed: `https://${environment}.fullscript.io`,
  },
  ownHosts: false,
  clientId: '',
  hasClientSecret: false,
  clientSecretSetAt: null,
  publicKey: '',
  originUri: 'https://app.yarrow.localhost',
  wayBack: 'loopback',
  authorization: 'person',
  feature: 'treatmentPlan',
  loopbackPorts: [28_471, 28_571],
  redirectUris: [28_471, 28_571].map((port) => `http://127.0.0.1:${port}/fullscript/${environment}/callback`),
  assumptions: { pkce: true, clientCredentials: 'body', tokenBody: 'json', idempotencyKey: false },
})

export const SETTINGS: FullscriptSettings = {
  ...emptySettings('us-snd'),
  others: (['ca-snd', 'us', 'ca', 'local'] as const).map(emptySettings),
  clientId: 'invented-client-id-0000',
  hasClientSecret: true,
  clientSecretSetAt: NOW,
  publicKey: 'invented-public-key-0000',
  originUri: 'https://embed.yarrow.example',
}
