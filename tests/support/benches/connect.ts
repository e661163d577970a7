/**
 * For tests: the connect flow with everything outside it replaced by recorders, a clock that is moved by hand, and
 * raw sockets for talking to the real listener.
 */
import { connect, type Socket } from 'node:net'
import type { ConnectState, ResourceOwner } from '../../../src/shared/contract/fullscript'
import { ok, type Result } from '../../../src/shared/failures'
import type { AuditEntry } from '../../../src/main/audit/audit'
import { ManualClock } from '../../../src/main/platform/clock/manual-clock'
import type { LogFields } from '../../../src/main/platform/logging/logger'
import type { Session, Sessions } from '../../../src/main/identity/session'
import type { Application, ConnectLedger } from '../../../src/main/integrations/fullscript/types'
import { DEFAULT_ASSUMPTIONS } from '../../../src/main/integrations/fullscript/unknowns'
import type {
  AttemptEnd,
  AttemptRow,
  AttemptRows,
} from '../../../src/main/integrations/fullscript/connect/connect-attempt-repository'
import {
  ConnectFlow,
  type ConnectDependencies,
} from '../../../src/main/integrations/fullscript/connect/connect-flow'
import { DeepLinkCallback } from '../../../src/main/integrations/fullscript/connect/deep-link-callback'
import { LIMITS, LoopbackCallback } from '../../../src/main/integrations/fullscript/connect/loopback-callback'
import { pastedCallback } from '../../../src/main/integrations/fullscript/connect/callbacks'
import type { PeerOwner } from '../../../src/main/integrations/fullscript/connect/peer-owner'
import { SuspendedAttempts } from '../../../src/main/integrations/fullscript/connect/suspended-attempts'
import type { LoopbackHost } from '../../../src/main/integrations/fullscript/connect/redirect-uris'
import { roleOf } from '../roles'

export const application: Application = {
  environment: 'us-snd',
  hosts: {
    api: 'https://api-us-snd.fullscript.io/api',
    authorize: 'https://api-us-snd.fullscript.io/api/oauth/authorize',
    embed: 'https://us-snd.fullscript.io',
  },
  clientId: 'client-of-the-practice',
  clientSecret: 'secret-of-the-practice',
  publicKey: 'public-key',
  originUri: 'https://app.yarrow.localhost',
  authorization: 'person',
  feature: 'treatmentPlan',
  wayBack: 'loopback',
  loopbackPorts: [],
  assumptions: DEFAULT_ASSUMPTIONS,
}

export const owner: ResourceOwner = {
  id: 'owner-1',
  type: 'Practitioner',
  name: 'Ada Alder',
  clinicName: 'Alder Clinic',
}

export const sessionOf = (username: string): Session => ({
  id: `session-${username}`,
  person: {
    id: `person-${username}`,
    username,
    displayName: username,
    credentials: '',
    ...roleOf('practitioner'),
    practiceName: 'Demo',
  },
  personKey: Buffer.alloc(32, 1),
  practiceKey: Buffer.alloc(32),
})

type Exchange = Parameters<ConnectLedger['exchange']>[0]
type Exchanged = Awaited<ReturnType<ConnectLedger['exchange']>>

/** Answers every exchange with `owner` unless told otherwise, and writes down every call. */
class RecordingLedger implements ConnectLedger {
  readonly exchanges: Exchange[] = []
  readonly calls: string[] = []
  answer: (input: Exchange) => Promise<Exchanged> = () => Promise.resolve(ok({ owner, previousOwner: null }))
  accepted: Result<null> = ok(null)

  exchange(input: Exchange) {
    this.calls.push('exchange')
    this.exchanges.push(input)
    return this.answer(input)
  }
  accept() {
    this.calls.push('accept')
    return Promise.resolve(this.accepted)
  }
  refuse() {
    this.calls.push('refuse')
    return Promise.resolve()
  }
}

/** Keeps sealed attempts as the records do, and their ends; shared by two benches it outlives a restart. */
export class MemoryAttemptRows implements AttemptRows {
  readonly byPerson = new Map<string, AttemptRow>()
  /** Of the bench that uses it now. */
  audited: AuditEntry[] = []
  /** What every call fails with while it is there. */
  broken: Error | null = null

  get size() {
    return this.byPerson.size
  }
  save(row: AttemptRow) {
    return this.#call(() => void this.byPerson.set(row.personId, row))
  }
  of(personId: string) {
    return this.#call(() => this.byPerson.get(personId) ?? null)
  }
  all() {
    return this.#call(() => [...this.byPerson.values()])
  }
  leftElsewhere() {
    return this.#call((): AttemptRow[] => [])
  }
  remove(answerDigest: string, end: AttemptEnd | null) {
    return this.#call(() => {
      for (const row of this.byPerson.values())
        if (row.answerDigest === answerDigest) this.byPerson.delete(row.personId)
      if (end) this.audited.push({ ...end, action: 'fullscript.connect' })
    })
  }
  #call<T>(work: () => T): Promise<T> {
    return this.broken ? Promise.reject(this.broken) : Promise.resolve(work())
  }
}

type BenchOptions = {
  application?: Partial<Application>
  limits?: Partial<typeof LIMITS>
  peerOwner?: () => PeerOwner
  hosts?: readonly LoopbackHost[]
  isLinkHandler?: () => boolean
  /** What an earlier run left: its clock goes on, and its sealed attempts are there. */
  earlier?: { clock: ManualClock; rows: MemoryAttemptRows }
  /** Who is signed in at the beginning. */
  session?: Session | null
  ports?: Partial<ConnectDependencies>
}

