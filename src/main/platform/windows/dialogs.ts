/** The system's own dialogs: before something is lost, where a file shall go, and which one is meant. The only place that opens them. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { dialog, type BrowserWindow } from 'electron'

const [KEEP, CLOSE] = [0, 1]

/**
 * Asks before Yarrow closes over a plan that may not have been sent; true when the person wants to close all the same.
 * The window may be gone wrong, so the system asks.
 */
export async function askToClose(window: BrowserWindow): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: 'A plan in Fullscript may not have been sent.',
    detail: 'When Yarrow closes, what was put into it and not sent is lost. Nothing in the charts changes.',
    buttons: ['Keep working', 'Close Yarrow'],
    defaultId: KEEP,
    cancelId: KEEP,
    noLink: true,
  })
  return response === CLOSE
}

const KINDS = { csv: 'Comma-separated values', jsonl: 'Signed audit export' }

type Suggestion = { name: string; kind: keyof typeof KINDS }

/**
 * Asks where a file shall go; null when it was put away. `folder`: nobody is asked and the file goes there under the name
 * suggested.
 */
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

/** Asks for the folder of the backups; null when it was put away. `folder`: nobody is asked and it is this one. */
export async function chooseFolder(
  window: BrowserWindow | null,
  folder: string | null,
): Promise<string | null> {
  if (folder !== null) return folder
  if (window === null) return null
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Choose a folder for backups',
    buttonLabel: 'Use this folder',
    properties: ['openDirectory', 'createDirectory'],
  })
  return canceled ? null : (filePaths[0] ?? null)
}

const BACKUP = 'yarrow-backup'

/** Asks for the file of a backup; null when it was put away. `folder`: nobody is asked and it is the newest one there. */
export async function chooseBackup(
  window: BrowserWindow | null,
  folder: string | null,
): Promise<string | null> {
  if (folder !== null) {
    const [newest] = (await readdir(folder))
      .filter((name) => name.endsWith(`.${BACKUP}`))
      .sort()
      .reverse()
    return newest === undefined ? null : join(folder, newest)
  }
  if (window === null) return null
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Choose a backup',
    buttonLabel: 'Choose this backup',
    filters: [
      { name: 'Yarrow backups', extensions: [BACKUP] },
      { name: 'All files', extensions: ['*'] },
    ],
    properties: ['openFile'],
  })
  return canceled ? null : (filePaths[0] ?? null)
}
