/** Asks where a file shall go. The only place that opens the system's dialog for saving. */
import { join } from 'node:path'
import { dialog, type BrowserWindow } from 'electron'

const KINDS = { csv: 'Comma-separated values', jsonl: 'Signed audit export' }

export type Suggestion = { name: string; kind: keyof typeof KINDS }

/** Null when it was put away. `folder`: nobody is asked and the file goes there under the name suggested. */
export async function chooseFile(
  window: BrowserWindow | null,
  folder: string | null,
  { name, kind }: Suggestion,
): Promise<string | null> {
  if (folder !== null) return join(folder, name)
  if (window === null) return null
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: name,
    filters: [{ name: KINDS[kind], extensions: [kind] }],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  })
  return canceled || filePath === '' ? null : filePath
}
