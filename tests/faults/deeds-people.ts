/** The practice, the first accounts, signing in and out: every deed, and every way in which it fails. */
import type { AccessCode, Account, Welcome } from '../../src/shared/contract/accounts'
import type { Result } from '../../src/shared/failures'
import type { Deed } from './deeds'
import type { Practice } from './deeds-practice'
import { ADMINISTRATOR, JUNES_PROOF, PASSWORDS, type Staff } from './staff'
import { COUNTED } from './deeds-rows'

const PRIYA = { displayName: 'Priya Raman', credentials: '', npi: '', role: 'staff', username: 'priya' }
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
        staff.recoveryCode = begun.value.recoveryCode
        staff.secrets.push(staff.recoveryCode)
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
      leaves: ['june practice.settings-saved done for changed:idleLockMinutes'],
    },
    {
      name: 'accounts.add',
      does: async () => {
        const added = (await practice.call('accounts.add', { ...PRIYA, proof: JUNES_PROOF })) as Result<{
          account: Account
          access: AccessCode
        }>
        if (!added.ok) return added
        staff.ids.set('priya', added.value.account.id)
        code = added.value.access.code
        staff.secrets.push(code)
        return added
      },
      leaves: [
        'june person.password-confirmed done',
        'june person.created done',
        'june person.code-issued done',
      ],
      beside: COUNTED,
    },
    {
      name: 'accounts.add',
      way: 'a name that is taken',
      input: () => ({ ...PRIYA, proof: JUNES_PROOF }),
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
  ]
}
