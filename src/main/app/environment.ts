/**
 * What the environment says: the only reader of process.env. A release reads none of it, so nothing that a person
 * or another program sets beforehand changes what a release does (F-906).
 */

import type { Build } from '../integrations/fullscript/environments'
import type { LocalApplication } from './local-application'

export type StartEnvironment = {
  build: Build
  /** Folder for everything Yarrow keeps; null: the system's usual place. */
  userData: string | null
  /** Start on the demo practice. */
  demo: boolean
  /** Origin of a local stand-in for Fullscript, e.g. http://127.0.0.1:4010; null: environment `local` is not offered. */
  localFullscript: string | null
  /** The app that is registered at the local Fullscript, for the demo practice; null: it is typed in like any other. */
  localApplication: LocalApplication | null
  /** Loopback ports of new Fullscript settings, for several apps on one computer; null: those of a release. */
  loopbackPorts: number[] | null
  /** Command and arguments that open an address instead of the system browser; null: the system's own. */
  browser: string[] | null
  /** Folder into which exports go without asking; null: the person is asked. */
  saveTo: string | null
  /** Hooks for the tests in real Electron. */
  testHooks: boolean
  /** New passwords and codes at the least cost that is ever accepted, for tests that are about something else. */
  quickKeys: boolean
}

export type EnvironmentOptions = {
  /** True for an installed app. */
  packaged: boolean
  /** True for a package made for tests only; its package.json says so, and release checks refuse it. */
  testPackage: boolean
  variables?: Readonly<Record<string, string | undefined>>
}

/**
 * Variables with which Chromium or Node write secrets to files, trust anybody or give others control; a release refuses
 * to start. NODE_EXTRA_CA_CERTS is not among them: companies set it for other programs, and nothing of ours is sent by
 * Node's own TLS.
 */
const DANGEROUS = [
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'SSLKEYLOGFILE',
  'ELECTRON_ENABLE_LOGGING',
  'ELECTRON_LOG_FILE',
  'NODE_DEBUG',
  'NODE_DEBUG_NATIVE',
  'ELECTRON_RUN_AS_NODE',
]

export function readEnvironment({
  packaged,
  testPackage,
  variables = process.env,
}: EnvironmentOptions): StartEnvironment {
  if (packaged && !testPackage) {
    return {
      build: 'release',
      userData: null,
      demo: false,
      localFullscript: null,
      localApplication: null,
      loopbackPorts: null,
      browser: null,
      saveTo: null,
      testHooks: false,
      quickKeys: false,
    }
  }
  const text = (name: string) => variables[name]?.trim() || null
  const testHooks = text('YARROW_TEST') === '1'
  return {
    build: testHooks || testPackage ? 'test' : 'development',
    userData: text('YARROW_USER_DATA'),
    demo: text('YARROW_DEMO') === '1',
    localFullscript: loopbackOrigin(text('YARROW_LOCAL_FULLSCRIPT')),
    localApplication: localApplication(
      loopbackOrigin(text('YARROW_LOCAL_FULLSCRIPT')),
      text('YARROW_LOCAL_APPLICATION'),
    ),
    loopbackPorts: ports(text('YARROW_LOOPBACK_PORTS')),
    browser: command(text('YARROW_BROWSER')),
    saveTo: testHooks ? text('YARROW_SAVE_TO') : null,
    testHooks,
    quickKeys: testHooks && text('YARROW_QUICK_KEYS') === '1',
  }
}

/** Names of dangerous variables that are set. */
export function dangerousVariables(
  variables: Readonly<Record<string, string | undefined>> = process.env,
): string[] {
  return DANGEROUS.filter((name) => variables[name] !== undefined && variables[name] !== '')
}

function localApplication(origin: string | null, json: string | null): LocalApplication | null {
  if (origin === null || json === null) return null
  try {
    const { clientId, clientSecret, publicKey } = JSON.parse(json) as Record<string, unknown>
    return typeof clientId === 'string' && typeof clientSecret === 'string' && typeof publicKey === 'string'
      ? { origin, clientId, clientSecret, publicKey }
      : null
  } catch {
    return null
  }
}

/** Numbers separated by commas; null when one of them is none. */
function ports(text: string | null): number[] | null {
  const numbers = text?.split(',').map(Number) ?? []
  const usable = numbers.every((port) => Number.isInteger(port) && port >= 1024 && port <= 65_535)
  return numbers.length > 0 && usable ? numbers : null
}

/** A JSON array of strings, or one command without arguments. */
function command(text: string | null): string[] | null {
  if (text === null || !text.startsWith('[')) return text === null ? null : [text]
  try {
    const parts: unknown = JSON.parse(text)
    return Array.isArray(parts) && parts.length > 0 && parts.every((part) => typeof part === 'string')
      ? parts
      : null
  } catch {
    return null
  }
}

/** Only this computer, or https; a mistyped address must not send patients' names anywhere in clear text. */
function loopbackOrigin(address: string | null): string | null {
  if (address === null || !URL.canParse(address)) return null
  const { protocol, hostname, origin } = new URL(address)
  const loopback = hostname === '127.0.0.1' || hostname === '[::1]' || /(^|\.)localhost$/.test(hostname)
  return protocol === 'https:' || (protocol === 'http:' && loopback) ? origin : null
}
