/** What a process with everything below it has cost, as Linux counts it. */
import { readdir, readFile } from 'node:fs/promises'

/** The kernel counts time in hundredths of a second, whatever its own clock does (time(7), USER_HZ). */
const TICK = 10

/** After the name in /proc/…/stat, counted from the state: see proc_pid_stat(5). */
const PARENT = 1
/** Of itself in user and kernel mode, and of children that have ended. */
const TIMES = [11, 12, 13, 14]

/**
 * Proportional set size of the whole tree in MB (2^20 bytes): a page that several processes share is counted once in
 * all, so the processes can be added up.
 */
export async function treeMemory(root: number): Promise<number> {
  const sizes = await Promise.all((await tree(root)).map(({ pid }) => ownShare(pid)))
  return sum(sizes) / 1024
}

/** Milliseconds of processor time that the whole tree has used since it was started. */
export async function treeProcessor(root: number): Promise<number> {
  const ticks = (await tree(root)).flatMap(({ stat }) => TIMES.map((place) => Number(stat[place])))
  return sum(ticks) * TICK
}

async function tree(root: number): Promise<{ pid: number; stat: string[] }[]> {
  const all = new Map<number, string[]>()
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    // "pid (name) state parent …", where the name may hold anything.
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => null)
    if (stat !== null) all.set(Number(entry), stat.slice(stat.lastIndexOf(')') + 2).split(' '))
  }
  const isBelow = (pid: number): boolean => {
    if (pid === root) return true
    const stat = all.get(pid)
    return stat !== undefined && isBelow(Number(stat[PARENT]))
  }
  return [...all].flatMap(([pid, stat]) => (isBelow(pid) ? [{ pid, stat }] : []))
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

/** kB; 0 for a process that has ended meanwhile. */
async function ownShare(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${String(pid)}/smaps_rollup`, 'utf8').catch(() => '')
  return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0)
}
