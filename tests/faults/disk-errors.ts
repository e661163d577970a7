/**
 * F-607: the disk answers EIO. Each kind of call on the file or its log fails at its k-th time, for every k. The
 * transaction must be told as failed with a code that a person understands, nothing of it may be seen, what was saved
 * before and after must be there, and the file must be whole.
 */
import type { FaultFigure } from './callbacks-crashes'
import { diskBench, numbersOf, whyNoStrace, wholeTransactions, type DiskBench } from './disk-process'
import { callsOf } from './disk-replay'

const TRANSACTIONS = 8
const KINDS = ['pread64', 'pwrite64', 'fsync', 'ftruncate', 'unlink']

export type DiskErrorFigure = FaultFigure & { skipped?: string; told: number; wrong: string[] }

/** `tried`: calls that failed; `bad`: those after which something was lost, half there, hidden or unnamed. */
export async function runDiskErrors({ every }: { every: number }): Promise<DiskErrorFigure> {
  const figure = 'reads, writes and syncs answered with EIO: told, taken back, file whole'
  const report: DiskErrorFigure = { id: 'F-607', figure, tried: 0, bad: 0, seed: 0, told: 0, wrong: [] }
  const skipped = whyNoStrace()
  if (skipped !== null) return { ...report, skipped }
  const bench = await diskBench()
  try {
    const { trace } = bench.run(TRANSACTIONS, ['-e', `trace=${KINDS.join(',')}`])
    for (const kind of KINDS) {
      const times = callsOf(trace).filter((line) => line.startsWith(`${kind}(`)).length
      for (let k = 1; k <= times; k += every) {
        const { told, wrong } = await failAt(bench, kind, k)
        report.tried += 1
        report.told += told ? 1 : 0
        if (wrong !== null) report.wrong.push(`${kind} ${String(k)}: ${wrong}`)
      }
    }
    return { ...report, bad: report.wrong.length }
  } finally {
    bench.dispose()
  }
}

async function failAt(bench: DiskBench, kind: string, k: number) {
  const { lines } = bench.run(TRANSACTIONS, [
    ...['-e', `trace=${kind}`],
    ...['-e', `inject=${kind}:error=EIO:when=${String(k)}`],
  ])
  const told = lines.some((line) => /^(failed|stopped)/.test(line))
  return { told, wrong: await whatIsWrong(bench, lines) }
}

async function whatIsWrong(bench: DiskBench, lines: string[]): Promise<string | null> {
  const unnamed = lines.find((line) => line.includes('unnamed'))
  if (unnamed !== undefined) return unnamed
  const last = lines.at(-1) ?? ''
  if (last !== 'closed' && !last.startsWith('stopped ')) return `ended with ${last}`
  const [saved, refused] = [numbersOf(lines, 'saved'), numbersOf(lines, 'failed')]
  const sees = lines.find((line) => line.startsWith('sees '))
  // After a read that failed, SQLite refuses every call until the file is opened again.
  if (sees !== undefined && !/[a-z]$/.test(sees)) {
    const seen = wholeTransactions(sees.split(' ').slice(1).map(Number))
    if (seen?.join() !== saved.join()) return `saved ${saved.join()} but ${sees}`
  }
  const found = await bench.found().catch((error: unknown) => String(error))
  if (!Array.isArray(found)) return `damaged afterwards: ${String(found)}`
  const whole = wholeTransactions(found)
  if (whole === null) return 'half a transaction'
  const lost = saved.filter((number) => !whole.includes(number))
  if (lost.length > 0) return `lost ${lost.join()}`
  // What was told as failed may have reached the disk all the same; anything else may not.
  const strange = whole.filter((number) => !saved.includes(number) && !refused.includes(number))
  return strange.length > 0 ? `never tried ${strange.join()}` : null
}
