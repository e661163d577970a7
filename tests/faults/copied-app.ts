/**
 * S-22, the whole app: somebody copies the whole user-data folder of a practice at work, and starts Yarrow on the copy in
 * real Electron, as another user of the computer or as the same one without the keychain's key. Each start must say
 * what is missing, show no patient, answer no call that needs somebody, let nobody in with the right password, ask
 * Fullscript nothing, and change nothing.
 */
import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEMO_PASSWORD } from '../../src/main/practice/demo-practice'
import { FAILURES, type FailureCode } from '../../src/shared/failures'
import { KeyringSession, whyNoKeyring } from '../keychain/keyring-session'
import { LocalFullscript } from '../support/local-fullscript'
import { pageText, refusals } from '../support/lock'
import { SecretCounter, type Secret } from '../support/secret-counter'
import { OtherUser, whyNoOtherUser } from '../support/other-user'
import { connectAccount, enterFullscriptSettings, june, openPatient, signIn } from '../support/people'
import { SystemBrowser } from '../support/system-browser'
import { Wiretap } from '../support/wiretap'
import { newUserData, Yarrow } from '../support/yarrow'
import type { FaultFigure } from './callbacks-crashes'
import type { Attempt } from './copied-folder'

const PATIENT = /Lindqvist|Maya/
const NOBODYS_BUS = 'unix:path=/nonexistent/bus'

/** Who starts Yarrow on the copy, with which keychain, and what it must say. */
type Copier = {
  who: string
  expected: FailureCode
  other: boolean
  keychain: 'none' | 'another' | 'the owner’s' | 'the owner’s, locked'
}

export const COPIERS: Copier[] = [
  { who: 'another user, own keychain', expected: 'vault-key-missing', other: true, keychain: 'another' },
  { who: 'another user, no keychain', expected: 'keychain-absent', other: true, keychain: 'none' },
  { who: 'another user at the owner’s', expected: 'keychain-absent', other: true, keychain: 'the owner’s' },
  { who: 'the same user, another', expected: 'vault-key-missing', other: false, keychain: 'another' },
  { who: 'the same user, none', expected: 'keychain-absent', other: false, keychain: 'none' },
  {
    who: 'the same user, locked',
    expected: 'keychain-locked',
    other: false,
    keychain: 'the owner’s, locked',
  },
]

/** A practice at work, with somebody connected to Fullscript, ended in the middle of it. */
class Original {
  private constructor(
    readonly userData: string,
    readonly keyring: KeyringSession,
    readonly fullscript: LocalFullscript,
    readonly secrets: Secret[],
  ) {}

  static async make(): Promise<Original> {
    const userData = await newUserData()
    const keyring = await KeyringSession.start('unlocked')
    const fullscript = await LocalFullscript.start()
    const tap = await Wiretap.before(fullscript.info.http)
    const browser = await SystemBrowser.start()
    try {
      const yarrow = await Yarrow.start({
        userData,
        localFullscript: fullscript.info.http,
        browser: browser.command,
        env: {
          DBUS_SESSION_BUS_ADDRESS: keyring.env.DBUS_SESSION_BUS_ADDRESS ?? '',
          YARROW_QUICK_KEYS: '1',
        },
      })
      await signIn(yarrow.window, june)
      await enterFullscriptSettings(yarrow.window, fullscript, { apiOrigin: tap.origin })
      await connectAccount(yarrow, browser, fullscript.account('store owner'))
      await openPatient(yarrow.window, 'maya lind', /Maya/)
      await yarrow.kill()
      const secrets = tap.canaries.map(({ name, value }) => ({ name, bytes: Buffer.from(value) }))
      secrets.push({ name: 'patient', bytes: Buffer.from('Lindqvist') })
      return new Original(userData, keyring, fullscript, secrets)
    } finally {
      await browser.stop()
      await tap.stop()
    }
  }

  /** Requests that Fullscript had so far. */
  async requests(): Promise<number> {
    const { requests } = await this.fullscript.control<{ requests: Record<string, number> }>('counters')
    return Object.values(requests).reduce((sum, count) => sum + count, 0)
  }

  async forget() {
    await this.keyring.stop()
    await this.fullscript.stop()
    rmSync(this.userData, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** The records with their marker and anchor; Chromium's own files beside them may change. */
function fingerprint(folder: string): string {
  const records = join(folder, 'demo-records')
  const files = readdirSync(records, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(records, name)).isFile() && !name.endsWith('-shm'))
    .sort()
  const digest = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(records, name)))
      .digest('hex')
  return JSON.stringify(files.map((name) => [name, digest(name)]))
}

function secretsIn(folder: string, secrets: Secret[]): string[] {
  const counter = new SecretCounter(secrets)
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name)
    if (statSync(path, { throwIfNoEntry: false })?.isFile()) counter.look(readFileSync(path), 0, name)
  }
  return counter.places.map(({ secret, mapping }) => `${secret} in ${mapping}`)
}

