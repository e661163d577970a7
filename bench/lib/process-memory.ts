/** Memory of a process with everything below it, as Linux counts it. */
import { readdir, readFile } from 'node:fs/promises'

/**
 * Proportional set size of the whole tree in MB (2^20 bytes): a page that several processes share is counted once in
 * all, so the processes can be added up.
 */
export async function treeMemory(root: number): Promise<number> {
  const parents = new Map<number, number>()
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    // "pid (name) state parent …", where the name may hold anything.
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => null)
    if (stat !== null) parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
  }
  const isBelow = (pid: number): boolean => pid === root || (parents.has(pid) && isBelow(parents.get(pid)!))
  const sizes = await Promise.all([...parents.keys()].filter(isBelow).map(ownShare))
  return sizes.reduce((sum, size) => sum + size, 0) / 1024
}

/** kB; 0 for a process that has ended meanwhile. */
async function ownShare(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0)
}
