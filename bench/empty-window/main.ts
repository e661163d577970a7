/** The least that an Electron app can be: one window of the usual size with nothing in it. */
import { app, BrowserWindow } from 'electron'

const folder = process.env['BENCH_USER_DATA']
if (folder) app.setPath('userData', folder)

void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, show: false })
  window.once('ready-to-show', () => {
    window.show()
  })
  return window.loadURL('data:text/html,<!doctype html><title>Empty</title>')
})
