/**
 * S-06: a process that refreshes without end is killed with SIGKILL at a random moment, again and again, on one and the
 * same encrypted file. Every next start must reach a working session; the local Fullscript must never see a refresh
 * token that it has already taken back.
 */
import { startRig } from '../integration/tokens-rig'
import type { FaultFigure } from './callbacks-crashes'
import { killableProcesses } from './killable'
import type { ChildOrder } from './refresh-child'
import { seeded } from './seeded'

const LONGEST_LIFE = 60

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** `tried`: kills; `bad`: starts after a kill that did not reach a working session, and refused refresh tokens. */
export async function runRefreshKills({
  count,
  seed,
}: {
  count: number
  seed: number
}): Promise<FaultFigure> {
  const random = seeded(seed)
  const rig = await startRig({ sandbox: { rotation: 'lazy' } })
  const processes = await killableProcesses<ChildOrder>('refresh-child')
  let bad = 0
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
      await pause(random() * LONGEST_LIFE)
      await child.kill()
    }
    const last = await processes.next()
    last.tell({ ...order, role: 'verify' })
    if ((await last.word()) !== 'working') bad += 1
    await last.kill()
    bad += rig.sandbox.control.counters().answers['POST /api/oauth/token 400'] ?? 0
    rig.open()
  } finally {
    await processes.stop()
    await rig.dispose()
  }
  return { id: 'S-06', figure: 'kill -9 during refresh and persist: lost sessions', tried: count, bad, seed }
}
