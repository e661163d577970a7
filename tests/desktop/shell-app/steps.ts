/** What several shell tests do: open the embed from our own window and watch what the window is told. */
import type { Frame } from '@playwright/test'
import type {} from '../../../src/preload/window-types'
import type { Shell, ShellGlobals } from './shell'

export const patientId = '11111111-1111-4111-8111-111111111111'
export const bounds = { x: 100, y: 100, width: 800, height: 500 }

/** Begins to write down every state that the window is told; call once for each window. */
export async function watchStates(shell: Shell): Promise<() => Promise<string[]>> {
  await shell.window.evaluate(() => {
    const states: string[] = []
    Object.assign(window, { states })
    window.yarrow.on.embed.changed(({ state }) => {
      states.push(state.step === 'failed' ? `failed ${state.failure.code}` : state.step)
    })
  })
  return () => shell.window.evaluate(() => Reflect.get(window, 'states') as string[])
}

export const open = (shell: Shell, patient = patientId) =>
  shell.window.evaluate(
    ([patientId, bounds]) =>
      window.yarrow.embed.open({ patientId, feature: 'platform', entrypoint: 'catalog', bounds }),
    [patient, bounds] as const,
  )

/** Fullscript's frame in the embed page. */
export async function fullscriptFrame(shell: Shell): Promise<Frame> {
  const page = await shell.embedPage()
  const frame = page.frames().find((one) => one.parentFrame() === page.mainFrame())
  if (!frame) throw new Error('The embed has no frame')
  return frame
}

/** Runs in main of the shell app; handed over as text, because main has the shell's globals and the test has not. */
export const inMain = <A, R>(shell: Shell, run: (globals: ShellGlobals, argument: A) => R, argument: A) =>
  shell.app.evaluate<Awaited<R>>(`(${run.toString()})(globalThis, ${JSON.stringify(argument)})`)
