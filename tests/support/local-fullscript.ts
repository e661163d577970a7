/** The local Fullscript as a process of its own, spoken to over HTTP only. */
import { callbacksAt, loopbackPorts } from './loopback-ports'
import { firstLine, start, stop } from './processes'

export type SandboxAccount = {
  clinic: string
  role: string
  name: string
  email: string
  password: string
}
export type SandboxApplication = {
  clientId: string
  clientSecret: string
  publicKey: string
  redirectUris: string[]
  originUris: string[]
}
export type SandboxInfo = {
  http: string
  https: string
  certificateFingerprint: string
  certificatePem: string
  spki: string
  control: string
  accounts: SandboxAccount[]
  applications: SandboxApplication[]
}

export class LocalFullscript {
  private constructor(
    readonly info: SandboxInfo,
    private readonly child: ReturnType<typeof start>,
    readonly output: string[],
  ) {}

  static async start(args: string[] = []): Promise<LocalFullscript> {
    const registered = callbacksAt(await loopbackPorts()).flatMap((uri) => ['--redirect-uri', uri])
    const child = start(process.execPath, [
      ...['--import', 'tsx', 'sandbox/main.ts', '--json'],
      ...registered,
      ...args,
    ])
    const output: string[] = []
    child.stderr?.on('data', (data: Buffer) => output.push(data.toString()))
    const info = await firstLine(child, 'stdout', (line) => {
      if (!line.startsWith('{')) return null
      return JSON.parse(line) as SandboxInfo
    }).catch((error: unknown) => {
      throw new Error(`The local Fullscript did not start: ${output.join('')}`, { cause: error })
    })
    return new LocalFullscript(info, child, output)
  }

  /** One call of the control API; throws with the status when it is refused. */
  async control<T = unknown>(path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.info.http}/control/api/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`control ${path}: ${String(response.status)} ${await response.text()}`)
    return (await response.json()) as T
  }

  account(role: string, index = 0): SandboxAccount {
    const found = this.info.accounts.filter((account) => account.role === role)[index]
    if (!found) throw new Error(`The local Fullscript has no ${role} number ${String(index)}`)
    return found
  }

  /** The role-based application. */
  get application(): SandboxApplication {
    const first = this.info.applications[0]
    if (!first) throw new Error('The local Fullscript has no application')
    return first
  }

  /** The one with clinic-level authorization. */
  get olderApplication(): SandboxApplication {
    const second = this.info.applications[1]
    if (!second) throw new Error('The local Fullscript has no application of the older kind')
    return second
  }

  stop() {
    return stop(this.child)
  }
}
