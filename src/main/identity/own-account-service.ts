/** How the person signed in protects their own account: password, recovery code, second factor. */
import type { AuditAction } from '../../shared/audit-actions'
import type { PasswordVerdict, Protection } from '../../shared/contract/accounts'
import { failed, ok, type Result } from '../../shared/failures'
import { wrong, type Checked, type Finish } from './attempts'
import { wrapKeys, type Keys } from './password'
import { judgePassword } from './password-rules'
import { wipe, type PeopleCore } from './people-core'
import { putCredential, putRecovery, readCredential, readRecovery } from './people-repository'
import { makeRecovery } from './recovery-code'
import type { Session } from './session'

export interface OwnAccount {
  /** By the practice's names, the username, and the person's own when somebody is signed in. Keeps nothing. */
  judge(password: string, names: readonly string[]): Promise<PasswordVerdict>
  protection(): Promise<Result<Protection>>
  /** Rewraps the same key, so nothing that is sealed under it is lost (F-709). */
  changePassword(current: string, next: string): Promise<Result<Protection>>
  newRecoveryCode(password: string): Promise<Result<{ recoveryCode: string }>>
  /** Nothing is on before it is confirmed in the same session. */
  beginSecondFactor(password: string): Promise<Result<{ uri: string; secret: string }>>
  confirmSecondFactor(code: string): Promise<Result<{ backupCodes: string[] }>>
  endSecondFactor(password: string): Promise<Result<Protection>>
}

/** Shown by the authenticator beside the username. */
const ISSUER = 'Yarrow'

export function createOwnAccount(core: PeopleCore): OwnAccount {
  const { attempts, sessions, secondFactor } = core
  const { records, clock, practiceName, kdf } = core.with

  /** The password once more, as a try that counts: an unlocked computer is no place to guess at. */
  const confirmed = <T>(
    { person }: Session,
    password: string,
    action: AuditAction,
    then: (keys: Keys) => Promise<Checked<T>>,
  ): Promise<Result<T>> =>
    attempts.attempt(person.username, action, async (row) => {
      const opened = await core.openPassword(row, password)
      if (!opened || row?.id !== person.id) return wrong('wrong-credentials')
      try {
        return await then(opened.keys)
      } finally {
        wipe(opened.keys)
      }
    })

  const right = <T>(finish: Finish<T>): Checked<T> => ({ kind: 'right', finish })

  const protectionOf = (personId: string): Promise<Protection> =>
    records.read(async (handle) => {
      const credential = await readCredential(handle, personId)
      const recovery = await readRecovery(handle, personId)
      const factor = await secondFactor.describe(personId, handle)
      return {
        passwordChangedAt: credential?.changedAt ?? 0,
        recoveryCodeMadeAt: recovery?.madeAt ?? null,
        secondFactorSince: factor.since,
        backupCodesLeft: factor.backupCodesLeft,
      }
    })

  /** The protection after a change, or why there was none. */
  const told = async (personId: string, change: Result<unknown>): Promise<Result<Protection>> => {
    if (!change.ok) return change
    core.tellAccountsChanged()
    return ok(await protectionOf(personId))
  }

  return {
    async judge(password, names) {
      const own = sessions.current()?.person.displayName ?? ''
      return judgePassword(password, [...names, own, await practiceName()])
    },

    protection: () => core.inSession(async ({ person }) => ok(await protectionOf(person.id))),

    changePassword: (current, next) =>
      core.inSession(async (session) => {
        const { id, username, displayName } = session.person
        const verdict = await judgePassword(next, [username, displayName, await practiceName()])
        if (verdict !== 'good') return failed('password-unsuitable', { detail: verdict })
        const changed = await confirmed(session, current, 'person.password-changed', async (keys) => {
          const credential = await wrapKeys(id, next, keys, kdf)
          if (!credential) return { kind: 'unfinished', failure: { code: 'password-unsuitable' } }
          return right((handle) => putCredential(handle, id, credential, clock.now()))
        })
        return told(id, changed)
      }),

    newRecoveryCode: (password) =>
      core.inSession(async (session) => {
        const { id } = session.person
        const made = await confirmed(session, password, 'person.recovery-code-made', ({ personKey }) => {
          const { code, recovery } = makeRecovery(id, personKey)
          return Promise.resolve(
            right(async (handle) => {
              await putRecovery(handle, id, recovery, clock.now())
              return { recoveryCode: code }
            }),
          )
        })
        if (made.ok) await core.keepRecovery(session.person, made.value.recoveryCode)
        return made
      }),

    beginSecondFactor: (password) =>
      core.inSession(async (session) => {
        const asked = await confirmed(session, password, 'person.second-factor-offered', () =>
          Promise.resolve(right(() => Promise.resolve(null))),
        )
        return asked.ok ? ok(secondFactor.offer(session.id, ISSUER, session.person.username)) : asked
      }),

    confirmSecondFactor: (code) =>
      core.inSession(async ({ id, person, personKey }) => {
        const personId = person.id
        const on = await records.run({ personId }, 'person.second-factor-on', null, async (handle, unit) => {
          const backupCodes = await secondFactor.confirm({ id, personId, personKey }, code, handle, unit)
          return backupCodes ? ok({ backupCodes }) : failed('second-factor-wrong')
        })
        if (on.ok) core.tellAccountsChanged()
        return on
      }),

    endSecondFactor: (password) =>
      core.inSession(async (session) => {
        const { id } = session.person
        const ended = await confirmed(session, password, 'person.second-factor-off', () =>
          Promise.resolve(right((handle, unit) => secondFactor.remove(id, handle, unit))),
        )
        return told(id, ended)
      }),
  }
}
