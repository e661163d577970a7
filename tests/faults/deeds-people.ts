/** Accounts, signing in and out, and what holds for the whole practice: every deed, and every way in which it fails. */
import type { AccessCode, Account, Welcome } from '../../src/shared/bridge/accounts'
import type { Person } from '../../src/shared/bridge/people'
import type { Result } from '../../src/shared/failures'
import { stepAt, totpAt } from '../../src/main/people/totp'
import type { Deed } from './deeds'
import type { Practice } from './deeds-practice'

export const PASSWORDS = {
  june: 'nine geese over the marsh',
  priya: 'a kettle sings at seven',
  tomas: 'walnuts under the stairs',
  next: 'eleven boats in the harbour',
}
const NOBODY = '6f9e1c1e-7d1f-4a2c-9d55-1f2f5a3f1c11'
const COUNTED = {
  sign_in_try: 'a try is counted before it is looked at, so that a kill gains no guess (S-19)',
}

/** Whoever a deed needs, and the codes that come up on the way. */
export class Staff {
  readonly ids = new Map<string, string>()
  /** Everything secret that was typed or shown; none of it may be in the record. */
  readonly secrets: string[] = Object.values(PASSWORDS)
  readonly #practice: Practice
  readonly #redeemed = new Set<string>()

  constructor(practice: Practice) {
    this.#practice = practice
  }

  id(username: string): string {
    return this.ids.get(username) ?? NOBODY
  }

