/** A call and an event of our own window as plain functions, over the sealed wire. */
import { ipcRenderer } from 'electron'
import { agreementSalt, ROOT, ROOT_LABEL, WIRE_CHANNEL } from '../shared/wire/agreement'
import { generationOf, SealedWire } from '../shared/wire/sealed-wire'
import { failureOf, subscribers } from './wires'

const CURVE = { name: 'ECDH', namedCurve: 'P-256' }
/** A session that begins or ends while a call is on its way makes it stale; more often than this it does not happen. */
const ATTEMPTS = 5

let wire: SealedWire | null = null
let agreeing: Promise<SealedWire> | null = null

/** The wire of this page. Asked for again when main did not answer the first time. */
function agreed(): Promise<SealedWire> {
  agreeing ??= agree().catch((error: unknown) => {
    agreeing = null
    throw error
  })
  return agreeing
}

async function agree(): Promise<SealedWire> {
  const { subtle } = crypto
  const pair = await subtle.generateKey(CURVE, false, ['deriveBits'])
  const mine = new Uint8Array(await subtle.exportKey('raw', pair.publicKey))
  const theirs: unknown = await ipcRenderer.invoke(WIRE_CHANNEL, mine)
  if (!(theirs instanceof Uint8Array)) throw new Error('Main did not say its half')
  const point = new Uint8Array(theirs)
  const shared = await subtle.deriveBits(
    { name: 'ECDH', public: await subtle.importKey('raw', point, CURVE, false, []) },
    pair.privateKey,
    8 * ROOT,
  )
  const secret = await subtle.importKey('raw', shared, 'HKDF', false, ['deriveBits'])
  new Uint8Array(shared).fill(0)
  const root = await subtle.deriveBits(
    {
      name: 'HKDF',
      hash: 'SHA-256',
      salt: new Uint8Array(agreementSalt(mine, point)),
      info: new TextEncoder().encode(ROOT_LABEL),
    },
    secret,
    8 * ROOT,
  )
  wire = new SealedWire('window', new Uint8Array(root))
  return wire
}

/**
 * A function that makes one call. It never rejects: what is no plain data is `invalid-input`, and a main that does not
 * answer is `unexpected`.
 */
export const sealedCaller = (channel: string) => async (input?: unknown) => {
  try {
    // Calls go out in the order they are made: once there is a wire, nothing is waited for before.
    const mine = wire ?? (await agreed())
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const answer: unknown = await ipcRenderer.invoke(channel, mine.seal(channel, input))
      // The keys had moved on: main has not read the call, and it is sealed once more.
      if (typeof answer === 'number') mine.advanceTo(answer)
      else return answer instanceof Uint8Array ? read(mine, channel, answer) : answer
    }
    throw new Error('The keys moved on each time')
  } catch (error) {
    return failureOf(error)
  }
}

/** A function that subscribes to one event; see `subscribers`. */
export function sealedSubscriber(channel: string) {
  const { subscribe, tell } = subscribers()
  ipcRenderer.on(channel, (_event, frame: unknown) => {
    // Main says nothing before there is a wire.
    if (wire !== null) tell(read(wire, channel, frame))
  })
  return subscribe
}

function read(from: SealedWire, channel: string, frame: unknown): unknown {
  from.advanceTo(generationOf(frame) ?? 0)
  const opened = from.open(channel, frame)
  if (!opened.ok) throw new Error(`A message was ${opened.why}`)
  return opened.value
}

// Main's answer is there by the time the page has its scripts.
agreed().catch(() => undefined)
