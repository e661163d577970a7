/**
 * The accounts of the fake bridge. They behave: passwords and codes are right or wrong, a code is used up, the last
 * administrator stays, and whoever has a second factor is asked for it.
 */
import type {
  AccessCode,
  Account,
  PasswordVerdict,
  PersonFields,
  Protection,
  Welcome,
} from '../../../../shared/contract/accounts'
import type { Person, Proof } from '../../../../shared/contract/people'
import { failed, ok, type Result } from '../../../../shared/failures'
import type { DefaultRoleId } from '../../../../shared/roles'
import { id, roleOf } from '../sample-data'

/** What every authenticator shows. */
export const AUTHENTICATOR_CODE = '246810'
export const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

const WEEK = 7 * 86_400_000
const KNOWN = ['password1234', 'correct horse battery staple']
const plain = (code: string) => code.replaceAll(/[\s-]/g, '').toUpperCase()

type Secrets = {
  password: string
  passwordChangedAt: number
  recoveryCode: string
  recoveryCodeMadeAt: number
  accessCode: string
  secondFactorSince: number | null
  backupCodes: string[]
}

type Options = { accounts: Account[]; password: string; practiceName: string; now: () => number }

export class FakeAccounts {
  accounts: Account[]
  practiceName: string
  private readonly secrets = new Map<string, Secrets>()
  private readonly now: () => number
  private made = 0

  constructor({ accounts, password, practiceName, now }: Options) {
    this.now = now
    this.practiceName = practiceName
    this.accounts = accounts
    for (const account of accounts) {
      this.keep(account.id, {
        password: account.access === 'own' ? password : '',
        recoveryCode: account.access === 'own' ? 'MAPL-E4RN-7QKD-2WTX-9HBV' : '',
        accessCode: account.codeExpiresAt === null ? '' : 'FERN-4821-KITE',
        secondFactorSince: account.secondFactor ? account.createdAt : null,
        backupCodes: account.secondFactor ? ['first-backup', 'other-backup'] : [],
      })
    }
  }

  signIn(username: string, password: string, code: string | null): Result<Person> {
    const account = this.named(username)
    const secrets = account && this.secretsOf(account.id)
    if (!account?.active || !secrets || password === '' || secrets.password !== password)
      return failed('wrong-credentials')
    if (secrets.secondFactorSince !== null) {
      if (code === null) return failed('second-factor-needed')
      const backup = secrets.backupCodes.find((one) => plain(one) === plain(code))
      if (plain(code) !== AUTHENTICATOR_CODE && backup === undefined) return failed('second-factor-wrong')
      this.keep(account.id, { backupCodes: secrets.backupCodes.filter((one) => one !== backup) })
    }
    this.change(account.id, { lastSignInAt: this.now() })
    return ok(this.person(account))
  }

  checkPassword(password: string, username: string, names: readonly string[] = []): PasswordVerdict {
    if (password.length < 12) return 'too-short'
    if (password.length > 1024) return 'too-long'
    const lower = password.toLowerCase()
    const own = [username, this.practiceName, ...names]
      .map((name) => name.toLowerCase())
      .filter((name) => name.length > 3)
    return KNOWN.includes(lower) || own.some((name) => lower.includes(name)) ? 'known' : 'good'
  }

  redeem(username: string, code: string, password: string): Result<Welcome> {
    const account = this.named(username)
    const secrets = account && this.secretsOf(account.id)
    const lapsed = (account?.codeExpiresAt ?? 0) < this.now()
    if (!account || !secrets || lapsed || plain(secrets.accessCode) !== plain(code))
      return failed('code-unusable')
    return this.welcome(account, password)
  }

  recover(username: string, code: string, password: string): Result<Welcome> {
    const account = this.named(username)
    const secrets = account && this.secretsOf(account.id)
    if (!account?.active || !secrets?.recoveryCode || plain(secrets.recoveryCode) !== plain(code))
      return failed('code-unusable')
    return this.welcome(account, password)
  }

  protection(personId: string): Protection {
    const { passwordChangedAt, recoveryCodeMadeAt, secondFactorSince, backupCodes } = this.secretsOf(personId)
    return { passwordChangedAt, recoveryCodeMadeAt, secondFactorSince, backupCodesLeft: backupCodes.length }
  }

  changePassword(personId: string, current: string, next: string): Result<Protection> {
    const username = this.accounts.find((account) => account.id === personId)?.username ?? ''
    if (this.secretsOf(personId).password !== current) return failed('wrong-credentials')
    if (this.checkPassword(next, username) !== 'good') return failed('password-unsuitable')
    this.keep(personId, { password: next, passwordChangedAt: this.now() })
    return ok(this.protection(personId))
  }

  newRecoveryCode(personId: string, password: string): Result<{ recoveryCode: string }> {
    if (this.secretsOf(personId).password !== password) return failed('wrong-credentials')
    return ok({ recoveryCode: this.giveRecoveryCode(personId) })
  }

  beginSecondFactor(personId: string, password: string): Result<{ uri: string; secret: string }> {
    if (this.secretsOf(personId).password !== password) return failed('wrong-credentials')
    const username = this.accounts.find((account) => account.id === personId)?.username ?? ''
    const label = `${encodeURIComponent(this.practiceName)}:${username}`
    return ok({ uri: `otpauth://totp/${label}?secret=${SECRET}&issuer=Yarrow`, secret: SECRET })
  }