export function connectBench(options: BenchOptions = {}) {
  const clock = options.earlier?.clock ?? new ManualClock()
  const rows = options.earlier?.rows ?? new MemoryAttemptRows()
  const attempts = new SuspendedAttempts({ rows, clock, stationId: 'station' })
  const ledger = new RecordingLedger()
  const opened: string[] = []
  const copied: string[] = []
  const audited: AuditEntry[] = []
  const records = { note: (entry: AuditEntry) => Promise.resolve(void audited.push(entry)) }
  rows.audited = audited
  const logged: { message: string; fields?: LogFields }[] = []
  const states: ConnectState[] = []
  const returned = { times: 0 }
  const log = (message: string, fields?: LogFields) =>
    void logged.push({ message, ...(fields && { fields }) })
  const logger = { info: log, warn: log, error: log }
  let session: Session | null = options.session === undefined ? sessionOf('ada') : options.session
  let sessionListener: Parameters<Sessions['onChange']>[0] = () => undefined
  const links = new DeepLinkCallback({
    clock,
    logger,
    isLinkHandler: options.isLinkHandler ?? (() => true),
  })
  const current: Application = { ...application, ...options.application }

  const flow = new ConnectFlow({
    applications: { current: () => Promise.resolve(ok(current)) },
    ledger,
    callbacks: [
      new LoopbackCallback({
        clock,
        limits: { ...LIMITS, ...options.limits },
        ...(options.peerOwner && { peerOwner: options.peerOwner }),
        ...(options.hosts && { hosts: options.hosts }),
      }),
      links,
      pastedCallback,
    ],
    attempts,
    sessions: {
      current: () => session,
      onChange: (listener) => {
        sessionListener = listener
        return () => {
          sessionListener = () => undefined
        }
      },
    },
    records,
    clock,
    logger,
    openBrowser: (address) => Promise.resolve(ok((opened.push(address), null))),
    copyToClipboard: (text) => void copied.push(text),
    onReturned: () => void (returned.times += 1),
    ...options.ports,
  })
  flow.onChange((state) => states.push(state))

  /** What the browser was last sent away with. */
  const request = () => {
    const query = new URL(opened.at(-1) ?? '').searchParams
    const redirectUri = query.get('redirect_uri') ?? ''
    return { redirectUri, state: query.get('state') ?? '', challenge: query.get('code_challenge') ?? '' }
  }
  return {
    flow,
    links,
    clock,
    attempts,
    rows,
    ledger,
    opened,
    copied,
    audited,
    logged,
    states,
    returned,
    request,
    port: () => Number(new URL(request().redirectUri).port),
    setSession(next: Session | null) {
      session = next
      void sessionListener(next)
    },
    /** As signing in and out does: resolves once whoever listens has finished. */
    async become(username: string | null) {
      session = username === null ? null : sessionOf(username)
      await sessionListener(session)
    },
    /** Resolves once the flow is at that step. */
    reached: (step: ConnectState['step']) => stateReached(flow, (state) => state.step === step),
    reachedState: (matches: (state: ConnectState) => boolean) => stateReached(flow, matches),
  }
}

export type ConnectBench = ReturnType<typeof connectBench>

function stateReached(flow: ConnectFlow, matches: (state: ConnectState) => boolean): Promise<ConnectState> {
  return new Promise((resolve) => {
    if (matches(flow.state)) {
      resolve(flow.state)
      return
    }
    const stop = flow.onChange((state) => {
      if (!matches(state)) return
      stop()
      resolve(state)
    })
  })
}

/** An open socket to the listener; `closed` resolves with everything it said. */
export function openSocket(
  port: number,
  host = '127.0.0.1',
): Promise<{ socket: Socket; closed: Promise<string> }> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host, allowHalfOpen: true })
    let answer = ''
    const closed = new Promise<string>((close) => {
      socket.once('close', () => {
        close(answer)
      })
    })
    socket.setEncoding('latin1')
    socket.on('data', (chunk: string) => {
      answer += chunk
    })
    // A reset instead of a farewell leaves no waiting socket behind in the kernel.
    socket.on('end', () => socket.resetAndDestroy())
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.on('error', () => undefined)
      resolve({ socket, closed })
    })
  })
}

/** Sends bytes and answers with everything that came back until the listener hung up. */
export async function sendRaw(port: number, bytes: string | Buffer, host?: string): Promise<string> {
  const { socket, closed } = await openSocket(port, host)
  socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes)
  return closed
}

/** What a browser sends for a top-level navigation. Every part can be replaced. */
export function navigation(
  port: number,
  target: string,
  more: { method?: string; host?: string | null; headers?: string[]; fetchMetadata?: boolean } = {},
): string {
  const host = more.host === undefined ? `127.0.0.1:${port}` : more.host
  return [
    `${more.method ?? 'GET'} ${target} HTTP/1.1`,
    ...(host === null ? [] : [`Host: ${host}`]),
    'User-Agent: a browser',
    ...(more.fetchMetadata === false
      ? []
      : ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: document']),
    ...(more.headers ?? []),
    '',
    '',
  ].join('\r\n')
}

export const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)

/** Whether anything still listens there. */
export const listens = (port: number): Promise<boolean> =>
  openSocket(port).then(
    ({ socket }) => {
      socket.destroy()
      return true
    },
    () => false,
  )
