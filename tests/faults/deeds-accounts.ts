/** One’s own account and those of colleagues: every deed, and every way in which it fails. */
import type { AccessCode, Account, Welcome } from '../../src/shared/contract/accounts'
import type { Role } from '../../src/shared/contract/roles'
import type { Result } from '../../src/shared/failures'
import { stepAt, totpAt } from '../../src/main/identity/totp'
import type { Deed } from './deeds'
import type { Practice } from './deeds-practice'
import { ADMINISTRATOR, JUNES_PROOF, NOBODY, PASSWORDS, type Staff } from './staff'
import { COUNTED } from './deeds-rows'

const TOMAS = { displayName: 'Tomas Okafor', credentials: 'ND', npi: '', role: 'practitioner' }

const COACH = { id: null, name: 'Health coach', defaultsOf: 'staff', allows: ['patients:read', 'notes:read'] }

export function accountDeeds(practice: Practice, staff: Staff): Deed[] {
  let secret = ''
  let coach = ''
  const account = (username: string) => ({ id: staff.id(username) })
  const withCode = (digits: () => string) => ({ code: digits() })
  const totp = () => totpAt(fromBase32(secret), stepAt(practice.clock.now()))

  return [
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
      input: () => ({ username: 'june', recoveryCode: staff.recoveryCode, password: 'short' }),
      leaves: ['nobody person.recovered failed for password-unsuitable'],
      fails: 'password-unsuitable',
    },
    {
      name: 'accounts.recover',
      does: async () => {
        const input = { username: 'june', recoveryCode: staff.recoveryCode, password: PASSWORDS.next }
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
      leaves: ['june person.second-factor-on failed for second-factor-wrong'],
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
      input: () => ({ proof: JUNES_PROOF, ...ADMINISTRATOR, ...account('june'), credentials: 'ND, LAc' }),
      leaves: [
        'june person.password-confirmed done',
        'june person.updated done for june changed:credentials',
      ],
      beside: COUNTED,
    },
    {
      name: 'accounts.update',
      way: 'another role',
      input: () => ({
        proof: JUNES_PROOF,
        displayName: 'Priya Raman',
        credentials: '',
        npi: '',
        role: 'practitioner',
        ...account('priya'),
      }),
      leaves: [
        'june person.password-confirmed done',
        'june person.updated done for priya changed:role',
        'june person.role-changed done',
      ],
      beside: COUNTED,
    },
    {
      name: 'accounts.update',
      way: 'the last administrator',
      input: () => ({ proof: JUNES_PROOF, ...ADMINISTRATOR, role: 'practitioner', ...account('june') }),
      leaves: ['june person.password-confirmed done', 'june person.updated refused'],
      fails: 'last-administrator',
      beside: COUNTED,
    },
    {
      name: 'accounts.update',
      way: 'nobody',
      input: () => ({ proof: JUNES_PROOF, ...ADMINISTRATOR, id: NOBODY }),
      leaves: ['june person.password-confirmed done', 'june person.updated failed'],
      fails: 'not-found',
      beside: COUNTED,
    },
    {
      name: 'accounts.update',
      way: 'an NPI that is none',
      input: () => ({ proof: JUNES_PROOF, ...ADMINISTRATOR, ...account('june'), npi: '1234567890' }),
      leaves: ['june person.updated failed for invalid-input'],
      fails: 'invalid-input',
    },
    ...(['accounts.update', 'accounts.issueCode'] as const).map((name): Deed => ({
      name,
      way: 'a wrong password',
      input: () => ({
        ...(name === 'accounts.update' ? ADMINISTRATOR : {}),
        ...account('june'),
        proof: { password: PASSWORDS.priya, code: null },
      }),
      leaves: ['june person.password-confirmed failed'],
      fails: 'wrong-credentials',
      beside: COUNTED,
    })),
    {
      name: 'roles.save',
      does: async () => {
        const saved = (await practice.call('roles.save', { ...COACH, proof: JUNES_PROOF })) as Result<Role>
        if (saved.ok) coach = saved.value.id
        return saved
      },
      leaves: [
        'june person.password-confirmed done',
        `june role.created done for unknown changed:patients:write,notes:read,plans:read,plans:write,fullscript:connect`,
      ],
      beside: COUNTED,
    },
    {
      name: 'roles.save',
      way: 'the last managing role',
      input: () => ({
        ...{ id: 'practitioner-administrator', name: 'Owner', defaultsOf: 'practitioner-administrator' },
        ...{ allows: ['patients:read'], proof: JUNES_PROOF },
      }),
      leaves: ['june person.password-confirmed done', 'june role.changed refused'],
      fails: 'last-administrator',
      beside: COUNTED,
    },
    {
      name: 'roles.remove',
      way: 'one that is in use',
      input: () => ({ id: 'practitioner-administrator', proof: JUNES_PROOF }),
      leaves: [
        'june person.password-confirmed done',
        'june role.removed refused for practitioner-administrator',
      ],
      fails: 'role-in-use',
      beside: COUNTED,
    },
    {
      name: 'roles.remove',
      input: () => ({ id: coach, proof: JUNES_PROOF }),
      leaves: ['june person.password-confirmed done', 'june role.removed done'],
      beside: COUNTED,
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
      input: () => ({ ...account('priya'), proof: JUNES_PROOF }),
      leaves: ['june person.password-confirmed done', 'june person.code-issued failed'],
      fails: 'not-found',
      beside: COUNTED,
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
          proof: JUNES_PROOF,
        })
        staff.secrets.push(added.access.code)
        staff.ids.set('tomas', added.account.id)
      },
      input: () => ({ ...account('tomas'), proof: JUNES_PROOF }),
      leaves: ['june person.password-confirmed done', 'june person.code-issued done'],
      beside: COUNTED,
    },
  ]
}

function fromBase32(text: string): Buffer {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...text].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
