/** For tests: an attempt at the real listener, its two addresses, and whether it has survived what was sent to it. */
import { expect } from 'vitest'
import { navigation, sendRaw, statusOf, type ConnectBench } from './connect'
import { waiting } from './connect-attempts'

export const CALLBACK = '/fullscript/us-snd/callback'
export const DONE = '/fullscript/us-snd/done'

export async function listening(options?: Parameters<typeof waiting>[0]): Promise<ConnectBench> {
  const bench = await waiting(options)
  expect(bench.flow.state).toMatchObject({ wayBack: 'loopback' })
  return bench
}

export const genuine = (bench: ConnectBench) => `${CALLBACK}?code=the-code&state=${bench.request().state}`

/** After whatever came before: the attempt is alive, and the genuine answer is taken. */
export async function stillWorks(bench: ConnectBench): Promise<void> {
  expect(bench.ledger.exchanges).toHaveLength(0)
  expect(bench.flow.state.step).toBe('waiting')
  const answer = await sendRaw(bench.port(), navigation(bench.port(), genuine(bench)))
  expect(statusOf(answer)).toBe(303)
  await bench.reached('confirming')
  expect(bench.ledger.exchanges).toHaveLength(1)
}
