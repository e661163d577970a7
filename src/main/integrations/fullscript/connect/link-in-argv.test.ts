/** Proves that a link among start arguments is found wherever it is, and that nothing rides in beside it. */
import { describe, expect, it } from 'vitest'
import { buildDeepLink } from '../../../../shared/deep-link'
import { findLinkInAdditionalData, findLinkInArgv } from './link-in-argv'

const link = buildDeepLink('us-snd', 'code=c&state=s')
const linux = { platform: 'linux' as const, allowedSwitches: [] }
const windows = { platform: 'win32' as const, allowedSwitches: [] }
const test = { platform: 'linux' as const, allowedSwitches: ['--no-sandbox', '--user-data-dir'] }

describe('finding', () => {
  it.each([
    ['last', ['yarrow', link]],
    ['after the terminator', ['yarrow', '--', link]],
    ['in the middle', ['yarrow', link, 'out/main/index.js']],
    ['first', [link]],
  ])('F-203: by its prefix, wherever it is: %s', (_name, argv) => {
    expect(findLinkInArgv(argv, linux)).toEqual({ kind: 'link', link })
  })

  it.each([
    ['no argument', []],
    ['an ordinary start', ['yarrow']],
    ['switches without a link are none of our business', ['yarrow', '--inspect', '--no-sandbox']],
    ['a link inside another argument', ['yarrow', `x${link}`]],
  ])('%s', (_name, argv) => {
    expect(findLinkInArgv(argv, linux)).toEqual({ kind: 'none' })
  })

  it('F-201: a link in other case counts as ours and is then not understood', () => {
    expect(findLinkInArgv(['yarrow', link.toUpperCase()], linux).kind).toBe('link')
  })
})

describe('F-203: switches beside a link', () => {
  it.each([
    '--gpu-launcher=calc',
    '--inspect',
    '--inspect-brk=0.0.0.0:9229',
    '--no-sandbox',
    '--user-data-dir=/elsewhere',
    '--remote-debugging-port=9222',
    '--renderer-cmd-prefix=x',
    '--load-extension=x',
    '-r',
    '--require=x.js',
    '-',
    '---',
  ])('%s makes the start suspect, before and after the link', (argument) => {
    const refused = { kind: 'refused', why: 'switches' }
    expect(findLinkInArgv(['yarrow', argument, link], linux)).toEqual(refused)
    expect(findLinkInArgv(['yarrow', link, argument], linux)).toEqual(refused)
    expect(findLinkInArgv(['yarrow', '--', link, argument], linux)).toEqual(refused)
  })

  it('on Windows a slash begins a switch too', () => {
    expect(findLinkInArgv(['yarrow.exe', link, '/gpu-launcher=calc'], windows).kind).toBe('refused')
    expect(findLinkInArgv(['yarrow', link, '/usr/share/yarrow'], linux).kind).toBe('link')
  })

  it('what a test run starts with is allowed there, by its exact name', () => {
    expect(findLinkInArgv(['electron', '--no-sandbox', '.', link, '--user-data-dir=x'], test).kind).toBe(
      'link',
    )
    expect(findLinkInArgv(['electron', '--no-sandboxed', link], test).kind).toBe('refused')
  })

  it('a link that was cut at a quote shows by the rest of it', () => {
    const argv = ['yarrow', `${link}"`, '--gpu-launcher=calc']
    expect(findLinkInArgv(argv, linux)).toEqual({ kind: 'refused', why: 'switches' })
  })
})

describe('F-204: several links', () => {
  it('are all dropped', () => {
    const refused = { kind: 'refused', why: 'several' }
    expect(findLinkInArgv(['yarrow', link, link], linux)).toEqual(refused)
    expect(findLinkInArgv(['yarrow', link, 'COM.YARROWEHR.DESKTOP:x'], linux)).toEqual(refused)
  })
})

describe('F-205: what a second instance sends along', () => {
  it('is read when it has the right shape', () => {
    expect(findLinkInAdditionalData({ argv: ['yarrow', link] }, linux)).toEqual({ kind: 'link', link })
  })

  it.each([
    undefined,
    null,
    link,
    [],
    { argv: link },
    { argv: [1, link] },
    { argv: [link.padEnd(9000, 'a')] },
    { argv: Array.from({ length: 101 }, () => link) },
    { link },
  ])('is nothing otherwise: case %#', (additionalData) => {
    expect(findLinkInAdditionalData(additionalData, linux)).toEqual({ kind: 'none' })
  })
})
