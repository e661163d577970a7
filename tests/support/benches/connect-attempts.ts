/** For tests: attempts on their way, in benches that are taken apart when their test has finished. */
import { expect, onTestFinished } from 'vitest'
import { connectBench, type ConnectBench } from './connect'

type Options = Parameters<typeof connectBench>[0]

export function bench(options?: Options): ConnectBench {
  const made = connectBench(options)
  onTestFinished(() => {
    made.flow.dispose()
  })
  return made
}

/** The browser is open, and the way back is the one of the settings. */
export async function waiting(options?: Options): Promise<ConnectBench> {
  const made = bench(options)
  expect(await made.flow.start(null)).toMatchObject({ step: 'waiting' })
  return made
}

export async function waitingForLink(options?: Options): Promise<ConnectBench> {
  const made = bench({ application: { wayBack: 'deep-link' }, ...options })
  made.links.ready(made.attempts)
  expect(await made.flow.start(null)).toMatchObject({ step: 'waiting', wayBack: 'deep-link' })
  return made
}

/** A start of the app after the one before was killed: nobody is signed in. */
export async function startAgain(
  before: ConnectBench,
  options?: Options,
): Promise<ConnectBench & { link: string }> {
  const again = bench({ application: { wayBack: 'deep-link' }, session: null, earlier: before, ...options })
  const { state, redirectUri } = before.request()
  expect((await again.attempts.load()).ok).toBe(true)
  again.links.ready(again.attempts)
  return Object.assign(again, { link: `${redirectUri}?code=the-code&state=${state}` })
}

/** Answers by pasting: the shortest way to hand an address over; every way back ends in the same place. */
export const answer = (made: ConnectBench, parameters: Record<string, string>) =>
  made.flow.paste(`${made.request().redirectUri}?${new URLSearchParams(parameters).toString()}`)
