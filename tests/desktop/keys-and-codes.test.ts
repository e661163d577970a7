/**
 * Proves in real Electron that the first keys go into what they opened, that the screen under a dialog hears no
 * shortcut, that no code is lost that is shown once, and what the right mouse button offers on text.
 */
import { DEMO_PASSWORD } from '../../src/main/practice/demo-practice'
import { waitForLock } from '../support/lock'
import { june, openPatient, signIn } from '../support/people'
import type { Yarrow } from '../support/yarrow'
import { expect, test } from './practice'

type Modifier = 'control' | 'shift'

/** A shortcut and what is typed after it in one go, as the system sends keys: nothing is waited for in between. */
const typeAtOnce = ({ app }: Yarrow, keyCode: string, modifiers: Modifier[], text: string) =>
  app.evaluate(
    ({ webContents }, keys) => {
      const page = webContents.getFocusedWebContents()
      page?.sendInputEvent({ type: 'keyDown', keyCode: keys.keyCode, modifiers: keys.modifiers })
      page?.sendInputEvent({ type: 'keyUp', keyCode: keys.keyCode, modifiers: keys.modifiers })
      for (const letter of keys.text) {
        page?.sendInputEvent({ type: 'keyDown', keyCode: letter })
        page?.sendInputEvent({ type: 'char', keyCode: letter })
        page?.sendInputEvent({ type: 'keyUp', keyCode: letter })
      }
    },
    { keyCode, modifiers, text },
  )

test('the first keys go into palette and dialog, and the screen below hears no shortcut', async ({
  yarrow,
}) => {
  const { window } = yarrow
  const { keyboard } = window
  await signIn(window, june)
  await openPatient(window, 'maya lind', /Maya/)
  const address = () => window.evaluate(() => location.pathname)
  const chart = await address()
  const dialog = window.getByRole('dialog')
  const closed = () => dialog.waitFor({ state: 'hidden' })

  await window.getByLabel('City').focus()
  await typeAtOnce(yarrow, 'K', ['control'], 'oliver')
  await expect(dialog.getByLabel('Search patients and commands')).toHaveValue('oliver')
  for (const keys of ['Control+1', 'Alt+2', 'Control+5', 'Control+Shift+N']) await keyboard.press(keys)
  await expect(dialog).toHaveCount(1)
  expect(await address()).toBe(chart)
  await keyboard.press('Control+k')
  await closed()
  await expect(window.getByLabel('City')).toBeFocused()
  await expect(window.getByLabel('City')).not.toHaveValue(/oliver/)

  await typeAtOnce(yarrow, 'N', ['control', 'shift'], 'rosa')
  await expect(dialog.getByLabel('Given name', { exact: true })).toHaveValue('rosa')
  for (const keys of ['Control+2', 'Control+4', 'Control+Shift+A', 'Control+k']) await keyboard.press(keys)
  await expect(dialog.getByLabel('Given name', { exact: true })).toHaveValue('rosa')
  expect(await address()).toBe('/patients')
  await keyboard.press('Control+Shift+L')
  await waitForLock(window)
})

test('a code sheet closed by Esc asks first, and no code is lost on its way', async ({ yarrow }) => {
  const { window } = yarrow
  const { keyboard } = window
  await signIn(window, june)
  await keyboard.press('Control+4')
  const code = window.getByTestId('code')
  const button = (name: string) => window.getByRole('button', { name, exact: true })
  const add = async (name: string) => {
    await window.getByRole('button', { name: 'Add person' }).click()
    const dialog = window.getByRole('dialog')
    await dialog.getByLabel('Name', { exact: true }).fill(name)
    await dialog.getByLabel('Your password', { exact: true }).fill(DEMO_PASSWORD)
    await keyboard.press('Enter')
  }

  await add('Noor Haldane')
  await code.waitFor()
  const shown = await code.textContent()
  await keyboard.press('Escape')
  await expect(window.getByText('Close it without having kept it?')).toBeVisible()
  await expect(button('Back to the code')).toBeFocused()
  await keyboard.press('Escape')
  await expect(button('Done')).toBeFocused()
  expect(await code.textContent()).toBe(shown)
  await keyboard.press('Enter')
  await code.waitFor({ state: 'hidden' })

  // Esc while the account is being made, and another screen by the time it is.
  await add('Ana Moreno')
  await keyboard.press('Escape')
  await keyboard.press('Control+1')
  await code.waitFor()
  await expect(window.getByRole('dialog')).toContainText('Ana Moreno')
  await button('Done').click()

  await keyboard.press('Control+Shift+A')
  await button('New recovery code').click()
  await keyboard.type(DEMO_PASSWORD)
  await keyboard.press('Enter')
  // By key: the sheet may be there already, and lies over whatever could be clicked.
  await keyboard.press('Control+1')
  await code.waitFor()
  await keyboard.press('Escape')
  await button('Close without keeping').click()
  await code.waitFor({ state: 'hidden' })
})

test('text has the usual menu under the right mouse button, a password nothing to copy', async ({
  yarrow,
}) => {
  const { window, app } = yarrow
  await app.evaluate(({ Menu, app: electron }) => {
    Menu.prototype.popup = function (this: Electron.Menu) {
      const labels = this.items.flatMap(({ type, label }) => (type === 'separator' ? [] : label))
      electron.emit('test-menu', labels)
    }
  })
  const menuOn = async (open: () => Promise<void>) => {
    const labels = app.evaluate(
      ({ app: electron }) =>
        new Promise<string[]>((resolve) => {
          electron.once(
            'test-menu' as 'ready',
            ((shown: string[]) => {
              resolve(shown)
            }) as unknown as () => void,
          )
        }),
    )
    await open()
    return labels
  }
  const right = { button: 'right' } as const
  const name = window.getByLabel('Username')
  expect(await menuOn(() => name.click(right))).toEqual([
    'Undo',
    'Redo',
    'Cut',
    'Copy',
    'Paste',
    'Select all',
  ])
  expect(await menuOn(() => window.getByRole('textbox', { name: 'Password' }).click(right))).toEqual([
    'Undo',
    'Redo',
    'Paste',
    'Select all',
  ])
  const offline = await app.evaluate(({ session }) =>
    session.fromPartition('yarrow-window').isSpellCheckerEnabled(),
  )
  expect(offline).toBe(process.platform !== 'linux')
})
