/** Copies a text and says so in place. */
import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { copyText } from './copy-text'
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
