/**
 * S-05: many callers at the moment of expiry, over real HTTP. Some ask for a token, some make a call, some report a
 * token of before as refused; the local Fullscript counts. Exactly one refresh for each expiry, nobody signed out.
 */
import type { Rotation } from '../../sandbox/settings'
import { clinicRequest } from '../../src/main/integrations/fullscript/api/clinic'
import { startRig } from '../integration/tokens-rig'
import type { FaultFigure } from './callbacks-crashes'
import { seeded } from './seeded'

const TWO_HOURS = 7_200_000

type Race = { expiries: number; callers: number; mode: Rotation; seed: number }

/** `tried`: expiries; `bad`: those with more or less than one refresh, with a failed caller or with two tokens. */
export async function runRefreshRace({ expiries, callers, mode, seed }: Race): Promise<FaultFigure> {
  const random = seeded(seed)
  const rig = await startRig({ sandbox: { rotation: mode } })
  let bad = 0
  try {
    const june = await rig.connected()
    const { tokens: accessTokens, api } = rig
    const tokenNow = async () => {
      const token = await accessTokens.accessToken(june)
      return token.ok ? token.value : token.failure.code
    }
    for (let expiry = 0; expiry < expiries; expiry += 1) {
      const before = rig.sandbox.control.counters().refreshes
      const old = await tokenNow()
      rig.advance(TWO_HOURS + Math.floor(random() * TWO_HOURS))
      const tokens = new Set<string>()
      const failures: string[] = []
      const caller = async () => {
        // Callers arrive in different turns of the event loop.
        for (let turn = Math.floor(random() * 8); turn > 0; turn -= 1) await new Promise(setImmediate)
        const kind = random()
        if (kind < 0.5) tokens.add(await tokenNow())
        else if (kind < 0.75) {
          const answer = await accessTokens.rejected(june, old)
          if (answer.ok) tokens.add(answer.value)
          else failures.push(answer.failure.code)
        } else {
          const answer = await api.call(june, clinicRequest())
          if (!answer.ok) failures.push(answer.failure.code)
        }
      }
      await Promise.all(Array.from({ length: callers }, caller))
      const refreshes = rig.sandbox.control.counters().refreshes - before
      const after = await tokenNow()
      const others = [...tokens].filter((token) => token !== after)
      // In the turn before the refresh begins, a caller that reports the old token may not be answered with it.
      if (refreshes !== 1 || failures.length > 0 || others.length > 0) bad += 1
    }
  } finally {
    await rig.dispose()
  }
  return {
    id: 'S-05',
    figure: `refreshes per expiry under race, rotation ${mode}`,
    tried: expiries,
    bad,
    seed,
  }
}
