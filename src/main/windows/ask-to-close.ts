/** Asks before Yarrow closes over a plan that may not have been sent. The window may be gone wrong, so the system asks. */
import { dialog, type BrowserWindow } from 'electron'

const [KEEP, CLOSE] = [0, 1]

/** True when the person wants to close all the same. */
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
