/** Two applications: a role-based one for today's integrations, and one with clinic-level authorization. */
import { stableId, stableToken } from '../ids'
import type { Store } from '../store/store'
import type { Scope } from '../store/types'

export type SeedOptions = {
  /** Registered in addition to the usual ones. */
  redirectUris?: string[]
  /** Origins allowed to frame the embedded feature, in addition to the usual one. */
  originUris?: string[]
}

export const ALL_SCOPES: Scope[] = [
  'catalog:read',
  'clinic:read',
  'clinic:write',
  'patients:read',
  'patients:write',
  'patients:treatment_plan_history',
  'patients:order_history',
]

/** Ways back of the app's local and US sandbox environments: its two loopback ports, and its private scheme. */
const REDIRECT_URIS = ['local', 'us-snd'].flatMap((environment) => [
  ...[28_471, 28_571].map((port) => `http://127.0.0.1:${port}/fullscript/${environment}/callback`),
  `com.yarrowehr.desktop:/fullscript/${environment}/callback`,
])

const ORIGIN_URIS = ['https://app.yarrow.localhost']

export function addApplications(store: Store, options: SeedOptions): void {
  for (const [level, name] of [
    ['role', 'Yarrow'],
    ['clinic', 'Yarrow (clinic level)'],
  ] as const) {
    const id = stableId(`application-${level}`)
    store.applications.set(id, {
      id,
      name,
      level,
      clientId: stableToken(`client-id-${level}`),
      clientSecret: stableToken(`client-secret-${level}`),
      publicKey: stableToken(`public-key-${level}`),
      redirectUris: [...REDIRECT_URIS, ...(options.redirectUris ?? [])],
      originUris: [...ORIGIN_URIS, ...(options.originUris ?? [])],
      scopes: [...ALL_SCOPES],
    })
  }
}
