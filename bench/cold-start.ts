/**
 * From starting the program to a sign-in screen that somebody can type into: by the clock, and the processor time of all
 * its processes up to there; then until the screen is complete, and the memory of all processes at that point. Against
 * the same of an Electron app with one empty window. Same launcher, warm disk, profile in place.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../tests/support/processes'
import type { DriverRequest } from './driver/main'
import { buildApp, buildDriver, ElectronApp } from './lib/electron-app'
import { figureOf, type Figure } from './lib/figure'
import { treeMemory, treeProcessor } from './lib/process-tree'

type Program = {
  folder: string
  env: Record<string, string>
  /** What is there once somebody can type. */
  usable: string
  /** What is there once nothing more comes. */
  complete: string
}
type Start = { usable: number; processor: number; complete: number; megabytes: number }

export async function coldStart(runs: number): Promise<Figure[]> {
  const data = await mkdtemp(join(tmpdir(), 'yarrow-bench-'))
  const yarrow: Program = {
    folder: projectRoot,
    env: {
      YARROW_USER_DATA: join(data, 'yarrow'),
      YARROW_DEMO: '1',
    },
    usable: 'input[type=password]:enabled',
    // Known only to the services over the open records.
    complete: '[aria-label="Demo accounts"] button',
  }
  const empty: Program = {
    folder: await buildApp('empty-window'),
    env: { BENCH_USER_DATA: join(data, 'empty') },
    usable: 'body',
    complete: 'body',
  }
  const driver = await buildDriver()
  const startOnce = (program: Program) => startAndLook(program, driver)
  // The first start makes the profile, and the demo practice in ours; that is not what is measured.
  await startOnce(yarrow)
  await startOnce(empty)
  const pairs: { ours: Start; other: Start }[] = []
  while (pairs.length < runs) {
    const ours = await startOnce(yarrow)
    pairs.push({ ours, other: await startOnce(empty) })
  }
  await rm(data, { recursive: true, force: true, maxRetries: 5 })

  const against = 'an empty Electron window'
  const of = (what: keyof Start) => pairs.map(({ ours, other }) => ({ ours: ours[what], other: other[what] }))
  return [
    figureOf({ figure: 'cold-start', against, unit: 'ms', goal: 1.35 }, of('usable')),
    figureOf({ figure: 'cold-start, processor', against, unit: 'ms', goal: 1.3 }, of('processor')),
    figureOf({ figure: 'cold-start, complete', against, unit: 'ms', goal: null }, of('complete')),
    figureOf({ figure: 'memory', against, unit: 'MB', goal: 1.2 }, of('megabytes')),
  ]
}

async function startAndLook({ folder, env, usable, complete }: Program, driver: string): Promise<Start> {
  const from = performance.now()
  const app = new ElectronApp(folder, { env, driver })
  try {
    const since = async (selector: string) => {
      await app.ask({ usable: selector } satisfies DriverRequest)
      return performance.now() - from
    }
    const milliseconds = await since(usable)
    const processor = await treeProcessor(app.pid)
    const whole = await since(complete)
    return { usable: milliseconds, processor, complete: whole, megabytes: await treeMemory(app.pid) }
  } finally {
    await app.stop()
  }
}
