/**
 * Keeps memory out of core dumps (F-904). Node cannot forbid a dump, but on Linux a process chooses by itself what of its
 * memory is written into one, for the kernel's own files, for systemd-coredump and for gcore alike: core(5),
 * "Controlling which mappings are written to the core dump". Whoever may read our memory could change it back, and has
 * no need of a dump.
 */
import { writeFileSync } from 'node:fs'

/** None of the nine kinds: neither heap and stack nor what is mapped from files. Child processes inherit it. */
const NOTHING = '0'

/** Call before there is anything secret. False where this cannot be said: another system, or a kernel without it. */
export function keepMemoryOutOfDumps(): boolean {
  if (process.platform !== 'linux') return false
  try {
    writeFileSync('/proc/self/coredump_filter', NOTHING)
    return true
  } catch {
    return false
  }
}
