/** Copies a text and says so in place. */
import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { CopyIcon, DoneIcon } from './icons'

export function CopyButton({ text, what }: { text: string; what: string }) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return undefined
    const timer = setTimeout(() => {
      setCopied(false)
    }, 2000)
    return () => {
      clearTimeout(timer)
    }
  }, [copied])
  const Icon = copied ? DoneIcon : CopyIcon
  return (
    <Button
      variant="default"
      leftSection={<Icon size={14} />}
      onClick={() => setCopied(copyText(text))}
      aria-label={copied ? `${what} copied` : `Copy ${what}`}
      miw={88}
    >
      {copied ? 'Copied' : 'Copy'}
    </Button>
  )
}

/**
 * Puts a text on the clipboard from a click. The asynchronous clipboard needs a permission that our own window does
 * not have (E-05); the editing command needs only the click.
 */
function copyText(text: string): boolean {
  const field = document.createElement('textarea')
  field.value = text
  field.setAttribute('aria-hidden', 'true')
  field.className = 'offscreen'
  const focused = document.activeElement
  document.body.append(field)
  field.select()
  const editing = document as unknown as { execCommand?: (command: string) => boolean }
  const copied = editing.execCommand?.('copy') ?? false
  field.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return copied
}
