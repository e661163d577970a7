/**
 * F-707: somebody types without end in a process of its own, which is killed with SIGKILL at a random moment, again and
 * again. The next start must find what was typed up to at most a second before, and everything that was said to be saved.
 */
import type { FaultFigure } from './callbacks-crashes'
import { draftText, type DraftsOrder } from './drafts-order'
import { makeDraftRecords, reopenedDraft } from './drafts-records'
import { killableProcesses, type KillableProcess } from './killable'
import { seeded } from './seeded'

/** Milliseconds between letters: much faster than anybody types. */
const EVERY = 15
const MOST_LOST_MS = 1_000
/** Letters until the kill, at the most: about two and a half seconds of typing. */
const LONGEST = 160

/** After one kill. `lostMs`: typing time of the letters that are gone. */
export type TypedAndKilled = { typed: number; saved: number; kept: number | null; lostMs: number }

/** Types until about `letters` letters are there, and ends. */
async function typeUntil(child: KillableProcess<DraftsOrder>, letters: number) {
  const typedAt: number[] = []
  let saved = 0
  const hear = (word: string) => {
    const [what, count, at] = word.split(' ')
    if (what === 'typed') typedAt.push(Number(at))
    else if (what === 'saved') saved = Number(count)
    else if (word !== 'killed') throw new Error(`The child said ${word}`)
    return word
  }
  while (typedAt.length < letters) hear(await child.word())
  void child.kill()
  while (hear(await child.word()) !== 'killed');
  await child.exited
  return { typedAt, saved }
}

export async function typeAndKill({
  count,
  seed,
}: {
  count: number
  seed: number
}): Promise<TypedAndKilled[]> {
  const random = seeded(seed)
  const processes = await killableProcesses<DraftsOrder>('drafts-child')
  const outcomes: TypedAndKilled[] = []
  try {
    for (let kill = 0; kill < count; kill += 1) {
      const { records, remove } = await makeDraftRecords()
      try {
        const child = await processes.next()
        child.tell({ ...records, role: 'type', every: EVERY })
        const { typedAt, saved } = await typeUntil(child, 1 + Math.floor(random() * LONGEST))
        const text = await reopenedDraft(records)
        const before = text === draftText(0, 1)
        const kept = before ? 0 : text !== null && text === draftText(1, text.length) ? text.length : null
        const lost = typedAt.slice(kept ?? 0)
        const lostMs = (lost.at(-1) ?? 0) - (lost[0] ?? 0)
        outcomes.push({ typed: typedAt.length, saved, kept, lostMs })
      } finally {
        remove()
      }
    }
  } finally {
    await processes.stop()
  }
  return outcomes
}

/** Neither what was typed nor what was there before, or less than main had said to be saved. */
export const isLost = ({ saved, kept }: TypedAndKilled) => kept === null || kept < saved

/** `tried`: kills; `bad`: those after which a saved letter was gone, or more than a second of typing. */
export async function runDraftKills(run: { count: number; seed: number }): Promise<FaultFigure> {
  const outcomes = await typeAndKill(run)
  const most = Math.max(...outcomes.map(({ lostMs }) => lostMs))
  const bad = outcomes.filter((outcome) => isLost(outcome) || outcome.lostMs > MOST_LOST_MS)
  for (const outcome of bad) console.log(outcome)
  return {
    id: 'F-707',
    figure: `kill -9 while somebody types: more than a second of typing lost; at most ${most.toFixed(0)} ms`,
    tried: outcomes.length,
    bad: bad.length,
    seed: run.seed,
  }
}
