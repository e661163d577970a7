/** Passwords, codes and second factors of oneself, and the accounts of everybody. */
import type { WindowBridge } from '../../../../shared/contract'
import type { Role } from '../../../../shared/contract/roles'
import { failed, ok, type Result } from '../../../../shared/failures'
import { DEFAULT_ROLES, DEFAULT_ROLE_IDS } from '../../../../shared/roles'
import type { FakeMain } from './fake-main'

export const accountsArea = (main: FakeMain): WindowBridge['accounts'] => ({
  checkPassword: ({ password, username, names }) =>
    main.answer('accounts.checkPassword', username, () =>
      ok(main.people.checkPassword(password, username, names)),
    ),
  redeemCode: (input) =>
    main.answer('accounts.redeemCode', input, () =>
      main.welcomed(main.people.redeem(input.username, input.code, input.password)),
    ),
  recover: (input) =>
    main.answer('accounts.recover', input, () =>
      main.welcomed(main.people.recover(input.username, input.recoveryCode, input.password)),
    ),
  protection: () => own(main, 'protection', undefined, (me) => ok(main.people.protection(me))),
  changePassword: (input) =>
    own(main, 'changePassword', input, (me) => main.people.changePassword(me, input.current, input.next)),
  newRecoveryCode: (input) =>
    own(main, 'newRecoveryCode', input, (me) => main.people.newRecoveryCode(me, input.password)),
  beginSecondFactor: (input) =>
    own(main, 'beginSecondFactor', input, (me) => main.people.beginSecondFactor(me, input.password)),
  confirmSecondFactor: (input) =>
    own(main, 'confirmSecondFactor', input, (me) => main.people.confirmSecondFactor(me, input.code)),
  endSecondFactor: (input) =>
    own(main, 'endSecondFactor', input, (me) => main.people.endSecondFactor(me, input.password)),
  list: () => managing(main, 'list', undefined, () => ok(main.people.accounts)),
  add: (input) =>
    managing(main, 'add', input, (me) => {
      const { proof, ...fields } = input
      return main.people.refusal(me, proof) ?? main.people.add(fields)
    }),
  update: (input) =>
    managing(main, 'update', input, (me) => {
      const { proof, ...fields } = input
      return main.people.refusal(me, proof) ?? main.people.update(fields)
    }),
  setActive: (input) =>
    managing(main, 'setActive', input, () => main.people.setActive(input.id, input.active)),
  issueCode: (input) =>
    managing(
      main,
      'issueCode',
      input,
      (me) => main.people.refusal(me, input.proof) ?? main.people.issueCode(input.id),
    ),
  allowTries: (input) => managing(main, 'allowTries', input, () => main.people.allowTries(input.id)),
})

/** A call about the account of whoever is signed in. */
function own<T>(
  main: FakeMain,
  name: string,
  input: unknown,
  act: (personId: string) => Result<T>,
): Promise<Result<T>> {
  return main.answer(`accounts.${name}`, input, () =>
    main.person ? act(main.person.id) : failed('signed-out'),
  )
}

function managing<T>(
  main: FakeMain,
  name: string,
  input: unknown,
  act: (me: string) => Result<T>,
): Promise<Result<T>> {
  return main.answer(`accounts.${name}`, input, () => {
    if (main.person?.capabilities.includes('people:manage') !== true) return failed('not-allowed')
    const result = act(main.person.id)
    if (result.ok && name !== 'list') main.emit('app.changed', { of: 'accounts', patientId: null, id: null })
    return result
  })
}

const ROLES: Role[] = DEFAULT_ROLE_IDS.map((id) => ({
  ...{ id, name: DEFAULT_ROLES[id].name, defaultsOf: id, people: 1 },
  allows: [...DEFAULT_ROLES[id].allows],
}))

export const rolesArea = (main: FakeMain): WindowBridge['roles'] => ({
  list: () => main.answer('roles.list', undefined, () => ok(ROLES)),
  save: (input) => main.answer('roles.save', input, () => failed('not-found')),
  remove: (input) => main.answer('roles.remove', input, () => failed('not-found')),
})
