/** Starts a local Fullscript on loopback and hands out its addresses and its controls. */
import type { FastifyInstance } from 'fastify'
import type { AddressInfo } from 'node:net'
import { buildApp } from './app'
import { makeCertificate } from './certificate'
import { makeControls, type Controls } from './control/controls'
import type { Rotation } from './settings'
import { World, type WorldOptions } from './world'

export type SandboxOptions = WorldOptions & {
  /** 0: any free port. */
  port?: number
  httpsPort?: number
  rotation?: Rotation
  /** False leaves HTTPS and its certificate out, for a quicker start. */
  https?: boolean
}

export type SandboxAccount = {
  id: string
  clinic: string
  clinicId: string
  role: 'store owner' | 'practitioner' | 'staff'
  name: string
  email: string
  password: string
}

export type SandboxApplication = {
  level: 'role' | 'clinic'
  clientId: string
  clientSecret: string
  publicKey: string
  redirectUris: string[]
  originUris: string[]
  scopes: string[]
}

export type SandboxAddresses = {
  /** Origin, no trailing slash. */
  http: string
  /** Empty when HTTPS is off. */
  https: string
  /** SHA-256 of the certificate as `AA:BB:…`. */
  certificateFingerprint: string
  certificatePem: string
  /** Base64 SHA-256 of the certificate's public key. */
  spki: string
  /** Address of the control page; its API is below it at /api. */
  control: string
  accounts: SandboxAccount[]
  applications: SandboxApplication[]
}

export type Sandbox = {
  addresses: SandboxAddresses
  http: string
  https: string
  control: Controls
  close(): Promise<void>
}

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const settings = { ...options.settings, ...(options.rotation ? { rotation: options.rotation } : {}) }
  const world = new World({ ...options, settings })
  const certificate = options.https === false ? null : await makeCertificate()
  const plain = buildApp(world, null)
  const secure = certificate && buildApp(world, certificate)
  const http = `http://127.0.0.1:${await listen(plain, options.port ?? 0)}`
  const https = secure ? `https://127.0.0.1:${await listen(secure, options.httpsPort ?? 0)}` : ''
  const addresses: SandboxAddresses = {
    http,
    https,
    certificateFingerprint: certificate?.fingerprint ?? '',
    certificatePem: certificate?.cert ?? '',
    spki: certificate?.spki ?? '',
    control: `${http}/control`,
    accounts: accountsOf(world),
    applications: applicationsOf(world),
  }
  return {
    addresses,
    http,
    https,
    control: makeControls(world),
    close: async () => {
      await Promise.all([plain.close(), secure?.close()])
    },
  }
}

async function listen(app: FastifyInstance, port: number): Promise<number> {
  await app.listen({ host: '127.0.0.1', port })
  return (app.server.address() as AddressInfo).port
}

const accountsOf = (world: World): SandboxAccount[] =>
  [...world.store.users.values()].map((user) => ({
    id: user.id,
    clinic: world.store.clinics.get(user.clinicId)?.name ?? '',
    clinicId: user.clinicId,
    role: user.storeOwner ? 'store owner' : user.type === 'Staff' ? 'staff' : 'practitioner',
    name: `${user.firstName} ${user.lastName}`,
    email: user.email,
    password: user.password,
  }))

const applicationsOf = (world: World): SandboxApplication[] =>
  [...world.store.applications.values()].map(({ id: _id, name: _name, ...application }) => application)
