/** What a caller waits for an access token: from the provider, against the two usual places to keep one. */
import { buildApp, ElectronApp } from './lib/electron-app'
import { figureOf, type Figure } from './lib/figure'
import type { ReadersRequest, Round } from './token-readers/main'

export async function accessToken(runs: number): Promise<Figure[]> {
  const readers = new ElectronApp(await buildApp('token-readers'))
  const rounds = await readers.ask<Round[]>({ rounds: runs } satisfies ReadersRequest)
  await readers.stop()
  const of = (ours: 'provider' | 'vault', other: 'keytar' | 'store') =>
    rounds.map((round) => ({ ours: round[ours], other: round[other] }))
  const keytar = 'reading it from the OS keychain with keytar'
  return [
    figureOf(
      { figure: 'access-token', against: keytar, unit: 'ms', goal: 1 / 100 },
      of('provider', 'keytar'),
    ),
    figureOf(
      {
        figure: 'access-token',
        against: 'reading it from electron-store with safeStorage',
        unit: 'ms',
        goal: 1 / 10,
      },
      of('provider', 'store'),
    ),
    figureOf(
      { figure: 'access-token, first after sign-in', against: keytar, unit: 'ms', goal: null },
      of('vault', 'keytar'),
    ),
  ]
}
