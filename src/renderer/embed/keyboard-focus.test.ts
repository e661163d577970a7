/**
 * Proves who gets the keyboard in the page that hosts Fullscript: the frame, whatever the page is told late, and the
 * window once somebody has gone past either end.
 */
import { beforeEach, expect, it, vi } from 'vitest'
import { enterFrame, giveFocusOn, watchFocusEdges } from './keyboard-focus'

let first: HTMLElement
let last: HTMLElement
let frame: HTMLIFrameElement
const entered = vi.fn()
const left = vi.fn()

beforeEach(() => {
  vi.useFakeTimers()
  vi.clearAllMocks()
  first = document.createElement('button')
  frame = document.createElement('iframe')
  last = document.createElement('button')
  document.body.replaceChildren(first, frame, last)
  watchFocusEdges({ first, last, left })
  frame.addEventListener('focus', entered)
  return () => vi.useRealTimers()
})

it('tells of whoever goes on past an end, and keeps nothing there', () => {
  last.focus()
  expect(left.mock.calls).toEqual([['forward']])
  first.focus()
  expect(left.mock.calls).toEqual([['forward'], ['backward']])
  expect(document.activeElement).toBe(document.body)
})

it('enters the frame, and leaves it the field that was typed in when it is entered again', () => {
  const blurred = vi.fn()
  frame.addEventListener('blur', blurred)
  enterFrame(document, frame)
  expect(document.activeElement).toBe(frame)
  enterFrame(document, frame)
  expect(blurred).not.toHaveBeenCalled()
})

it('gives the frame what the page is given after it was entered', () => {
  giveFocusOn(window, () => frame)
  enterFrame(document, frame)
  window.dispatchEvent(new FocusEvent('focus'))
  vi.runAllTimers()
  expect(entered).toHaveBeenCalledTimes(2)
})

it('does not call back whoever has left by an end meanwhile', () => {
  giveFocusOn(window, () => frame)
  enterFrame(document, frame)
  window.dispatchEvent(new FocusEvent('focus'))
  last.focus()
  vi.runAllTimers()
  expect(left.mock.calls).toEqual([['forward']])
  expect(entered).toHaveBeenCalledTimes(1)
})

it('takes nothing from a frame that has got the keyboard itself, as after a click in it', () => {
  giveFocusOn(window, () => frame)
  window.dispatchEvent(new FocusEvent('focus'))
  enterFrame(document, frame)
  window.dispatchEvent(new FocusEvent('blur'))
  vi.runAllTimers()
  expect(entered).toHaveBeenCalledTimes(1)
})

it('asks for nothing where no frame is mounted', () => {
  giveFocusOn(window, () => null)
  window.dispatchEvent(new FocusEvent('focus'))
  vi.runAllTimers()
  expect(entered).not.toHaveBeenCalled()
})
