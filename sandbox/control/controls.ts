/** What the control API and tests can do to a running local Fullscript. */
import { sha256 } from '../ids'
import { issueCode, ownerOf } from '../oauth/codes'
import { issueToken, revokeAllOf } from '../oauth/tokens'
import type { Settings } from '../settings'
import type { Application, LabState, User } from '../store/types'
import type { World } from '../world'
import type { Fault, FaultInput } from './faults'
import { cancelInApp, moveLab, placeOrder } from './happenings'
import { readState, inspectToken, type SandboxState, type TokenInspection } from './state'

export type ApplicationChange = Partial<
  Pick<Application, 'scopes' | 'redirectUris' | 'originUris' | 'clientSecret' | 'publicKey' | 'name'>
>

export type Controls = ReturnType<typeof makeControls>

/** The controls as functions; the HTTP control API calls the same ones. Unknown ids give false or undefined. */
export function makeControls(world: World) {
  return {
    /** `kept`: to the data that were kept, where some were. */
    reset: (to?: { kept?: boolean }): void => world.reset(to),
    keep: (): void => world.keep(),
    /** Moves the server's clock; negative goes back. */
    advance: (milliseconds: number): string => {
      world.clock.advance(milliseconds)
      return world.clock.iso()
    },
    freeze: (): void => world.clock.freeze(),
    resume: (): void => world.clock.resume(),
    now: (): number => world.clock.now(),

    settings: (): Settings => ({ ...world.settings }),
    changeSettings: (change: Partial<Settings>): Settings => Object.assign(world.settings, change),

    /** By client id. */
    changeApplication: (clientId: string, change: ApplicationChange): boolean => {
      const application = world.store.applicationByClientId(clientId)
      if (application) Object.assign(application, change)
      return application !== undefined
    },

    /** "Revoked in the web app", by the user's e-mail or id. Returns how many live tokens died. */
    revokeUser: (emailOrId: string): number => {
      const user = findUser(world, emailOrId)
      const clinic = world.store.clinics.get(emailOrId)
      const owner = user ?? clinic
      return owner ? revokeAllOf(world, owner.id) : 0
    },
    /** A code as the consent page gives it, without a browser. Undefined: unknown application or user. */
    issueCode: (wanted: {
      clientId: string
      user: string
      redirectUri: string
      codeChallenge?: string | undefined
    }): string | undefined => {
      const known = applicationAndUser(world, wanted)
      const challenge = wanted.codeChallenge ? { value: wanted.codeChallenge, method: 'S256' as const } : null
      return known && issueCode(world, { ...known, redirectUri: wanted.redirectUri, challenge })
    },
    /** A pair of tokens as if a code had been exchanged. */
    issueTokens: (wanted: {
      clientId: string
      user: string
      scopes?: string[] | undefined
    }): { accessToken: string; refreshToken: string } | undefined => {
      const known = applicationAndUser(world, wanted)
      if (!known) return undefined
      const owner = ownerOf(known.application, known.user)
      const { accessToken, refreshToken } = issueToken(world, {
        applicationId: known.application.id,
        ownerId: owner.id,
        ownerType: owner.type,
        scopes: wanted.scopes ?? [...known.application.scopes],
        expiresIn: world.settings.accessTokenSeconds,
        refreshedFrom: null,
      })
      return { accessToken, refreshToken }
    },
    /** Ends every sign-in at the authorize pages. */
    signOutBrowsers: (): void => world.store.browserSessions.clear(),

    /** The patient buys an active plan, whole or only these variants. Returns the order's id. */
    placeOrder: (planId: string, options?: Parameters<typeof placeOrder>[2]) =>
      placeOrder(world, planId, options),
    moveLab: (labOrderId: string, state: LabState): boolean => moveLab(world, labOrderId, state),
    cancelPlanInApp: (planId: string): boolean => cancelInApp(world, planId),
    plans: () =>
      [...world.store.plans.values()].map(
        ({ id, clinicId, patientId, practitionerId, state, source, createdAt }) => ({
          id,
          clinicId,
          patientId,
          practitionerId,
          state,
          source,
          createdAt: world.clock.iso(createdAt),
        }),
      ),
    labOrders: () => [...world.store.labOrders.values()],
    /** Patients of all clinics, for tests that need an id. */
    patients: () =>
      [...world.store.patients.values()].map(({ id, clinicId, firstName, lastName, email }) => ({
        id,
        clinicId,
        firstName,
        lastName,
        email,
      })),

    addFault: (fault: FaultInput): Fault => world.faults.add(fault),
    faults: (): Fault[] => world.faults.list(),
    removeFault: (id: string): boolean => world.faults.remove(id),
    clearFaults: (): void => world.faults.clear(),

    counters: () => structuredClone({ ...world.counters }),
    /** No raw token, code or secret is in it, only SHA-256 hashes. */
    state: (): SandboxState => readState(world),
    /** The state of a token the test holds, without using it: the old refresh token stays as it is. */
    inspect: (token: string): TokenInspection => inspectToken(world, sha256(token)),
  }
}

const findUser = (world: World, emailOrId: string): User | undefined =>
  world.store.users.get(emailOrId) ?? world.store.userByEmail(emailOrId)

function applicationAndUser(
  world: World,
  wanted: { clientId: string; user: string },
): { application: Application; user: User } | undefined {
  const application = world.store.applicationByClientId(wanted.clientId)
  const user = findUser(world, wanted.user)
  return application && user ? { application, user } : undefined
}
