/** What passes through a socket is wiped behind it, in both directions (F-903). */
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'

type Callback = (error?: Error | null) => void
type Chunk = { chunk: unknown; encoding: BufferEncoding }

/** What a stream calls the encoding of bytes; its types know those of text only. */
const BYTES = 'buffer' as BufferEncoding

const watched = new WeakSet<Socket>()

/** From now on. Does nothing for a socket that is wiped already. */
export function wipeBehind(socket: Socket): void {
  if (watched.has(socket)) return
  watched.add(socket)
  wipeWhatWasRead(socket)
  wipeWhatIsWritten(socket)
}

/** The parser hands out copies, so that what the socket read can go as soon as everybody has heard of it. */
function wipeWhatWasRead(socket: Socket): void {
  socket.on('data', (piece: Buffer) => {
    setImmediate(() => piece.fill(0))
  })
}

/**
 * Handed text, Node copies it to memory of its own that nobody can wipe, and several pieces once more. So everything goes
 * out as one piece of memory of ours, and that is wiped when it is out.
 */
function wipeWhatIsWritten(socket: Socket): void {
  const write = socket._write.bind(socket)
  const send = (chunks: Chunk[], callback: Callback) => {
    const whole = inOwnMemory(chunks)
    write(whole, BYTES, (error) => {
      whole.fill(0)
      callback(error)
    })
  }
  const sendWhenSecure = (chunks: Chunk[], callback: Callback) => {
    // Written before the handshake has ended, it would be copied too.
    if (isSecuring(socket))
      socket.once('secureConnect', () => {
        send(chunks, callback)
      })
    else send(chunks, callback)
  }
  socket._write = (chunk, encoding, callback) => {
    sendWhenSecure([{ chunk, encoding }], callback)
  }
  socket._writev = sendWhenSecure
}

/** `secureConnecting` is what Node's own HTTP client goes by; its types do not know it. */
const isSecuring = (socket: Socket) =>
  socket instanceof TLSSocket && 'secureConnecting' in socket && socket.secureConnecting === true

/** Not from the pool that small buffers share, whose memory outlives them. */
function inOwnMemory(chunks: Chunk[]): Buffer {
  const parts = chunks.map(({ chunk, encoding }) =>
    typeof chunk === 'string' ? { text: chunk, encoding } : { bytes: chunk as Uint8Array },
  )
  const lengths = parts.map((part) =>
    part.bytes ? part.bytes.length : Buffer.byteLength(part.text, part.encoding),
  )
  const whole = Buffer.alloc(lengths.reduce((sum, length) => sum + length, 0))
  let at = 0
  parts.forEach((part, index) => {
    if (part.bytes) whole.set(part.bytes, at)
    else whole.write(part.text, at, part.encoding)
    at += lengths[index] ?? 0
  })
  return whole
}
