/**
 * Finds our link among the arguments of a start (F-203, F-204). It is found by its prefix in the whole list, never
 * by position. A hostile link may try to smuggle switches for Chromium or Node in beside itself (CVE-2018-1000006),
 * so that any switch next to a link makes the whole start suspect.
 *
 * Which list to give: `process.argv` at a cold start, before `ready`; for a second start the list that the second
 * instance sent along as additional data. Never the `argv` of Electron's event: Electron puts switches of its own in.
 */
import { LINK_SCHEME, LONGEST_LINK } from '../../../../shared/link-scheme'

export type LinkInArgv =
  | { kind: 'none' }
  | { kind: 'link'; link: string }
  /** `switches`: quit before `ready`. `several`: start, and drop every link. */
  | { kind: 'refused'; why: 'several' | 'switches' }

export type ArgvRules = {
  platform: NodeJS.Platform
  /** Names without value, e.g. `--no-sandbox`, that a development or test run starts with; none in a release. */
  allowedSwitches: readonly string[]
}

const isOurs = (argument: string) =>
  argument.slice(0, LINK_SCHEME.length + 1).toLowerCase() === `${LINK_SCHEME}:`

/** Chromium on Windows takes `/name` for a switch too; elsewhere that is a path. */
const isSwitch = (argument: string, { platform, allowedSwitches }: ArgvRules) =>
  argument !== '--' &&
  (argument.startsWith('-') || (platform === 'win32' && argument.startsWith('/'))) &&
  !allowedSwitches.includes(argument.split('=')[0] ?? '')

/** `argv`: the whole list, the program itself first. */
export function findLinkInArgv(argv: readonly string[], rules: ArgvRules): LinkInArgv {
  const links = argv.filter(isOurs)
  const [link] = links
  if (link === undefined) return { kind: 'none' }
  if (argv.slice(1).some((argument) => isSwitch(argument, rules))) return { kind: 'refused', why: 'switches' }
  if (links.length > 1) return { kind: 'refused', why: 'several' }
  return { kind: 'link', link }
}

const isArgv = (argv: unknown): argv is string[] =>
  Array.isArray(argv) &&
  argv.length <= 100 &&
  argv.every((argument) => typeof argument === 'string' && argument.length <= LONGEST_LINK + 1)

/** `additionalData` comes from another process and is hostile until its shape is checked (F-205). */
export function findLinkInAdditionalData(additionalData: unknown, rules: ArgvRules): LinkInArgv {
  const argv: unknown = (additionalData as { argv?: unknown } | null | undefined)?.argv
  return isArgv(argv) ? findLinkInArgv(argv, rules) : { kind: 'none' }
}
