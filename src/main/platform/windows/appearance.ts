/**
 * Light or dark, as chosen on this computer. Kept beside the window's place and not in the records, because it must be
 * known before anything is drawn and says nothing of anybody. The system's own setting counts until one is chosen.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { NativeTheme } from 'electron'
import type { Appearance } from '../../../shared/contract/app'
import type { Logger } from '../logging/logger'

const APPEARANCES: readonly unknown[] = ['auto', 'light', 'dark'] satisfies Appearance[]

type Options = {
  theme: Pick<NativeTheme, 'themeSource' | 'shouldUseDarkColors'>
  /** Folder for the choice. */
  userData: string
  logger: Logger
}

export class KeptAppearance {
  private readonly file: string
  private readonly options: Options

  /** Applies what was kept. Make it before any window. */
  constructor(options: Options) {
    this.options = options
    this.file = join(options.userData, 'appearance.json')
    options.theme.themeSource = sourceOf(readAppearance(this.file))
  }

  get chosen(): Appearance {
    const { themeSource } = this.options.theme
    return themeSource === 'system' ? 'auto' : themeSource
  }

  /** The page's colour before the page is there; as in the renderer's theme.css. */
  get background(): string {
    return this.isDark ? '#191d1c' : '#ffffff'
  }

  get isDark(): boolean {
    return this.options.theme.shouldUseDarkColors
  }

  /** Every page follows at once. Where it cannot be kept, it counts until Yarrow is closed. */
  choose(appearance: Appearance): Appearance {
    const { theme, logger } = this.options
    theme.themeSource = sourceOf(appearance)
    try {
      writeFileSync(this.file, JSON.stringify({ appearance }), { mode: 0o600 })
    } catch {
      logger.warn('The choice of light or dark could not be kept')
    }
    return this.chosen
  }
}

const sourceOf = (appearance: Appearance) => (appearance === 'auto' ? 'system' : appearance)

/** Forgiving: whatever the file says, the pages can be drawn. */
function readAppearance(file: string): Appearance {
  try {
    const kept = (JSON.parse(readFileSync(file, 'utf8')) as { appearance?: unknown } | null)?.appearance
    return APPEARANCES.includes(kept) ? (kept as Appearance) : 'auto'
  } catch {
    return 'auto'
  }
}
