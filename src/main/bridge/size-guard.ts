/**
 * A look at what a renderer sent, before any schema sees it: bounded in size, and made of plain data only
 * (F-502 to F-504). Iterative, and it stops at the first thing that is too much.
 */
import { LONGEST_DRAFT } from '../../shared/contract/drafts'

export type Limits = {
  /** UTF-16 units of all text together, keys included. */
  text: number
  /** Objects, lists and values together. */
  nodes: number
  depth: number
}

/** A draft at its limit fits, with its key and the names of both. */
export const LIMITS: Limits = { text: LONGEST_DRAFT + 1_000, nodes: 5_000, depth: 20 }

/** Names through which a copy could reach an object's prototype. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype'])

/** Null when the value may go on to its schema; otherwise why it may not. */
export function refuseInput(value: unknown, limits: Limits = LIMITS): 'too-large' | 'not-plain' | null {
  let text = 0
  let nodes = 0
  const waiting: { value: unknown; depth: number }[] = [{ value, depth: 0 }]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    nodes += 1
    if (nodes > limits.nodes || next.depth > limits.depth) return 'too-large'
    const { value: one, depth } = next
    switch (typeof one) {
      case 'string':
        text += one.length
        if (text > limits.text) return 'too-large'
        break
      case 'undefined':
      case 'boolean':
      case 'number':
        break
      case 'object': {
        if (one === null) break
        if (Array.isArray(one)) {
          if (one.length + nodes > limits.nodes) return 'too-large'
          for (const item of one) waiting.push({ value: item, depth: depth + 1 })
          break
        }
        const prototype: unknown = Object.getPrototypeOf(one)
        if (prototype !== Object.prototype && prototype !== null) return 'not-plain'
        for (const key in one) {
          if (FORBIDDEN_KEYS.has(key)) return 'not-plain'
          text += key.length
          if (waiting.push({ value: Reflect.get(one, key), depth: depth + 1 }) + nodes > limits.nodes)
            return 'too-large'
        }
        break
      }
      default:
        return 'not-plain'
    }
  }
  return null
}
