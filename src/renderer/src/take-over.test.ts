/**
 * Proves that React's screen takes the place of the drawn one with what was typed, where the cursor was and what was
 * pressed, and that nothing of it gets into another screen.
 */
import { beforeEach, expect, it, vi } from 'vitest'
import { watchDrawn } from './drawn-screen'
import { takeOver } from './take-over'

const FORM = `<form>
  <label for="a">Username</label><input id="a" />
  <label for="b">Password</label><input id="b" type="password" />
  <button type="submit">Sign in</button>
</form><button type="button">Forgotten password</button>`

let root: HTMLElement
beforeEach(() => {
  root = document.createElement('div')
  document.body.replaceChildren(root)
  again()
})
const put = (markup: string) => {
  root.replaceChildren(document.createRange().createContextualFragment(markup))
}
const field = (id: string) => document.getElementById(id) as HTMLInputElement
const typed = (id: string, value: string) => {
  field(id).focus()
  field(id).value = value
}
const again = () => {
  put(FORM)
}
const enter = (id: string) =>
  field(id).dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))

it('keeps what was typed, as if it was typed there, and the cursor', () => {
  const drawn = watchDrawn(root)
  typed('b', 'secret')
  typed('a', 'june')
  field('a').setSelectionRange(1, 3)
  const heard = vi.fn()
  takeOver(root, drawn, () => {
    again()
    field('a').addEventListener('input', heard)
  })
  expect([field('a').value, field('b').value]).toEqual(['june', 'secret'])
  expect(heard).toHaveBeenCalledOnce()
  expect(document.activeElement).toBe(field('a'))
  expect([field('a').selectionStart, field('a').selectionEnd]).toEqual([1, 3])
})

it('does what was asked for: Enter in a field, or a button', () => {
  for (const [ask, type] of [
    [() => enter('b'), 'submit'],
    [() => root.querySelectorAll('button')[1]?.click(), 'click'],
  ] as const) {
    again()
    const drawn = watchDrawn(root)
    ask()
    const done: string[] = []
    takeOver(root, drawn, () => {
      again()
      const note = (event: Event) => {
        event.preventDefault()
        done.push(`${event.type} ${(event.target as Element).tagName}`)
      }
      root.querySelector('form')?.addEventListener('submit', note)
      root.querySelectorAll('button')[1]?.addEventListener('click', note)
    })
    expect(done).toEqual([type === 'submit' ? 'submit FORM' : 'click BUTTON'])
  }
})

it('does nothing where nothing was done, and keeps a form that nobody answers in the page', () => {
  const drawn = watchDrawn(root)
  const submitted = new Event('submit', { bubbles: true, cancelable: true })
  root.querySelector('form')?.dispatchEvent(submitted)
  expect(submitted.defaultPrevented).toBe(true)
  const submit = vi.fn()
  takeOver(root, drawn, () => {
    again()
    root.querySelector('form')?.addEventListener('submit', submit)
  })
  expect(submit).not.toHaveBeenCalled()
})

it('a password that was typed gets into no other field', () => {
  const drawn = watchDrawn(root)
  typed('b', 'secret')
  enter('b')
  const submit = vi.fn()
  takeOver(root, drawn, () => {
    put(
      '<form><label for="c">Your name</label><input id="c" /><label for="d">Practice</label><input id="d" /></form>',
    )
    root.querySelector('form')?.addEventListener('submit', submit)
  })
  expect([field('c').value, field('d').value]).toEqual(['', ''])
  expect(submit).not.toHaveBeenCalled()
})
