/**
 * A process that does with secrets what main does, for a look at its memory from outside: a code that is read, what a
 * page says over the wire, then what follows a session. Told by lines on stdin; every secret comes turned over, so that
 * the line is not itself a copy.
 */
import { createInterface } from 'node:readline'
import { WindowWire } from '../../src/main/bridge/window-wire'
import { systemClock } from '../../src/main/clock/clock'
import { makeRecovery, openRecovery } from '../../src/main/people/recovery-code'
import { newKey } from '../../src/main/sealing/seal'
import { MemoryCleaner } from '../../src/main/startup/clean-memory'

type Told = { code: string }
/** Hex: the page's public half, and then a frame of it. */
type Said = { half: string } | { frame: string }

const CHANNEL = 'yarrow:people.signIn'

const cleaner = new MemoryCleaner(systemClock)
const wire = new WindowWire()
/** What somebody at work holds. */
let held: unknown = null

const turnBack = (hex: string) =>
  Buffer.from(hex, 'hex')
    .map((byte) => 255 - byte)
    .reduce((text, byte) => text + String.fromCharCode(byte), '')

function work({ code }: Told) {
  const { recovery } = makeRecovery('somebody', newKey())
  openRecovery('somebody', turnBack(code), recovery)
  held = turnBack(code)
}

/** Main's half, or "worked". */
function hear(said: Said): string {
  if ('half' in said) {
    const half = wire.agree(new Uint8Array(Buffer.from(said.half, 'hex')))
    return Buffer.from(half ?? []).toString('hex')
  }
  const opened = wire.open(CHANNEL, new Uint8Array(Buffer.from(said.frame, 'hex')))
  if (!opened.ok) return opened.why
  held = { said: opened.value, answer: wire.seal(CHANNEL, { ok: true, value: opened.value }) }
  return 'worked'
}

async function endOfSession() {
  held = null
  wire.moveOn()
  // As after a session: once at once, once for what was still on its way.
  await cleaner.clean()
  await cleaner.clean()
}

async function answer(line: string): Promise<string> {
  if (line === 'end') await endOfSession()
  else {
    const told = JSON.parse(line) as Told | Said
    if (!('code' in told)) return hear(told)
    work(told)
  }
  return held === null ? 'ended' : 'worked'
}

createInterface({ input: process.stdin }).on('line', (line) => {
  void answer(line).then((text) => {
    console.log(text)
  })
})
