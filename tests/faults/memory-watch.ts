/**
 * Secrets as they come up during a day of work, and which of them were ever found in main's memory: a search that finds
 * nothing after the lock means something only for what the same search has found before it.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { SecretCounter, type Place, type Secret } from '../support/memory-canaries'
import { readMemory } from '../support/process-memory'
import type { Wiretap } from '../support/wiretap'

export class SecretWatch {
  readonly #secrets = new Map<string, Buffer>()
  readonly #seen = new Set<string>()

  constructor(
    private readonly main: number,
    private readonly tap: Wiretap,
  ) {}

  add(name: string, value: string | Buffer): void {
    this.#secrets.set(name, Buffer.from(value))
  }

  /** A code as it is shown, and as main reads it: without its dashes. */
  addCode(name: string, code: string): void {
    this.add(name, code)
    this.add(`${name}, without dashes`, code.replaceAll('-', ''))
  }

  /** With everything secret that has gone to Fullscript and come from it by now. */
  get secrets(): Secret[] {
    for (const { name, value } of this.tap.canaries) this.add(name, value)
    return [...this.#secrets].map(([name, bytes]) => ({ name, bytes }))
  }

  /** Names of those that were found in main while somebody worked with them. */
  get seen(): readonly string[] {
    return [...this.#seen]
  }

  /** Remembers what main's memory holds now. */
  note(): void {
    for (const { secret } of this.look()) this.#seen.add(secret)
  }

  /** Where process `pid` holds any of the secrets now. */
  look(pid = this.main): Place[] {
    const counter = new SecretCounter(this.secrets)
    readMemory(pid, counter.overlap, (piece, address, { kind }) => {
      counter.look(piece, address, kind)
    })
    return counter.places
  }
}

export type Child = { pid: number; kind: string }

/** The processes below `pid`. `kind`: as Chromium names it, e.g. "renderer", "utility network.mojom.NetworkService". */
export function childrenOf(pid: number): Child[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? parentOf(Number(name)) : null
    if (parent !== null) parents.set(Number(name), parent)
  }
  const isBelow = (id: number): boolean => {
    const parent = parents.get(id)
    return parent !== undefined && (parent === pid || isBelow(parent))
  }
  return [...parents.keys()].filter(isBelow).map((id) => ({ pid: id, kind: kindOf(id) }))
}

function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    // It ended meanwhile.
    return null
  }
}

function kindOf(pid: number): string {
  try {
    const line = readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8')
    return ['type', 'utility-sub-type']
      .flatMap((name) => new RegExp(`--${name}=([\\w.-]+)`).exec(line)?.[1] ?? [])
      .join(' ')
  } catch {
    return 'gone'
  }
}
