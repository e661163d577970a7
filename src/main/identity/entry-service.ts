/** Into an account without its password: by an administrator's code, by the recovery code, or as the very first. */
import { randomUUID } from 'node:crypto'
import type { AuditAction } from '../../shared/audit-actions'
import type { PersonFields, Welcome } from '../../shared/contract/accounts'
import { failed, ok, type Result } from '../../shared/failures'
import { newKey, unseal } from '../platform/crypto/seal'
import { withStorageFailures } from '../records/database-errors'
import type { Writing } from '../records/handles'
import { isCurrent, nobodysAccessCode, openAccessCode } from './access-code'
import { wrong, type Checked, type Finish } from './attempts'
import { isNpi } from '../../shared/npi'
import { practiceKeyIdentity, wrapKeys, type Keys } from './password'
import { judgePassword } from './password-rules'
import { wipe, type PeopleCore } from './people-core'
import {
  insertPerson,
  markUsed,
  putCredential,
  putRecovery,
  readAccessCode,
  readCredential,
  readRecovery,
  removeAccessCode,
  removeSeals,
  type PersonRow,
} from './people-repository'
import { keepKeyPair, waitingPracticeKey } from './practice-key'
import { makeRecovery, nobodysRecovery, openRecovery } from './recovery-code'
import { usernameKey } from './username'

type Entered = { row: PersonRow; keys: Keys; recoveryCode: string }

export interface Entry {
  /**
   * First sign-in, or after an administrator's reset: a new key for the person, so that whatever was sealed under the
   * old one is lost. `code-unusable`, `password-unsuitable`, `too-many-tries`.
   */
  redeemCode(username: string, code: string, password: string): Promise<Result<Welcome>>
  /** Forgotten password: the person's key stays, and with it everything sealed under it. The same failures. */
  recover(username: string, recoveryCode: string, password: string): Promise<Result<Welcome>>
  /**
   * The first person, the practice key, and what `found` writes, in one unit of work; signed in afterwards. `found`
   * answers false when there is a practice already: `not-allowed`.
   */
  begin(
    first: PersonFields & { username: string; password: string },
    practiceName: string,
    found: (handle: Writing) => Promise<boolean>,
  ): Promise<Result<Welcome>>
}

