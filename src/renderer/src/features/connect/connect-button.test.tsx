// Proves that the button is in Fullscript's three colours and no other, each where it contrasts, and that Fullscript's
// logo is shown when the build has it, and nothing in its place when not.
import { render, screen } from '@testing-library/react'
import { MantineProvider } from '@mantine/core'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import css from './connect.module.css?raw'

const GREEN = '#88b04b'
const COAL = '#2e3a47'
const FOREST = '#1b533f'

/** Both themes of a property: light first. */
function pair(rule: string, property: string): [string, string] {
  const body = new RegExp(`${rule.replace('.', '\\.')} {([^}]*)}`).exec(css)?.[1] ?? ''
  const found = new RegExp(`${property}:[^;]*light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(body)
  if (!found?.[1] || !found[2]) throw new Error(`No ${property} in ${rule}`)
  return [found[1], found[2]]
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

describe.each([
  ['light', 0, ['#ffffff', '#f7f9f8']],
  ['dark', 1, ['#191d1c', '#131716', '#1f2523']],
] as const)('%s', (_theme, at, surfaces) => {
  const text = pair('.connect', 'color')[at]
  const shapes = [pair('.connect', 'background')[at], pair('.connect:hover', 'background')[at]]
  it('text stands out from every shape, and every shape and the focus from what is around it', () => {
    for (const shape of shapes) expect(contrast(text, shape)).toBeGreaterThanOrEqual(4.5)
    for (const shape of [...shapes, pair('.connect:focus-visible', 'outline')[at]])
      for (const surface of surfaces) expect(contrast(shape, surface)).toBeGreaterThanOrEqual(3)
  })
})

it('the colours are Fullscript’s three, all of them, and white for text', () => {
  const used = ['.connect', '.connect:hover'].flatMap((rule) => pair(rule, 'background'))
  expect(new Set([...used, ...pair('.connect', 'color')])).toEqual(new Set([GREEN, COAL, FOREST, '#ffffff']))
})

describe('the logo', () => {
  beforeEach(() => {
    vi.resetModules()
  })
  const show = async (logo: string | null) => {
    vi.doMock('./fullscript-logo', () => ({ FULLSCRIPT_LOGO: logo }))
    const { ConnectButton } = await import('./connect-button')
    render(
      <MantineProvider>
        <ConnectButton onClick={() => undefined} busy={false} clinic={false} />
      </MantineProvider>,
    )
    return screen.getByRole('button', { name: 'Connect my Fullscript account' })
  }
  it('is Fullscript’s file when the build has it', async () => {
    expect((await show('/assets/logo.svg')).querySelector('img')?.getAttribute('src')).toBe(
      '/assets/logo.svg',
    )
  })
  it('is nothing otherwise: no mark of ours stands for Fullscript', async () => {
    expect((await show(null)).querySelector('img, svg')).toBeNull()
  })
})
