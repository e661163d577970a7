/** The application's menu: editing and zoom as everywhere; reload and developer tools only while developing. */
import { Menu, type MenuItemConstructorOptions } from 'electron'

export function setApplicationMenu({ devTools }: { devTools: boolean }): void {
  const view: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { role: 'togglefullscreen' },
  ]
  const development: MenuItemConstructorOptions[] = [
    { role: 'reload' },
    { role: 'toggleDevTools' },
    { type: 'separator' },
  ]
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
      { role: 'editMenu' },
      { label: 'View', submenu: devTools ? [...development, ...view] : view },
      { role: 'windowMenu' },
    ]),
  )
}
