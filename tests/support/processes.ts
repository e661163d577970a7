/** Child processes of a test: started in one place, so that only our own are ever ended. */
import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { join } from 'node:path'

export const projectRoot = join(import.meta.dirname, '..', '..')

const started = new Set<ChildProcess>()

export function start(command: string, args: string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  const child = spawn(command, args, {
    cwd: projectRoot,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.add(child)
  child.once('exit', () => started.delete(child))
  return child
}

/** Resolves with the first line of the stream that `accept` turns into a value; rejects when the process ends. */
export function firstLine<T>(
  child: ChildProcess,
  stream: 'stdout' | 'stderr',
  accept: (line: string) => T | null,
): Promise<T> {
  const { promise, resolve, reject } = deferred<T>()
  const source = child[stream]
  if (!source) throw new Error(`The process has no ${stream}`)
  const lines = createInterface({ input: source })
  lines.on('line', (line) => {
    const value = accept(line)
    if (value !== null) resolve(value)
  })
  child.once('exit', (code) => {
    reject(new Error(`The process ended with ${String(code)} before it was ready`))
  })
  return promise
}

export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => {
      resolve()
    }),
  )
  child.kill('SIGTERM')
  const hard = setTimeout(() => child.kill('SIGKILL'), 5_000)
  await ended
  clearTimeout(hard)
}

export function deferred<T>() {
  let resolve!: (value: T) => void
  let reject!: (reason: Error) => void
  const promise = new Promise<T>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}

process.once('exit', () => {
  for (const child of started) child.kill('SIGKILL')
})
