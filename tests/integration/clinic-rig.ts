/** For tests of apps that work through clinics: the token rig at that level, and what is asked of it again and again. */
import { onTestFinished } from 'vitest'
import type { Rotation } from '../../sandbox/settings'
import { type Rig, startRig } from './tokens-rig'

export const JUNE = 'june.hartwell@meadowlark.example'

export const INES = 'ines.valderrama@harborlight.example'

export async function clinicRig(rotation: Rotation = 'lazy'): Promise<Rig> {
  const rig = await startRig({ level: 'clinic', sandbox: { rotation } })
  onTestFinished(() => rig.dispose())
  await rig.signIn('june')
  await rig.configure()
  return rig
}

export const account = (rig: Rig, email: string) => {
  const found = rig.sandbox.addresses.accounts.find((one) => one.email === email)
  if (!found) throw new Error(email)
  return found
}

export const MEADOWLARK = (rig: Rig) => account(rig, JUNE).clinicId

/** June's clinic connected, June and Priya chosen as the users of their names. */
export async function connectedRig(rotation?: Rotation): Promise<Rig> {
  const rig = await clinicRig(rotation)
  await rig.connect(JUNE)
  await choose(rig, 'june', JUNE)
  await choose(rig, 'priya', 'priya.raman@meadowlark.example')
  return rig
}

async function choose(rig: Rig, username: 'june' | 'priya', email: string) {
  const { id, clinicId, role } = account(rig, email)
  const chosen = await rig.services.clinics.choose({
    personId: rig.personId(username),
    clinicId,
    userId: id,
    userType: role === 'staff' ? 'Staff' : 'Practitioner',
  })
  if (!chosen.ok) throw new Error(chosen.failure.code)
  return chosen.value
}

export const refreshes = (rig: Rig) =>
  rig.sent.filter(({ url, body }) => url.endsWith('/oauth/token') && body.includes('refresh_token')).length

export const alive = (rig: Rig) =>
  rig.sandbox.control.state().tokens.filter(({ revokedAt }) => revokedAt === null).length

export const connection = async (rig: Rig) => {
  const current = await rig.services.connections.current()
  if (!current.ok) throw new Error(current.failure.code)
  return current.value
}

export const later = (rig: Rig) => {
  rig.advance(3 * 3_600_000)
}
