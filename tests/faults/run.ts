/**
 * `npm run faults`: tries what goes wrong, at the size that is claimed, and writes out/faults.json with
 * `{figures:[{id,figure,tried,bad,seed}]}`. Exit status 0 when nothing bad was found.
 *
 *   npm run faults -- S-05 S-14          only these
 *   npm run faults -- --seed 7           another seed; every random run can be replayed from its own
 *
 * S-20, the search for secrets after everything else, is part of the tour, whose result is taken in when it is there.
 */
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { projectRoot } from '../support/processes'
import { runCompleteness } from './audit-completeness'
import { runTampering } from './audit-tampering'
import { runKeyChange } from './key-change'
import { runBackup } from './backup'
import { runBitFlips } from './bit-flips'
import { runBridgeCalls } from './bridge-calls'
import type { FaultFigure } from './callbacks-crashes'
import { runCallbackFuzz } from './callbacks'
import { runClockAbuse } from './clock-abuse'
import { runClockApp } from './clock-app'
import { runCopiedApp } from './copied-app'
import { runCopiedFolder } from './copied-folder'
import { runDeepLinkFuzz } from './deep-links'
import { runDiskErrors } from './disk-errors'
import { runDraftKills } from './draft-kills'
import { runDraftPowerLoss } from './draft-power-loss'
import { runGuessKills } from './guess-kills'
import { runGuesses } from './guesses'
import { runKeychainStates } from './keychain-states'
import { runMemoryAfterLock } from './memory-after-lock'
import { runPostMessageSpoofs } from './post-messages'
import { runPowerLoss } from './power-loss'
import { runRefreshKills } from './refresh-kills'
import { runRefreshRace } from './refresh-race'
import { runRefreshSyscalls } from './refresh-syscalls'
import { runSealedPeople } from './sealed-people'
import { measureNames } from './sign-in-times'

type Figure = FaultFigure & { skipped?: string }
type Run = { id: string; run: (seed: number) => Promise<Figure | Figure[]> }

const manyLarge = Array.from({ length: 30 }, () => 160_000)

const RUNS: Run[] = [
  { id: 'S-01', run: (seed) => runCallbackFuzz({ count: 20_000, seed }) },
  { id: 'S-03', run: (seed) => runDeepLinkFuzz({ count: 20_000, seed }) },
  { id: 'S-05', run: (seed) => runRefreshRace({ expiries: 200, callers: 64, mode: 'lazy', seed }) },
  { id: 'S-05', run: (seed) => runRefreshRace({ expiries: 200, callers: 64, mode: 'immediate', seed }) },
  { id: 'S-06', run: (seed) => runRefreshKills({ count: 500, seed }) },
  { id: 'S-07', run: () => runRefreshSyscalls({ mode: 'lazy', journal: 'wal' }) },
  { id: 'S-07', run: () => runRefreshSyscalls({ mode: 'lazy', journal: 'delete' }) },
  { id: 'S-07', run: () => runRefreshSyscalls({ mode: 'immediate', journal: 'wal' }) },
  { id: 'S-07', run: () => runRefreshSyscalls({ mode: 'immediate', journal: 'delete' }) },
  { id: 'S-11', run: (seed) => runBitFlips({ count: 2_000, seed }) },
  { id: 'S-12', run: (seed) => runBridgeCalls({ count: 50_000, seed }) },
  { id: 'S-14', run: (seed) => runPostMessageSpoofs({ count: 10_000, seed }) },
  { id: 'S-16', run: () => runKeychainStates() },
  { id: 'S-17', run: () => runSealedPeople({ people: 10 }) },
  { id: 'S-19', run: (seed) => runGuesses({ hours: 24, seed }) },
  { id: 'S-19', run: (seed) => runGuessKills({ hours: 24, seed, clock: 'given' }) },
  { id: 'S-19', run: (seed) => runGuessKills({ hours: 6, seed, clock: 'faketime' }) },
  { id: 'S-19', run: (seed) => measureNames({ count: 10_000, longest: 10 * 60_000, seed }) },
  { id: 'S-20', run: () => secretsAfterTheTour() },
  { id: 'S-21', run: () => runMemoryAfterLock() },
  { id: 'S-22', run: () => runCopiedFolder() },
  { id: 'S-22', run: () => runCopiedApp() },
  { id: 'S-27', run: () => runClockAbuse() },
  { id: 'S-27', run: () => runClockApp() },
  { id: 'F-707', run: (seed) => runDraftKills({ count: 100, seed }) },
  { id: 'F-707', run: (seed) => runDraftPowerLoss({ sizes: [20, 400, 9_000, 60, 30_000, 90], seed }) },
  // Enough for SQLite to move its log into the database and to write over it from the beginning.
  { id: 'F-707', run: (seed) => runDraftPowerLoss({ sizes: manyLarge, every: 9, seed }) },
  { id: 'S-23', run: (seed) => runTampering({ rows: 300, every: 2, seed }) },
  { id: 'F-607', run: () => runDiskErrors({ every: 1 }) },
  { id: 'F-610', run: (seed) => runPowerLoss({ every: 1, seed }) },
  { id: 'F-617', run: (seed) => runKeyChange(seed) },
  { id: 'S-50', run: (seed) => runBackup(seed) },
  { id: 'S-24', run: () => runCompleteness() },
]

const { values, positionals } = parseArgs({
  options: { seed: { type: 'string', default: '20260105' } },
  allowPositionals: true,
})
const seed = Number(values.seed)
const wanted = RUNS.filter(({ id }) => positionals.length === 0 || positionals.includes(id))
const figures: Figure[] = []
const file = join(projectRoot, 'out', 'faults.json')
await mkdir(join(projectRoot, 'out'), { recursive: true })

for (const { id, run } of wanted) {
  const began = performance.now()
  process.stdout.write(`${id} … `)
  const made = [await run(seed)].flat()
  figures.push(...made)
  // Written after each, so that an interrupted run keeps what it has.
  await writeFile(file, `${JSON.stringify({ figures }, null, 2)}\n`)
  const seconds = Math.round((performance.now() - began) / 1000)
  for (const figure of made) {
    const outcome = figure.skipped
      ? `skipped: ${figure.skipped}`
      : `${String(figure.bad)} bad of ${String(figure.tried)}`
    console.log(`${outcome} in ${String(seconds)} s: ${figure.figure}`)
  }
}

const bad = figures.reduce((sum, figure) => sum + figure.bad, 0)
const skipped = figures.filter((figure) => figure.skipped).length
console.log(
  `${String(bad)} bad in ${String(figures.length)} figures, ${String(skipped)} skipped. Written to out/faults.json`,
)
process.exit(bad === 0 ? 0 : 1)

/** S-20: what the last tour found of everything secret that passed during it. */
async function secretsAfterTheTour(): Promise<Figure> {
  const figure = 'secrets and names outside the encrypted file after the tour'
  const summary = join(projectRoot, 'out', 'tour', 'summary.json')
  const none = { id: 'S-20', figure, tried: 0, bad: 0, seed: 0 }
  if (!existsSync(summary)) return { ...none, skipped: 'run `npm run tour` first' }
  const { canaries } = JSON.parse(await readFile(summary, 'utf8')) as {
    canaries: { looked: number; found: unknown[] } | null
  }
  if (canaries === null) return { ...none, skipped: 'the last tour did not reach its end' }
  return { ...none, tried: canaries.looked, bad: canaries.found.length }
}
