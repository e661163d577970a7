/** Checking every row of the audit record, against the floor: reading the same rows and hashing each once. S-23. */
import { hash } from 'node:crypto'
import { rowsBehind } from '../src/main/audit/chain'
import { verifyChains } from '../src/main/audit/verify-chains'
import { newKey } from '../src/main/platform/crypto/seal'
import type { Database } from '../src/main/records/database'
import { temporaryDatabase } from '../src/main/records/temporary-database'
import { recordsWorker } from '../tests/support/records-worker'
import { fillAudit } from './lib/fill-audit'
import { figureOf, type Figure, type Pair } from './lib/figure'

const ROWS = 200_000
const PORTION = 1_000
const vaultId = 'bench'

/** Milliseconds for 200 000 rows: the goal of 200 000 rows a second is 1000 ms. */
export async function auditVerify(runs: number): Promise<Figure[]> {
  const { database, dispose } = await temporaryDatabase(recordsWorker)
  try {
    const { mac } = await fillAudit(database, newKey(), vaultId, ROWS)
    const macs = new Map([[1, mac]])
    const pairs: Pair[] = []
    for (let run = -1; run < runs; run += 1) {
      const ours = await timed(async () => {
        const { checked, findings } = await verifyChains({ database, vaultId, macs })
        if (checked !== ROWS || findings.length > 0)
          throw new Error('The record of the figure does not verify')
      })
      const other = await timed(() => readAndHash(database))
      // The first pair warms up.
      if (run >= 0) pairs.push({ ours, other })
    }
    const against = 'reading the same rows and hashing each once'
    return [figureOf({ figure: 'audit-verify, 200 000 rows', against, unit: 'ms', goal: 2 }, pairs)]
  } finally {
    await dispose()
  }
}

const timed = async (work: () => Promise<void>): Promise<number> => {
  const began = performance.now()
  await work()
  return performance.now() - began
}

async function readAndHash(database: Database): Promise<void> {
  for (let last = 0; last < ROWS; last += PORTION) {
    for (const { text } of await rowsBehind(database, 1, last, PORTION)) hash('sha256', text, 'hex')
  }
}
