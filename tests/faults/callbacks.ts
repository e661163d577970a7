/**
 * S-01: random callbacks against the real listener through raw sockets, eight at a time. The attempt stays the same
 * across wrong inputs and must survive all of them; only the one exact answer may be exchanged.
 */
import fc from 'fast-check'
import { DONE_PAGE } from '../../src/main/integrations/fullscript/connect/loopback-page'
import { connectBench, openSocket, statusOf, type ConnectBench } from '../support/benches/connect'
import { countCrashes, type FaultFigure } from './callbacks-crashes'
import { callbackInput, CODE, isExact, render, type CallbackInput } from './callbacks-inputs'

const TOGETHER = 8

export async function runCallbackFuzz({
  count,
  seed,
}: {
  count: number
  seed: number
}): Promise<FaultFigure> {
  const inputs = fc.sample(callbackInput, { numRuns: count, seed })
  const crashes = countCrashes()
  const bench = connectBench()
  let bad = 0
  try {
    await bench.flow.start(null)
    for (let i = 0; i < inputs.length; i += TOGETHER)
      bad += await tryTogether(bench, inputs.slice(i, i + TOGETHER))
  } finally {
    bench.flow.dispose()
    crashes.stop()
  }
  return {
    id: 'S-01',
    figure: 'callbacks: crashes, wrong acceptances, aborted attempts, leaks',
    tried: inputs.length,
    bad: bad + crashes.count(),
    seed,
  }
}

/** How many rules were broken; a new attempt waits afterwards. */
async function tryTogether(bench: ConnectBench, inputs: CallbackInput[]): Promise<number> {
  const { state } = bench.request()
  const port = bench.port()
  const exchanged = bench.ledger.exchanges.length
  const answers = await Promise.all(
    inputs.map((input) => deliver(input, port, state).catch(() => 'nobody listens')),
  )

  let bad = answers.filter((answer) => leaks(answer, state) || answer === 'nobody listens').length
  const exact = inputs.some(isExact)
  if (!exact) {
    if (bench.flow.state.step !== 'waiting' || bench.ledger.exchanges.length !== exchanged) bad += 1
    if (answers.some((answer) => answer.includes(DONE_PAGE) || statusOf(answer) === 303)) bad += 1
    // An attempt that was ended is replaced, so that one fault is counted once.
    if (bench.flow.state.step !== 'waiting') await bench.flow.start(null)
    return bad
  }
  const taken = inputs.every((input, i) => !isExact(input) || [303, 400].includes(statusOf(answers[i] ?? '')))
  if (!taken || !answers.some((answer) => statusOf(answer) === 303)) bad += 1
  if (bench.flow.state.step === 'waiting') return bad + 1
  await bench.reachedState(({ step }) => step === 'confirming' || step === 'failed')
  const fresh = bench.ledger.exchanges.slice(exchanged)
  if (fresh.length !== 1 || fresh[0]?.code !== CODE) bad += 1
  await bench.flow.confirmOwner(true)
  await bench.flow.start(null)
  return bad
}

const leaks = (answer: string, state: string) =>
  answer.includes(state) ||
  answer.includes(CODE) ||
  /^location: (?!\/fullscript\/us-snd\/done\r)/im.test(answer)

async function deliver(input: CallbackInput, port: number, state: string): Promise<string> {
  const bytes = render(input, port, state)
  const { socket, closed } = await openSocket(port)
  const how = input.kind === 'bytes' ? 'cut-and-closed' : input.delivery
  const half = Math.floor(bytes.length / 2)
  if (how === 'cut-and-reset') {
    socket.write(bytes.subarray(0, half), () => socket.resetAndDestroy())
  } else if (how === 'cut-and-closed') {
    socket.end(input.kind === 'bytes' ? bytes : bytes.subarray(0, half))
  } else if (how === 'in-pieces') {
    socket.setNoDelay(true)
    socket.write(bytes.subarray(0, half), () => socket.write(bytes.subarray(half)))
  } else {
    socket.write(bytes)
  }
  return closed
}
