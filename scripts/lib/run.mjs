/** Runs other programs. */
import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, realpathSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { root, runtimeFolder } from './paths.mjs'

/**
 * Runs a program with its output kept in a log file, and fails with the end of that log.
 * @param {string} log name of the log
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<void>}
 */
export function runLogged(log, command, args, options = {}) {
  const file = join(runtimeFolder, 'logs', `${log}.log`)
  mkdirSync(join(runtimeFolder, 'logs'), { recursive: true })
  const output = openSync(file, 'w')
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: { ...(options.env ?? process.env), NO_COLOR: '1' },
      stdio: ['ignore', output, output],
    })
    /** @param {string} why */
    const fail = (why) => {
      const tail = stripVTControlCharacters(readFileSync(file, 'utf8'))
        .trimEnd()
        .split('\n')
        .slice(-30)
        .join('\n')
      reject(new Error(`${command} ${args.join(' ')}: ${why}\n${tail}\n(all of it: ${file})`))
    }
    child.on('error', (error) => {
      fail(error.message)
    })
    child.on('close', (code, signal) => {
      closeSync(output)
      if (code === 0) resolve()
      else fail(signal === null ? `exit status ${code}` : `ended by ${signal}`)
    })
  })
}

/**
 * Runs a program in the foreground: same terminal, signals handed on.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, uid?: number, gid?: number }} [options]
 * @returns {Promise<number>} its exit status; 128 plus the signal's number when a signal ended it
 */
export function runForeground(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options })
    const release = handSignalsOn((signal) => child.kill(signal))
    child.on('error', (error) => {
      release()
      reject(error)
    })
    child.on('close', (code, signal) => {
      release()
      resolve(exitStatus(code, signal))
    })
  })
}

/**
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
export function exitStatus(code, signal) {
  return signal === null ? (code ?? 1) : 128 + constants.signals[signal]
}

/**
 * @param {(signal: NodeJS.Signals) => void} receive
 * @returns {() => void} stops listening
 */
export function handSignalsOn(receive) {
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, receive)
  return () => {
    for (const signal of signals) process.off(signal, receive)
  }
}

/**
 * Whether a module is the program that was started, and not an import of it.
 * @param {string} filename its import.meta.filename
 */
export function isProgram(filename) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === filename
}