  confirmSecondFactor(personId: string, code: string): Result<{ backupCodes: string[] }> {
    if (plain(code) !== AUTHENTICATOR_CODE) return failed('second-factor-wrong')
    const backupCodes = Array.from({ length: 8 }, (_, place) => `backup-${place + 1}`)
    this.keep(personId, { secondFactorSince: this.now(), backupCodes })
    this.change(personId, { secondFactor: true })
    return ok({ backupCodes })
  }

  endSecondFactor(personId: string, password: string): Result<Protection> {
    if (this.secretsOf(personId).password !== password) return failed('wrong-credentials')
    this.keep(personId, { secondFactorSince: null, backupCodes: [] })
    this.change(personId, { secondFactor: false })
    return ok(this.protection(personId))
  }

  /** Whether it is this person's own password and code; null when it is. */
  refusal(personId: string, { password, code }: Proof): Result<never> | null {
    const { password: own, secondFactorSince } = this.secretsOf(personId)
    if (own !== password) return failed('wrong-credentials')
    if (secondFactorSince === null || code !== null) {
      const right = secondFactorSince === null || plain(code ?? '') === AUTHENTICATOR_CODE
      return right ? null : failed('second-factor-wrong')
    }
    return failed('second-factor-needed')
  }

  add({ username, ...fields }: PersonFields & { username: string }): Result<{
    account: Account
    access: AccessCode
  }> {
    if (this.named(username)) return failed('invalid-input', { detail: 'username' })
    const account: Account = {
      ...fields,
      ...shown(fields.role),
      id: id(1, 100 + this.accounts.length),
      username,
      active: true,
      createdAt: this.now(),
      lastSignInAt: null,
      secondFactor: false,
      needsCodeForNewKeys: true,
      access: 'invited',
      codeExpiresAt: null,
      waiting: false,
    }
    this.accounts = [...this.accounts, account]
    const access = this.giveAccessCode(account.id)
    return ok({ account: this.account(account.id) ?? account, access })
  }

  update({ id: personId, ...fields }: PersonFields & { id: string }): Result<Account> {
    return this.unlessLast(personId, fields.role, () =>
      this.change(personId, { ...fields, ...shown(fields.role) }),
    )
  }

  setActive(personId: string, active: boolean): Result<Account> {
    const change = () => this.change(personId, { active })
    return active ? change() : this.unlessLast(personId, 'staff', change)
  }

  issueCode(personId: string): Result<AccessCode> {
    const account = this.account(personId)
    if (!account) return failed('not-found')
    this.change(personId, { access: account.access === 'invited' ? 'invited' : 'reset' })
    return ok(this.giveAccessCode(personId))
  }

  allowTries = (personId: string): Result<Account> => this.change(personId, { waiting: false })

  /** A person with a password: the first administrator. */
  settle(fields: PersonFields & { username: string }, password: string): Result<Welcome> {
    const added = this.add(fields)
    return added.ok ? this.welcome(added.value.account, password) : added
  }

  person({ id: personId, username, displayName, credentials, role }: Account): Person {
    return {
      ...{ id: personId, username, displayName, credentials, practiceName: this.practiceName },
      ...roleOf(role as DefaultRoleId),
    }
  }

  private welcome(account: Account, password: string): Result<Welcome> {
    if (this.checkPassword(password, account.username) !== 'good') return failed('password-unsuitable')
    this.keep(account.id, { password, passwordChangedAt: this.now(), accessCode: '' })
    this.change(account.id, { access: 'own', codeExpiresAt: null, lastSignInAt: this.now() })
    return ok({ person: this.person(account), recoveryCode: this.giveRecoveryCode(account.id) })
  }

  private unlessLast(personId: string, role: Account['role'], act: () => Result<Account>): Result<Account> {
    const manages = (account: Account) => account.active && account.role.includes('administrator')
    const others = this.accounts.some((account) => account.id !== personId && manages(account))
    return others || role.includes('administrator') ? act() : failed('last-administrator')
  }

  private giveRecoveryCode(personId: string): string {
    const recoveryCode = `RCVR-${this.next()}-HERB-7Q2D-LAKE`
    this.keep(personId, { recoveryCode, recoveryCodeMadeAt: this.now() })
    return recoveryCode
  }
  private giveAccessCode(personId: string): AccessCode {
    const access = { code: `OPEN-${this.next()}-MINT`, expiresAt: this.now() + WEEK }
    this.keep(personId, { accessCode: access.code })
    this.change(personId, { codeExpiresAt: access.expiresAt })
    return access
  }
  private next(): string {
    this.made += 1
    return String(1000 + this.made)
  }

  private named = (username: string) => this.accounts.find((account) => account.username === username)
  private account = (personId: string) => this.accounts.find((account) => account.id === personId)

  private change(personId: string, part: Partial<Account>): Result<Account> {
    this.accounts = this.accounts.map((account) =>
      account.id === personId ? { ...account, ...part } : account,
    )
    const account = this.account(personId)
    return account ? ok(account) : failed('not-found')
  }

  private secretsOf(personId: string): Secrets {
    return (
      this.secrets.get(personId) ?? {
        password: '',
        passwordChangedAt: this.now(),
        recoveryCode: '',
        recoveryCodeMadeAt: this.now(),
        accessCode: '',
        secondFactorSince: null,
        backupCodes: [],
      }
    )
  }
  private keep(personId: string, part: Partial<Secrets>) {
    this.secrets.set(personId, { ...this.secretsOf(personId), ...part })
  }
}

const shown = (role: string) => {
  const { roleName, capabilities } = roleOf(role as DefaultRoleId)
  return { roleName, manages: capabilities.includes('people:manage') }
}
