/** The app's own access token provider over a real encrypted vault, with a person signed in who is connected to Fullscript. */
import { testChain } from '../../src/main/records/temporary-database'
import { join } from 'node:path'
import { createAudit } from '../../src/main/audit/audit-service'
import { PlansService } from '../../src/main/chart/plans-service'
import { systemClock as clock } from '../../src/main/platform/clock/clock'
import { redirectUris } from '../../src/main/integrations/fullscript/connect/redirect-uris'
import { createFullscriptServices } from '../../src/main/integrations/fullscript/services'
import type { AccessTokenProvider } from '../../src/main/integrations/fullscript/tokens/access-token-provider'
import type { FullscriptContext } from '../../src/main/integrations/fullscript/context'
import { ownerOf } from '../../src/main/integrations/fullscript/tokens/token-subject'
import {
  insertPending,
  promotePending,
  readPending,
} from '../../src/main/integrations/fullscript/tokens/token-store-repository'
import type { TokenSet } from '../../src/main/integrations/fullscript/types'
import { KeytarKeychain } from '../../src/main/platform/keychain/keytar-keychain'
import { silentLogger as logger } from '../../src/main/platform/logging/logger'
import { createPeople } from '../../src/main/identity/people-service'
import { DEMO_PASSWORD, seedDemoPractice } from '../../src/main/practice/demo-practice'
import { currentPractice } from '../../src/main/practice/practice-repository'
import { createDoor, createRegistry } from '../../src/main/patients/registry'
import { FLOOR_KDF as kdf } from '../../src/main/platform/crypto/derive-key'
import { Vault } from '../../src/main/records/vault'
import { workerEngine } from '../../src/main/records/engine/worker-engine'

const ENVIRONMENT = 'local'
const ORIGIN_URI = 'https://app.yarrow.localhost'
const appVersion = '0.0.0'

export type ConnectedProvider = {
  accessTokens: AccessTokenProvider
  context: FullscriptContext
  close: () => Promise<void>
}

/** `folder`: for the vault's files; its key goes into the real keyring. */
export async function connectedProvider(folder: string, accessToken: string): Promise<ConnectedProvider> {
  const keychain = new KeytarKeychain('Yarrow bench')
  const engine = workerEngine(join(process.cwd(), 'out', 'main', 'records-worker.cjs'))
  const storage = new Vault({ engine, folder, keychain, clock, appVersion, logger })
  const state = await storage.open()
  if (state.state !== 'open') throw new Error(`The vault did not open: ${JSON.stringify(state)}`)
  const database = storage.database()
  const door = createDoor({
    logger,
    database,
    stationId: 'station',
    clock,
    audit: createAudit({ clock, appVersion, chain: testChain() }),
  })
  const { audit, records } = door
  must(await seedDemoPractice({ database, clock, logger, appVersion, kdf, chain: testChain() }))
  const practiceName = async () => (await records.read(currentPractice))?.name ?? ''
  const sessions = createPeople({ records, audit, clock, logger, stationId: 'station', practiceName, kdf })
  const { patients } = createRegistry({ ...door, clock, sessions })
  const { applications, accessTokens, contexts } = createFullscriptServices({
    records,
    sessions,
    audit,
    clock,
    logger,
    stationId: 'station',
    // A token that is good for two hours is handed out without asking anybody.
    fetch: () => Promise.reject(new Error('Reading a token went to the network')),
    build: 'test',
    redirectUris,
    defaultOriginUri: ORIGIN_URI,
    defaultLoopbackPorts: [],
    everybody: () => Promise.resolve([]),
    plans: new PlansService({ records, audit, clock }),
    patients,
  })

  must(await sessions.signIn('june', DEMO_PASSWORD))
  must(
    await applications.save({
      environment: ENVIRONMENT,
      hosts: {
        api: 'http://127.0.0.1:9/api',
        authorize: 'http://127.0.0.1:9/oauth/authorize',
        embed: 'http://127.0.0.1:9',
      },
      clientId: 'bench-client',
      clientSecret: 'bench-secret',
      publicKey: 'bench-key',
      originUri: ORIGIN_URI,
      wayBack: 'loopback',
      loopbackPorts: [],
    }),
  )
  const session = sessions.current()
  if (!session) throw new Error('Nobody is signed in')
  const owner = ownerOf(session)
  await records.internal(async (handle) => {
    await insertPending(handle, owner, ENVIRONMENT, tokenSet(accessToken))
    const pending = await readPending(handle, owner, ENVIRONMENT)
    if (pending) await promotePending(handle, owner, pending, clock.now())
  })
  return {
    accessTokens,
    context: must(await contexts.current()),
    close: async () => {
      await sessions.signOut()
      await storage.close()
    },
  }
}

const tokenSet = (accessToken: string): TokenSet => ({
  accessToken,
  refreshToken: accessToken.toUpperCase(),
  scopes: ['clinic:read', 'clinic:write', 'patients:read'],
  owner: { id: 'f0000000-0000-4000-8000-000000000001', type: 'Practitioner' },
  expiresIn: 7200,
  issuedAt: new Date(clock.now()).toISOString(),
  receivedAt: clock.now(),
})

function must<T>(result: { ok: true; value: T } | { ok: false; failure: { code: string } }): T {
  if (!result.ok) throw new Error(`The provider could not be set up: ${result.failure.code}`)
  return result.value
}
