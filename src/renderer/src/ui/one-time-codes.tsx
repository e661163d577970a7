/**
 * Codes that are shown this once, over every screen: whoever asked for one may have gone elsewhere while it was made, and
 * whoever closes it without having kept it is asked first.
 */
import { Button, Group, Stack, Text } from '@mantine/core'
import { createContext, use, useState, type ReactNode } from 'react'
import { Dialog } from './overlays'

type OneTimeCode = {
  title: string
  sheet: ReactNode
  /** On the button that says so, e.g. "I have kept it". */
  kept: string
}

const Show = createContext<(code: OneTimeCode) => void>(() => undefined)

/** Shows a code, whatever screen is open by then. */
export const useShowCode = () => use(Show)

export function OneTimeCodes({ children }: { children: ReactNode }) {
  const [codes, setCodes] = useState<readonly OneTimeCode[]>([])
  const [leaving, setLeaving] = useState(false)
  const [first] = codes
  const done = () => {
    setLeaving(false)
    setCodes((all) => all.slice(1))
  }
  return (
    <Show value={(code) => setCodes((all) => [...all, code])}>
      {children}
      <Dialog
        opened={first !== undefined}
        onClose={() => setLeaving(!leaving)}
        title={first?.title}
        size={560}
      >
        {first && (
          <Stack gap={16}>
            {first.sheet}
            {leaving ? (
              <Stack gap={8} role="alert">
                <Text size="sm" fw={600}>
                  Close it without having kept it? Nobody can show it again.
                </Text>
                <Group justify="flex-end" gap={8}>
                  <Button variant="default" onClick={done}>
                    Close without keeping
                  </Button>
                  <Button onClick={() => setLeaving(false)} autoFocus>
                    Back to the code
                  </Button>
                </Group>
              </Stack>
            ) : (
              <Group justify="flex-end">
                <Button onClick={done} data-autofocus autoFocus>
                  {first.kept}
                </Button>
              </Group>
            )}
          </Stack>
        )}
      </Dialog>
    </Show>
  )
}
