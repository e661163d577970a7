/** Connections to Fullscript, and attempts to connect, in states that take days or somebody else's doing to come about. */
import type { Connection, ConnectState, ResourceOwner } from '../../../src/shared/contract/fullscript'
import { ok } from '../../../src/shared/failures'
import { SCOPES } from '../../../src/shared/scopes'
import type { RunningApp } from './render-app'

export const NOW = Date.UTC(2026, 2, 9, 15, 30)

export const FULLSCRIPT_OWNER: ResourceOwner = {
  ...{ id: 'd3f7b357-9a36-4c11-b553-7e3ac3980041', type: 'Practitioner' },
  ...{ name: 'Maya Lindqvist', clinicName: 'Meadow & Stone' },
}

export const CONNECTED: Extract<Connection, { state: 'connected' | 'reconnect-needed' }> = {
  state: 'connected',
  owner: FULLSCRIPT_OWNER,
  clinicId: 'c1a0196f-5615-4874-a2f4-48d459180b09',
  scopes: SCOPES.map(({ scope }) => scope),
  missingScopes: [],
  connectedAt: NOW,
  accessExpiresAt: NOW + 7_200_000,
  pendingRevocations: 0,
  scopesAddedAt: null,
  snoozedUntil: null,
}

/** While the person is in the browser. */
export const waiting = (deadline: number) => ({
  ...{ step: 'waiting' as const, wayBack: 'loopback' as const, deadline },
  redirectUri: 'http://127.0.0.1:28471/fullscript/us-snd/callback',
  ...{ unexpectedResponse: false, browserFailed: false },
})

/** From now on the connection is this one, and every screen hears of it. */
export function connectionIs(app: RunningApp, connection: Connection) {
  app.instead('fullscript', 'connection', ok(connection))
  app.tell('fullscript', 'connectionChanged', connection)
}

/** From now on the attempt to connect stands so. */
export function attemptIs(app: RunningApp, state: ConnectState) {
  app.instead('fullscript', 'connectState', ok(state))
  app.tell('fullscript', 'connectChanged', state)
}
