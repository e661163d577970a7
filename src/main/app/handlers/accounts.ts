import { ok } from '../../../shared/failures'
import type { WindowHandlers } from '../../bridge/register-bridge'
import type { WithRecords } from './with-records'

export const accountsHandlers = ({ using }: WithRecords): WindowHandlers['accounts'] => ({
  checkPassword: ({ password, username, names = [] }) =>
    using(async ({ people }) => ok(await people.own.judge(password, [username, ...names]))),
  redeemCode: ({ username, code, password }) =>
    using(({ people }) => people.entry.redeemCode(username, code, password)),
  recover: ({ username, recoveryCode, password }) =>
    using(({ people }) => people.entry.recover(username, recoveryCode, password)),
  protection: () => using(({ people }) => people.own.protection()),
  changePassword: ({ current, next }) => using(({ people }) => people.own.changePassword(current, next)),
  newRecoveryCode: ({ password }) => using(({ people }) => people.own.newRecoveryCode(password)),
  beginSecondFactor: ({ password }) => using(({ people }) => people.own.beginSecondFactor(password)),
  confirmSecondFactor: ({ code }) => using(({ people }) => people.own.confirmSecondFactor(code)),
  endSecondFactor: ({ password }) => using(({ people }) => people.own.endSecondFactor(password)),
  list: () => using(({ people }) => people.accounts.list()),
  add: (person) => using(({ people }) => people.accounts.add(person)),
  update: (person) => using(({ people }) => people.accounts.update(person)),
  setActive: ({ id, active }) => using(({ people }) => people.accounts.setActive(id, active)),
  issueCode: ({ id, proof }) => using(({ people }) => people.accounts.issueCode(id, proof)),
  allowTries: ({ id }) => using(({ people }) => people.accounts.allowTries(id)),
})

export const rolesHandlers = ({ using }: WithRecords): WindowHandlers['roles'] => ({
  list: () => using(({ people }) => people.roles.list()),
  save: (role) => using(({ people }) => people.roles.save(role)),
  remove: (role) => using(({ people }) => people.roles.remove(role)),
})
