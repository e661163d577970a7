/** Yarrow's window as a person sees it, embed view included; Playwright's own screenshot shows one page only. */
import { writeFile } from 'node:fs/promises'
import type { Yarrow } from './yarrow'

export async function captureWindow(yarrow: Yarrow, path: string): Promise<void> {
  const png = await yarrow.app.evaluate(async ({ BrowserWindow, desktopCapturer, screen }) => {
    const window = BrowserWindow.getAllWindows()[0]
    if (!window) return null
    window.moveTop()
    const { size } = screen.getPrimaryDisplay()
    const [source] = await desktopCapturer.getSources({ types: ['screen'], thumbnailSize: size })
    return source?.thumbnail.crop(window.getContentBounds()).toPNG().toString('base64') ?? null
  })
  if (png === null) throw new Error('There is no window to capture')
  await writeFile(path, Buffer.from(png, 'base64'))
}
