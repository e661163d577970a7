/**
 * S-06: a process that refreshes without end is killed with SIGKILL at a random moment, again and again, on one and the
 * same encrypted file. Every next start must reach a working session; the local Fullscript must never see a refresh
 * token that it has already taken back.
 */
import { type Rig, startRig } from '../integration/tokens-rig'
import type { FaultFigure } from './callbacks-crashes'
import { killableProcesses } from './killable'
import type { ChildOrder } from './refresh-child'
import { seeded } from './seeded'

const LONGEST_LIFE = 60

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** `refreshes`: how many Fullscript has answered between the kills. */
export type KillFigure = FaultFigure & { refreshes: number }

/**
 * `tried`: kills of a process that had refreshed since the kill before; `bad`: starts after a kill that did not reach a
 * working session, refused refresh tokens, and kills that proved nothing because no refresh had happened.
 */
export async function runRefreshKills({ count, seed }: { count: number; seed: number }): Promise<KillFigure> {
  const random = seeded(seed)
  const rig = await startRig({ sandbox: { rotation: 'lazy' } })
  const processes = await killableProcesses<ChildOrder>('refresh-child')
  let bad = 0
  let tried = 0
  let refreshes = 0
  try {
    const personId = await rig.connected()
    const keys = rig.keysOf('june')
    await rig.close()
    const order = {
      file: rig.file,
      journal: 'wal' as const,
      personId,
      databaseKey: rig.key.toString('hex'),
      personKey: keys.personKey.toString('hex'),
      practiceKey: keys.practiceKey.toString('hex'),
    }
    for (let kill = 0; kill < count; kill += 1) {
      const child = await processes.next()
      child.tell({ ...order, role: 'loop' })
      if ((await child.word()) !== 'working') bad += 1
      // The moment of the kill is drawn from the first refresh on, so that each kill can hit one.
      await refreshedSince(rig, refreshes)
      await pause(random() * LONGEST_LIFE)
      await child.kill()
      const { refreshes: now } = rig.sandbox.control.counters()
      if (now > refreshes) tried += 1
      else bad += 1
      refreshes = now
    }
    const last = await processes.next()
    last.tell({ ...order, role: 'verify' })
    if ((await last.word()) !== 'working') bad += 1
    await last.kill()
    bad += rig.sandbox.control.counters().answers['POST /api/oauth/token 400'] ?? 0
    await rig.open()
  } finally {
    await processes.stop()
    await rig.dispose()
  }
  const figure = `kill -9 during refresh and persist, ${String(refreshes)} refreshes between the kills: lost sessions`
  return { id: 'S-06', figure, tried, bad, seed, refreshes }
}

/** Resolves when the child has refreshed once more; a child that never does would prove nothing, and is waited for in vain. */
async function refreshedSince(rig: Rig, before: number): Promise<void> {
  for (let look = 0; look < 10_000 && rig.sandbox.control.counters().refreshes === before; look += 1)
    await pause(1)
}