  /** As the bridge answers it, or an error that says which call it was. */
  async must<T>(name: string, input?: unknown): Promise<T> {
    const answer = (await this.#practice.call(name, input)) as Result<T>
    if (!answer.ok) throw new Error(`${name}: ${answer.failure.code}`)
    return answer.value
  }

  async signIn(username: 'june' | 'priya' | 'tomas', password = PASSWORDS[username]) {
    const session = this.#practice.records.people.current()
    if (session?.person.username === username) return
    const person = await this.must<Person>('people.signIn', { username, password, code: null })
    this.ids.set(username, person.id)
  }

  async signOut() {
    if (this.#practice.records.people.current()) await this.must('people.signOut')
  }

  async invite(id: string): Promise<string> {
    await this.signIn('june')
    const { code } = await this.must<AccessCode>('accounts.issueCode', { id })
    this.secrets.push(code)
    return code
  }

  hasPassword(username: string): boolean {
    return this.#redeemed.has(username)
  }

  async redeem(username: 'priya' | 'tomas', code: string) {
    await this.signOut()
    const password = PASSWORDS[username]
    const { person, recoveryCode } = await this.must<Welcome>('accounts.redeemCode', {
      username,
      code,
      password,
    })
    this.secrets.push(recoveryCode)
    this.ids.set(username, person.id)
    this.#redeemed.add(username)
  }
}

const ADMINISTRATOR = {
  displayName: 'June Hartwell',
  credentials: 'ND',
  npi: '',
  role: 'practitioner-administrator',
}
const PRIYA = { displayName: 'Priya Raman', credentials: '', npi: '', role: 'staff', username: 'priya' }
const TOMAS = { displayName: 'Tomas Okafor', credentials: 'ND', npi: '', role: 'practitioner' }
const founding = {
  practiceName: 'Meadowlark',
  region: 'US',
  username: 'june',
  password: PASSWORDS.june,
  administrator: ADMINISTRATOR,
}

export function peopleDeeds(practice: Practice, staff: Staff): Deed[] {
  const june = () => staff.signIn('june')
  let code = ''
  let recoveryCode = ''
  let secret = ''
  const account = (username: string) => ({ id: staff.id(username) })
  const withCode = (digits: () => string) => ({ code: digits() })
  const totp = () => totpAt(fromBase32(secret), stepAt(practice.clock.now()))
  const typed = (given: { username: string; password: string }) => () => ({ ...given, code: null })

  return [
    {
      name: 'setup.createPractice',
      way: 'a password of the practice’s name',
      input: () => ({ ...founding, password: 'meadowlark june hartwell' }),
      leaves: ['nobody practice.created failed for password-unsuitable'],
      fails: 'password-unsuitable',
    },
    {
      name: 'setup.createPractice',
      does: async () => {
        const begun = (await practice.call('setup.createPractice', founding)) as Result<Welcome>
        if (!begun.ok) return begun
        staff.ids.set('june', begun.value.person.id)
        recoveryCode = begun.value.recoveryCode
        staff.secrets.push(recoveryCode)
        return begun
      },
      leaves: ['june practice.created done', 'june person.created done', 'june person.sign-in done'],
    },
    {
      name: 'setup.createPractice',
      way: 'there is one',
      input: () => founding,
      leaves: ['june practice.created failed for not-allowed'],
      fails: 'not-allowed',
    },
    {
      name: 'practice.saveSettings',
      input: () => ({ name: 'Meadowlark', idleLockMinutes: 5 }),
      leaves: ['june practice.settings-saved done'],
    },
    {
      name: 'accounts.add',
      does: async () => {
        const added = (await practice.call('accounts.add', PRIYA)) as Result<{
          account: Account
          access: AccessCode
        }>
        if (!added.ok) return added
        staff.ids.set('priya', added.value.account.id)
        code = added.value.access.code
        staff.secrets.push(code)
        return added
      },
      leaves: ['june person.created done', 'june person.code-issued done'],
    },
    {
      name: 'accounts.add',
      way: 'a name that is taken',
      input: () => PRIYA,
      leaves: ['june person.created failed for invalid-input'],
      fails: 'invalid-input',
    },
    {
      name: 'accounts.redeemCode',
      way: 'a password that will not do',
      before: () => staff.signOut(),
      input: () => ({ username: 'priya', code, password: 'short' }),
      leaves: ['nobody person.code-redeemed failed for password-unsuitable'],
      fails: 'password-unsuitable',
    },
    {
      name: 'accounts.redeemCode',
      way: 'a wrong code',
      input: () => ({ username: 'priya', code: 'AAAA-AAAA-AAAA', password: PASSWORDS.priya }),
      leaves: ['priya person.code-redeemed failed'],
      fails: 'code-unusable',
      beside: COUNTED,
    },
    {
      name: 'accounts.redeemCode',
      input: () => ({ username: 'priya', code, password: PASSWORDS.priya }),
      leaves: ['priya person.code-redeemed done'],
      beside: COUNTED,
    },
    {
      name: 'people.signIn',
      way: 'to somebody else’s name',
      input: typed({ username: 'june', password: PASSWORDS.june }),
      leaves: ['june person.sign-in done', 'priya person.sign-out done'],
      beside: COUNTED,
    },
    {
      name: 'people.signIn',
      way: 'a wrong password',
      before: () => staff.signOut(),
      input: typed({ username: 'june', password: PASSWORDS.priya }),
      leaves: ['june person.sign-in failed'],
      fails: 'wrong-credentials',
      beside: COUNTED,
    },
    {
      name: 'people.signIn',
      way: 'a name that nobody has',
      input: typed({ username: 'mallory', password: PASSWORDS.priya }),
      leaves: ['nobody person.sign-in failed'],
      fails: 'wrong-credentials',
      beside: COUNTED,
    },
    {
      name: 'people.signIn',
      way: 'too many tries',
      before: async () => {
        for (let tries = 0; tries < 4; tries += 1)
          await practice.call('people.signIn', { username: 'mallory', password: 'x', code: null })
      },
      input: typed({ username: 'mallory', password: PASSWORDS.priya }),
      leaves: ['nobody person.sign-in refused'],
      fails: 'too-many-tries',
    },
    {
      name: 'people.signIn',
      way: 'alone',
      input: typed({ username: 'june', password: PASSWORDS.june }),
      leaves: ['june person.sign-in done'],
      beside: COUNTED,
    },
    {
      name: 'people.lock',
      before: june,
      leaves: ['june person.lock done'],
      always: 'a screen that should be closed is closed, whatever the disk says',
    },
    {
      name: 'people.signOut',
      before: june,
      leaves: ['june person.sign-out done'],
      beside: { person_place: 'where somebody was is not part of the record' },
      always: 'leaving is never refused',
    },
    {
      name: 'the end of a session that could not be written down',
      before: async () => {
        await june()
        await practice.withoutRecord(() => practice.call('people.lock'))
      },
      does: () => practice.call('people.signIn', { username: 'june', password: PASSWORDS.june, code: null }),
      leaves: ['june person.lock done', 'june person.sign-in done'],
      beside: COUNTED,
    },
    {
      name: 'accounts.recover',
      way: 'a wrong code',
      before: () => staff.signOut(),
      input: () => ({ username: 'june', recoveryCode: 'AAAA-AAAA', password: PASSWORDS.next }),
      leaves: ['june person.recovered failed'],
      fails: 'code-unusable',
      beside: COUNTED,
    },
    {
      name: 'accounts.recover',
      way: 'a password that will not do',
      input: () => ({ username: 'june', recoveryCode, password: 'short' }),
      leaves: ['nobody person.recovered failed for password-unsuitable'],
      fails: 'password-unsuitable',
    },
    {
      name: 'accounts.recover',
      does: async () => {
        const input = { username: 'june', recoveryCode, password: PASSWORDS.next }
        const recovered = (await practice.call('accounts.recover', input)) as Result<Welcome>
        if (recovered.ok) staff.secrets.push(recovered.value.recoveryCode)
        return recovered
      },
      leaves: ['june person.recovered done'],
      beside: COUNTED,
    },
    {
      name: 'accounts.changePassword',
      way: 'a password that will not do',
      input: () => ({ current: PASSWORDS.next, next: 'short' }),
      leaves: ['june person.password-changed failed for password-unsuitable'],
      fails: 'password-unsuitable',
    },
    {
      name: 'accounts.changePassword',
      way: 'a wrong password',
      input: () => ({ current: PASSWORDS.priya, next: PASSWORDS.june }),
      leaves: ['june person.password-changed failed'],
      fails: 'wrong-credentials',
      beside: COUNTED,
    },
    {
      name: 'accounts.changePassword',
      input: () => ({ current: PASSWORDS.next, next: PASSWORDS.june }),
      leaves: ['june person.password-changed done'],
      beside: COUNTED,
    },
    {
      name: 'accounts.newRecoveryCode',
      does: async () => {
        const made = (await practice.call('accounts.newRecoveryCode', {
          password: PASSWORDS.june,
        })) as Result<{ recoveryCode: string }>
        if (made.ok) staff.secrets.push(made.value.recoveryCode)
        return made
      },
      leaves: ['june person.recovery-code-made done'],
      beside: COUNTED,
    },
    {
      name: 'accounts.beginSecondFactor',
      way: 'a wrong password',
      input: () => ({ password: PASSWORDS.priya }),
      leaves: ['june person.second-factor-offered failed'],
      fails: 'wrong-credentials',
      beside: COUNTED,
    },
    {
      name: 'accounts.beginSecondFactor',
      does: async () => {
        const begun = (await practice.call('accounts.beginSecondFactor', {
          password: PASSWORDS.june,
        })) as Result<{ secret: string }>
        if (begun.ok) staff.secrets.push((secret = begun.value.secret))
        return begun
      },
      leaves: ['june person.second-factor-offered done'],
      beside: COUNTED,
    },
    {
      name: 'accounts.confirmSecondFactor',
      way: 'a wrong code',
      input: () => withCode(() => '000000'),
      leaves: ['june person.second-factor-on failed'],
      fails: 'second-factor-wrong',
    },
    {
      name: 'accounts.confirmSecondFactor',
      input: () => withCode(totp),
      leaves: ['june person.second-factor-on done'],
    },
    {
      name: 'accounts.endSecondFactor',
      way: 'a wrong password',
      input: () => ({ password: PASSWORDS.priya }),
      leaves: ['june person.second-factor-off failed'],
      fails: 'wrong-credentials',
      beside: COUNTED,
    },
    {
      name: 'accounts.endSecondFactor',
      input: () => ({ password: PASSWORDS.june }),
      leaves: ['june person.second-factor-off done'],
      beside: COUNTED,
    },
    {
      name: 'accounts.update',
      input: () => ({ ...ADMINISTRATOR, ...account('june'), credentials: 'ND, LAc' }),
      leaves: ['june person.updated done'],
    },
    {
      name: 'accounts.update',
      way: 'another role',
      input: () => ({
        displayName: 'Priya Raman',
        credentials: '',
        npi: '',
        role: 'practitioner',
        ...account('priya'),
      }),
      leaves: ['june person.updated done', 'june person.role-changed done'],
    },
    {
      name: 'accounts.update',
      way: 'the last administrator',
      input: () => ({ ...ADMINISTRATOR, role: 'practitioner', ...account('june') }),
      leaves: ['june person.updated refused'],
      fails: 'last-administrator',
    },
    {
      name: 'accounts.update',
      way: 'nobody',
      input: () => ({ ...ADMINISTRATOR, id: NOBODY }),
      leaves: ['june person.updated failed'],
      fails: 'not-found',
    },
    {
      name: 'accounts.update',
      way: 'an NPI that is none',
      input: () => ({ ...ADMINISTRATOR, ...account('june'), npi: '1234567890' }),
      leaves: ['june person.updated failed for invalid-input'],
      fails: 'invalid-input',
    },
    {
      name: 'accounts.setActive',
      way: 'off',
      input: () => ({ ...account('priya'), active: false }),
      leaves: ['june person.deactivated done'],
    },
    {
      name: 'accounts.issueCode',
      way: 'for somebody who has left',
      input: () => account('priya'),
      leaves: ['june person.code-issued failed'],
      fails: 'not-found',
    },
    {
      name: 'accounts.setActive',
      way: 'on',
      input: () => ({ ...account('priya'), active: true }),
      leaves: ['june person.activated done'],
    },
    {
      name: 'accounts.setActive',
      way: 'the last administrator',
      input: () => ({ ...account('june'), active: false }),
      leaves: ['june person.deactivated refused'],
      fails: 'last-administrator',
    },
    {
      name: 'accounts.allowTries',
      input: () => account('priya'),
      leaves: ['june person.tries-allowed done'],
    },
    {
      name: 'accounts.allowTries',
      way: 'for nobody',
      input: () => ({ id: NOBODY }),
      leaves: ['june person.tries-allowed failed'],
      fails: 'not-found',
    },
    {
      name: 'accounts.issueCode',
      before: async () => {
        if (staff.ids.has('tomas')) return
        const added = await staff.must<{ account: Account; access: AccessCode }>('accounts.add', {
          ...TOMAS,
          username: 'tomas',
        })
        staff.secrets.push(added.access.code)
        staff.ids.set('tomas', added.account.id)
      },
      input: () => account('tomas'),
      leaves: ['june person.code-issued done'],
    },
  ]
}

function fromBase32(text: string): Buffer {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...text].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
