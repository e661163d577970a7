/** The application's menu: editing and zoom as everywhere; reload and developer tools only while developing. */
import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { ZoomStep } from './zoom'

type Zooming = { label: string; step: ZoomStep; keys: readonly [shown: string, ...also: string[]] }

/** The plus sign has a key of its own on some keyboards, shares one with = on others, and is on the keypad. */
const ZOOMING: readonly Zooming[] = [
  { label: 'Actual size', step: 'reset', keys: ['CommandOrControl+0', 'CommandOrControl+num0'] },
  {
    label: 'Zoom in',
    step: 'in',
    keys: ['CommandOrControl+Plus', 'CommandOrControl+=', 'CommandOrControl+numadd'],
  },
  { label: 'Zoom out', step: 'out', keys: ['CommandOrControl+-', 'CommandOrControl+numsub'] },
]

type Options = { devTools: boolean; zoom: (step: ZoomStep) => void }

export function setApplicationMenu({ devTools, zoom }: Options): void {
  const view: MenuItemConstructorOptions[] = [
    ...ZOOMING.flatMap(({ label, step, keys }) =>
      keys.map((accelerator, place) => ({
        label,
        accelerator,
        visible: place === 0,
        acceleratorWorksWhenHidden: true,
        click: () => {
          zoom(step)
        },
      })),
    ),
    { type: 'separator' },
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
