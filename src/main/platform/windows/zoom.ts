/**
 * How large everything is drawn, as chosen on this computer: by key, by menu or with Ctrl and the wheel. Kept beside the
 * window's place. Between limits, so that nobody ends up where no way back can be read.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Listeners } from '../../../shared/listeners'
import type { Logger } from '../logging/logger'

/** In per cent; the steps that browsers have. */
const STEPS = [50, 67, 75, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300] as const

export type ZoomStep = 'in' | 'out' | 'reset'

export class KeptZoom {
  private readonly file: string
  private readonly logger: Logger
  private percent: number
  private readonly listeners = new Listeners<[factor: number]>()

  constructor({ userData, logger }: { /** Folder for the choice. */ userData: string; logger: Logger }) {
    this.file = join(userData, 'zoom.json')
    this.logger = logger
    this.percent = readZoom(this.file)
  }

  /** As Electron's zoom factor: 1 is 100 %. */
  get factor(): number {
    return this.percent / 100
  }

  /** Called with the new factor, once at first. Answers with how to stop it. */
  follow(listener: (factor: number) => void): () => void {
    listener(this.factor)
    return this.listeners.add(listener)
  }

  /** Where it cannot be kept, it counts until Yarrow is closed. */
  step(step: ZoomStep): void {
    const next = nextZoom(this.percent, step)
    if (next === this.percent) return
    this.percent = next
    this.listeners.tell(this.factor)
    try {
      writeFileSync(this.file, JSON.stringify({ zoom: next }), { mode: 0o600 })
    } catch {
      this.logger.warn('The zoom could not be kept')
    }
  }
}

/** One step further from any zoom; at either end it stays. */
export function nextZoom(percent: number, step: ZoomStep): number {
  switch (step) {
    case 'in':
      return STEPS.find((one) => one > percent) ?? STEPS[STEPS.length - 1] ?? percent
    case 'out':
      return STEPS.findLast((one) => one < percent) ?? STEPS[0]
    case 'reset':
      return 100
  }
}

/** Forgiving: whatever the file says, the pages can be read. */
function readZoom(file: string): number {
  try {
    const kept = (JSON.parse(readFileSync(file, 'utf8')) as { zoom?: unknown } | null)?.zoom
    return typeof kept === 'number' && kept >= STEPS[0] && kept <= 300 ? kept : 100
  } catch {
    return 100
  }
}
