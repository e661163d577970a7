/**
 * Proves that the desktop of the tests is one of its own, hands signals and exit status on, and leaves neither
 * a process nor a file behind.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'

const script = join(import.meta.dirname, '..', '..', 'scripts', 'with-desktop.mjs')

function onDesktop(shell: string) {
  const child = spawn(process.execPath, [script, 'sh', '-c', shell], { stdio: ['ignore', 'pipe', 'pipe'] })
  const lines: string[] = []
  const reader = createInterface({ input: child.stdout })
  reader.on('line', (line) => lines.push(line))
  const ended = once(child, 'close').then(([status]) => status as number)
  return { child, lines, reader, ended }
}

/** A process that has ended but that nobody has asked about yet counts as gone. */
function alive(pid: number) {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

test('has its own home, display, bus and keyring, and hands the exit status on', async () => {
  const ask =
    'dbus-send --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets/aliases/default ' +
    'org.freedesktop.DBus.Properties.Get string:org.freedesktop.Secret.Collection string:Locked'
  const run = onDesktop(`echo "$HOME|$DISPLAY|$DBUS_SESSION_BUS_ADDRESS"; ${ask} | tail -1; exit 7`)
  expect(await run.ended).toBe(7)
  const [home, display, bus] = (run.lines[0] ?? '').split('|')
  expect(home).not.toBe(process.env.HOME)
  expect(display).toMatch(/^:\d+$/)
  expect(bus).toMatch(/^unix:/)
  expect(run.lines[1]).toContain('boolean false')
  expect(existsSync(home ?? '')).toBe(false)
})

test('ends what the command left running, when it ends and when it is told to', async () => {
  const left = onDesktop('sleep 1000 & echo $!')
  expect(await left.ended).toBe(0)
  expect(alive(Number(left.lines[0]))).toBe(false)

  const told = onDesktop('sleep 1000 & echo $!; wait')
  await once(told.reader, 'line')
  told.child.kill('SIGTERM')
  expect(await told.ended).toBe(143)
  expect(alive(Number(told.lines[0]))).toBe(false)
})
