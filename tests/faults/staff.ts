/** The people of the practice whose deeds are tried, and everything secret that comes up with them. */
import type { AccessCode, Welcome } from '../../src/shared/contract/accounts'
import type { Person } from '../../src/shared/contract/people'
import type { Result } from '../../src/shared/failures'
import type { Practice } from './deeds-practice'

export const PASSWORDS = {
  june: 'nine geese over the marsh',
  priya: 'a kettle sings at seven',
  tomas: 'walnuts under the stairs',
  next: 'eleven boats in the harbour',
}
/** June's own password once more. */
export const JUNES_PROOF = { password: PASSWORDS.june, code: null }
/** An id that nobody and nothing has. */
export const NOBODY = '6f9e1c1e-7d1f-4a2c-9d55-1f2f5a3f1c11'
export const ADMINISTRATOR = {
  displayName: 'June Hartwell',
  credentials: 'ND',
  npi: '',
  role: 'practitioner-administrator',
}

/** Whoever a deed needs, and the codes that come up on the way. */
export class Staff {
  readonly ids = new Map<string, string>()
  /** Everything secret that was typed or shown; none of it may be in the record. */
  readonly secrets: string[] = Object.values(PASSWORDS)
  /** June’s, from the day the practice was made. */
  recoveryCode = ''
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
    const { code } = await this.must<AccessCode>('accounts.issueCode', { id, proof: JUNES_PROOF })
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