export function createEntry(core: PeopleCore): Entry {
  const { attempts, secondFactor } = core
  const { records, audit, clock, practiceName, kdf } = core.with
  const noCode = nobodysAccessCode(kdf)
  const noRecovery = nobodysRecovery()

  /** Why a password will not do, or null. */
  async function unsuitable(password: string, names: readonly string[]) {
    const verdict = await judgePassword(password, names)
    return verdict === 'good' ? null : ({ code: 'password-unsuitable', detail: verdict } as const)
  }

  /** The password is looked at before the try is counted, and again for the person's own names once they are known. */
  async function enter(
    username: string,
    password: string,
    action: AuditAction,
    check: (row: PersonRow | null) => Promise<Checked<Entered>>,
  ): Promise<Result<Welcome>> {
    const failure = await unsuitable(password, [username, await practiceName()])
    if (failure) return { ok: false, failure }
    const entered = await attempts.attempt(usernameKey(username), action, check)
    if (!entered.ok) return entered
    const { row, keys, recoveryCode } = entered.value
    await core.keepRecovery(row, recoveryCode)
    const person = await core.begin(row, keys)
    core.tellAccountsChanged()
    return ok({ person, recoveryCode })
  }

  /** The new password and the new recovery code over these keys. */
  async function protect(
    row: PersonRow,
    password: string,
    keys: Keys,
    finish: Finish<void>,
  ): Promise<Checked<Entered>> {
    const failure = await unsuitable(password, [row.displayName])
    const credential = failure ? null : await wrapKeys(row.id, password, keys, kdf)
    if (failure || !credential) {
      wipe(keys)
      return { kind: 'unfinished', failure: failure ?? { code: 'password-unsuitable' } }
    }
    const { code: recoveryCode, recovery } = makeRecovery(row.id, keys.personKey)
    return {
      kind: 'right',
      finish: async (handle, unit) => {
        await finish(handle, unit)
        const now = clock.now()
        await putCredential(handle, row.id, credential, now)
        await putRecovery(handle, row.id, recovery, now)
        await keepKeyPair(handle, row.id, keys.personKey)
        await markUsed(handle, row.id, now)
        return { row, keys, recoveryCode }
      },
    }
  }

  return {
    redeemCode: (username, code, password) =>
      attempts.inTurn(() =>
        withStorageFailures(() =>
          enter(username, password, 'person.code-redeemed', async (row) => {
            const id = row?.id ?? noCode.personId
            const stored = await records.read((handle) => readAccessCode(handle, id))
            const practiceKey = await openAccessCode(id, code, stored ?? noCode.row)
            if (!row || !stored || !practiceKey || !isCurrent(stored, clock.now())) {
              practiceKey?.fill(0)
              return wrong('code-unusable')
            }
            const keys = { personKey: newKey(), practiceKey }
            return protect(row, password, keys, async (handle, unit) => {
              await removeAccessCode(handle, row.id)
              await removeSeals(handle, row.id)
              await secondFactor.remove(row.id, handle, unit)
              if (stored.purpose === 'reset') {
                await core.tellSealDestroyed({ personId: row.id, personKey: keys.personKey }, handle)
              }
              await core.tellCodeRedeemed({ personId: row.id, issuedBy: stored.issuedBy }, handle)
            })
          }),
        ),
      ),

    recover: (username, recoveryCode, password) =>
      attempts.inTurn(() =>
        withStorageFailures(() =>
          enter(username, password, 'person.recovered', async (row) => {
            const id = row?.id ?? noRecovery.personId
            const recovery = await records.read((handle) => readRecovery(handle, id))
            const credential = await records.read((handle) => readCredential(handle, id))
            const personKey = openRecovery(id, recoveryCode, recovery ?? noRecovery.recovery)
            const practiceKey =
              personKey &&
              credential &&
              unseal(personKey, practiceKeyIdentity(id, credential), credential.wrappedPracticeKey)
            if (!row || !personKey || !practiceKey) {
              personKey?.fill(0)
              return wrong('code-unusable')
            }
            const waiting = await records.read((handle) => waitingPracticeKey(handle, id, personKey))
            if (waiting) practiceKey.fill(0)
            // The code on paper stands for the authenticator too, which may be lost together with the password.
            const keys = { personKey, practiceKey: waiting ?? practiceKey }
            return protect(row, password, keys, async (handle, unit) => {
              await removeAccessCode(handle, row.id)
              unit.after(() => {
                secondFactor.trust(row.id)
              })
            })
          }),
        ),
      ),

    begin: ({ password, ...fields }, name, found) =>
      attempts.inTurn(() =>
        withStorageFailures(async () => {
          const username = usernameKey(fields.username)
          if (username === '') return failed('invalid-input', { detail: 'username' })
          if (fields.npi !== '' && !isNpi(fields.npi)) return failed('invalid-input', { detail: 'npi' })
          const failure = await unsuitable(password, [username, fields.displayName, name])
          if (failure) return { ok: false, failure }
          const now = clock.now()
          const row: PersonRow = { ...fields, id: randomUUID(), username, active: 1, createdAt: now }
          const keys = { personKey: newKey(), practiceKey: newKey() }
          const credential = await wrapKeys(row.id, password, keys, kdf)
          if (!credential) return failed('password-unsuitable')
          const { code, recovery } = makeRecovery(row.id, keys.personKey)
          const actor = { personId: row.id }
          const begun = await records.run(actor, 'person.sign-in', null, async (handle, unit) => {
            if (!(await found(handle))) {
              // Whoever was to be the first person is nobody.
              unit.row(null)
              return failed('not-allowed')
            }
            await insertPerson(handle, row)
            await putCredential(handle, row.id, credential, now)
            await putRecovery(handle, row.id, recovery, now)
            await keepKeyPair(handle, row.id, keys.personKey)
            await markUsed(handle, row.id, now)
            const entry = { ...actor, outcome: 'done' } as const
            await audit.record({ ...entry, action: 'practice.created' }, handle)
            await audit.record({ ...entry, action: 'person.created', subject: row.id }, handle)
            return ok(null)
          })
          if (!begun.ok) {
            wipe(keys)
            return begun
          }
          await core.keepRecovery(row, code)
          return ok({ person: await core.begin(row, keys), recoveryCode: code })
        }),
      ),
  }
}