/** The demo person's right password, given past the screen. */
const signInBeyondTheScreen = ({ window }: Yarrow) =>
  window.evaluate(async (password) => {
    const { yarrow } = globalThis as unknown as {
      yarrow: { people: { signIn(input: object): Promise<{ ok: boolean }> } }
    }
    return (await yarrow.people.signIn({ username: 'june', password, code: null })).ok
  }, DEMO_PASSWORD)

async function tryCopy(
  original: Original,
  { who, expected, other, keychain }: Copier,
  user: OtherUser | null,
): Promise<Attempt[]> {
  const root = mkdtempSync(join(tmpdir(), 'yarrow-copied-app-'))
  const copy = join(root, 'Yarrow')
  const home = user ? user.home : join(root, 'home')
  cpSync(original.userData, copy, {
    recursive: true,
    // The links by which Chromium says that it runs.
    filter: (path) => !/Singleton/.test(path),
  })
  if (user) user.own(root)
  const own = keychain === 'another' ? await KeyringSession.start('unlocked', user?.identity) : null
  if (keychain === 'the owner’s, locked') original.keyring.lock()
  const bus = keychain === 'none' ? NOBODYS_BUS : (own ?? original.keyring).env.DBUS_SESSION_BUS_ADDRESS
  const [records, requests] = [fingerprint(copy), await original.requests()]
  let yarrow: Yarrow | null = null
  try {
    yarrow = await Yarrow.start({
      userData: copy,
      localFullscript: original.fullscript.info.http,
      env: { HOME: home, XDG_RUNTIME_DIR: home, DBUS_SESSION_BUS_ADDRESS: bus ?? '' },
      ...(user && other ? { launcher: user.launcher } : {}),
    })
    const { window } = yarrow
    const said = window.getByText(FAILURES[expected].happened)
    const shown = await said.waitFor().then(
      () => true,
      () => false,
    )
    const runsAs = await yarrow.app.evaluate(() => process.getuid?.())
    const answers = Object.values(await refusals(window))
    const facts: [string, unknown, unknown][] = [
      ['runs as that user', user ? user.identity.uid : process.getuid?.(), runsAs],
      ['says what is missing', true, shown],
      ['no patient’s name', false, PATIENT.test(await pageText(window))],
      ['calls that answered', 0, answers.filter((answer) => answer === 'true').length],
      ['the right password lets in', false, await signInBeyondTheScreen(yarrow)],
      ['Fullscript was asked', 0, (await original.requests()) - requests],
    ]
    await yarrow.close()
    yarrow = null
    facts.push(['the records are as they were', records, fingerprint(copy)])
    facts.push(['secrets in clear, in the whole folder', [], secretsIn(copy, original.secrets)])
    return facts.map(([what, wanted, actual]) => ({ what: `${who}: ${what}`, expected: wanted, actual }))
  } finally {
    await yarrow?.close().catch(() => undefined)
    await own?.stop()
    rmSync(root, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** The owner opens a copy, as one does with a backup: otherwise a copy that is broken would pass for a safe one. */
async function ownerOpens(original: Original): Promise<Attempt> {
  const root = mkdtempSync(join(tmpdir(), 'yarrow-copied-app-'))
  const copy = join(root, 'Yarrow')
  cpSync(original.userData, copy, { recursive: true, filter: (path) => !/Singleton/.test(path) })
  const yarrow = await Yarrow.start({
    userData: copy,
    env: { DBUS_SESSION_BUS_ADDRESS: original.keyring.env.DBUS_SESSION_BUS_ADDRESS ?? '' },
  })
  try {
    const opened = await yarrow.window
      .getByRole('button', { name: june.name })
      .waitFor()
      .then(
        () => true,
        () => false,
      )
    return { what: 'the owner: opens a copy', expected: true, actual: opened }
  } finally {
    await yarrow.close()
    rmSync(root, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Why this cannot be tried here; null when it can. */
export const whyNoCopies = (): string | null => whyNoKeyring() ?? whyNoOtherUser()

export async function tryCopiedApp(copiers = COPIERS): Promise<Attempt[]> {
  const original = await Original.make()
  const user = new OtherUser()
  try {
    const attempts: Attempt[] = [await ownerOpens(original)]
    for (const copier of copiers) {
      attempts.push(...(await tryCopy(original, copier, copier.other ? user : null)))
    }
    return attempts
  } finally {
    user.forget()
    await original.forget()
  }
}

export const isWrong = ({ expected, actual }: Attempt) => JSON.stringify(expected) !== JSON.stringify(actual)

/** `tried`: what was looked at; `bad`: what was not as it must be, which is printed. */
export async function runCopiedApp(): Promise<FaultFigure & { skipped?: string }> {
  const figure = 'the whole app on a copy of the whole folder, by another user or without the key'
  const none = { id: 'S-22', figure, tried: 0, bad: 0, seed: 0 }
  const skipped = whyNoCopies()
  if (skipped !== null) return { ...none, skipped }
  const attempts = await tryCopiedApp()
  const wrong = attempts.filter(isWrong)
  for (const attempt of wrong) console.log(attempt)
  return { ...none, tried: attempts.length, bad: wrong.length }
}
