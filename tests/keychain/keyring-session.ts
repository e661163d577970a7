/**
 * A session bus and a gnome-keyring of their own, in a home of their own, that a test can lock, stop and start again.
 * Nothing of the person's own keyring is touched.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** `null` when a real keyring can be started here, else why not. */
export function whyNoKeyring(): string | null {
  if (process.platform !== 'linux') return 'gnome-keyring exists on Linux only'
  for (const program of ['dbus-daemon', 'dbus-send', 'gnome-keyring-daemon']) {
    if (spawnSync('which', [program]).status !== 0) return `${program} is not installed`
  }
  return null
}

const PASSWORD = 'throw-away'

/** Whose keyring it is; the caller's own when empty. Only root can make one for somebody else. */
export type Identity = { uid?: number; gid?: number }

export class KeyringSession {
  readonly #folder = mkdtempSync(join(tmpdir(), 'yarrow-keyring-'))
  readonly env: NodeJS.ProcessEnv
  #bus: ChildProcess | null = null
  #keyring: ChildProcess | null = null

  private constructor(private readonly identity: Identity) {
    const inherited = Object.entries(process.env).filter(
      ([name]) => !/^(XDG_|DBUS_|GNOME_|DISPLAY$|WAYLAND_)/.test(name),
    )
    const runtime = join(this.#folder, 'run')
    mkdirSync(runtime, { mode: 0o700 })
    if (identity.uid !== undefined) {
      for (const path of [this.#folder, runtime]) chownSync(path, identity.uid, identity.gid ?? identity.uid)
    }
    this.env = { ...Object.fromEntries(inherited), HOME: this.#folder, XDG_RUNTIME_DIR: runtime }
  }

  /** The environment of a program that finds no session bus. */
  get withoutBus(): NodeJS.ProcessEnv {
    const { DBUS_SESSION_BUS_ADDRESS: _bus, ...env } = this.env
    return env
  }

  /** `unlocked`: with a login collection; `no-collection`: a keyring that was never set up. */
  static async start(kind: 'unlocked' | 'no-collection', identity: Identity = {}): Promise<KeyringSession> {
    const session = new KeyringSession(identity)
    const bus = spawn('dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address=3'], {
      env: session.env,
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      ...identity,
    })
    session.#bus = bus
    const [address] = (await once(bus.stdio[3] as NodeJS.ReadableStream, 'data')) as [Buffer]
    session.env.DBUS_SESSION_BUS_ADDRESS = address.toString().trim()
    await session.#startKeyring(kind === 'unlocked' ? ['--unlock'] : [])
    return session
  }

  async #startKeyring(args: string[]) {
    const keyring = spawn('gnome-keyring-daemon', [...args, '--components=secrets', '--foreground'], {
      env: this.env,
      stdio: ['pipe', 'ignore', 'ignore'],
      ...this.identity,
    })
    this.#keyring = keyring
    keyring.stdin.end(PASSWORD)
    await this.#owned(true)
  }

  /** The keyring has said on the bus that it is there, or that it is gone. */
  async #owned(expected: boolean) {
    for (let tries = 0; tries < 400; tries += 1) {
      const answer = this.#send('org.freedesktop.DBus', '/org/freedesktop/DBus', [
        'org.freedesktop.DBus.NameHasOwner',
        'string:org.freedesktop.secrets',
      ])
      if (answer.includes(`boolean ${String(expected)}`)) return
      await wait(25)
    }
    throw new Error('The keyring did not come up')
  }

  #send(destination: string, path: string, message: string[]): string {
    const args = ['--session', '--print-reply', `--dest=${destination}`, path, ...message]
    return spawnSync('dbus-send', args, { env: this.env, encoding: 'utf8', ...this.identity }).stdout
  }

  lock() {
    this.#send('org.freedesktop.secrets', '/org/freedesktop/secrets', [
      'org.freedesktop.Secret.Service.Lock',
      'array:objpath:/org/freedesktop/secrets/collection/login',
    ])
  }

  /** Ends the keyring and starts it again unlocked, as signing in to the desktop again does. */
  async unlock() {
    await end(this.#keyring)
    await this.#owned(false)
    await this.#startKeyring(['--unlock'])
  }

  /** The keyring takes questions and answers none. */
  freeze() {
    this.#keyring?.kill('SIGSTOP')
  }

  thaw() {
    this.#keyring?.kill('SIGCONT')
  }

  async stop() {
    this.thaw()
    await end(this.#keyring)
    await end(this.#bus)
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function end(child: ChildProcess | null) {
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}
