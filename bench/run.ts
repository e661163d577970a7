/**
 * `npm run bench`: measures what Yarrow costs against a peer or against the least that is possible, in pairs taken in
 * turn, and writes `out/bench.json`. Figures are told, never judged. `npm run bench -- access-token` takes only that
 * one, `--runs=20` takes another number of pairs.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { projectRoot } from '../tests/support/processes'
import { accessToken } from './access-token'
import { auditVerify } from './audit-verify'
import { coldStart } from './cold-start'
import { embedOpen } from './embed-open'
import type { Figure } from './lib/figure'
import { recordsLatency } from './records-latency'
import { unlockToScreen } from './unlock-to-screen'

/** Each with the number of pairs that keeps a whole run under four minutes on two cores. */
const benches: Record<string, { runs: number; measure: (runs: number) => Promise<Figure[]> }> = {
  'audit-verify': { runs: 7, measure: auditVerify },
  'records-latency': { runs: 7, measure: recordsLatency },
  'unlock-to-screen': { runs: 9, measure: unlockToScreen },
  'access-token': { runs: 15, measure: accessToken },
  'embed-open': { runs: 15, measure: embedOpen },
  'cold-start': { runs: 9, measure: coldStart },
}

const { values, positionals } = parseArgs({ options: { runs: { type: 'string' } }, allowPositionals: true })
const chosen = positionals.length > 0 ? positionals : Object.keys(benches)

const figures: Figure[] = []
for (const name of chosen) {
  const bench = benches[name]
  if (!bench) throw new Error(`There is no figure "${name}", only ${Object.keys(benches).join(', ')}`)
  const from = performance.now()
  console.log(`${name} …`)
  const taken = await bench.measure(values.runs === undefined ? bench.runs : Number(values.runs))
  for (const figure of taken) console.log(`  ${sentence(figure)}`)
  console.log(`  (${((performance.now() - from) / 1000).toFixed(0)} s)`)
  figures.push(...taken)
}

const file = join(projectRoot, 'out', 'bench.json')
await mkdir(join(projectRoot, 'out'), { recursive: true })
await writeFile(file, `${JSON.stringify({ figures }, null, 2)}\n`)
console.log(`Written to ${file}`)

function sentence({ figure, against, unit, ours, other, ratio, runs, spread, goal }: Figure): string {
  const wanted = goal === null ? '' : `, goal ${goal}`
  return `${figure}: ${ours} ${unit}; ${against}: ${other} ${unit}; ratio ${ratio} ± ${spread}${wanted} (${runs} pairs)`
}
