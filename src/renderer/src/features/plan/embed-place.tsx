/** The rectangle that the Fullscript view lies over. Under it: what is going on until the view is there. */
import { Button, Text } from '@mantine/core'
import { useLayoutEffect, useRef } from 'react'
import { Link } from 'react-router'
import type { EmbedState } from '../../../../shared/contract/embed'
import type { FailureCode } from '../../../../shared/failures'
import { useCan } from '../../data/person'
import { useBridgeEvent } from '../../data/use-bridge-event'
import { useEmbed, useOpenPlan } from '../../data/use-embed'
import { useEmbedController } from '../../data/window-bridge'
import { FailureNotice } from '../../ui/failure-notice'
import { AgainIcon } from '../../ui/icons'
import { Lines } from '../../ui/lines'
import { stepText } from './plan-bar'
import classes from './plan.module.css'

export function EmbedPlace({ patientId }: { patientId: string }) {
  const controller = useEmbedController()
  const { covered, picture } = useEmbed()
  const state: EmbedState = useOpenPlan(patientId)?.state ?? { step: 'closed' }
  const place = useRef<HTMLDivElement>(null)
  const after = useRef<HTMLSpanElement>(null)

  useLayoutEffect(
    () => (place.current ? controller.attach(place.current, patientId) : undefined),
    [controller, patientId],
  )

  useBridgeEvent(
    (on) => on.embed.focusLeft,
    ({ direction }) => {
      if (direction === 'forward') after.current?.focus()
      else focusBefore(place.current)
    },
  )

  return (
    <>
      <div
        ref={place}
        className={`${classes.place ?? ''} inner-ring`}
        data-testid="embed-place"
        data-step={state.step}
        role="region"
        aria-label="Fullscript"
        tabIndex={state.step === 'ready' ? 0 : -1}
        onFocus={(event) => {
          if (event.target !== place.current || state.step !== 'ready') return
          // The view has the keyboard now; without this, coming back to the window would send it there again.
          event.target.blur()
          controller.focus(patientId)
        }}
      >
        <UnderView
          state={state}
          covered={covered}
          picture={picture}
          retry={() => void controller.retry(patientId)}
        />
      </div>
      <span ref={after} tabIndex={-1} className={classes.after}>
        Plans in the chart
      </span>
    </>
  )
}

/** Failures that the owner can do something about. */
const MENDED_IN_SETTINGS: readonly FailureCode[] = ['embed-refused', 'fullscript-app-refused']

type Under = { state: EmbedState; covered: boolean; picture: string | null; retry: () => void }

function UnderView({ state, covered, picture, retry }: Under) {
  const maySet = useCan('practice:settings')
  switch (state.step) {
    case 'failed':
      return (
        <div className={classes.column}>
          <FailureNotice
            failure={state.failure}
            action={
              <>
                <Button leftSection={<AgainIcon size={15} />} onClick={retry}>
                  Try again
                </Button>
                {maySet && MENDED_IN_SETTINGS.includes(state.failure.code) && (
                  <Button variant="default" component={Link} to="/fullscript/settings">
                    Open Fullscript settings
                  </Button>
                )}
              </>
            }
          />
        </div>
      )
    case 'ready':
      // Only what was seen a moment ago; the view itself is behind it, for eyes and for everybody else.
      if (picture !== null) return <img src={picture} alt="" className={classes.picture} />
      return covered ? (
        <Text size="sm" c="dimmed">
          Fullscript is still open behind this
        </Text>
      ) : null
    case 'closed':
    case 'connecting':
    case 'asking':
    case 'loading':
      return (
        <div className={classes.waiting}>
          <Text size="sm" c="dimmed" className="late">
            {stepText(state)}
          </Text>
          <Lines count={5} height={24} gap={16} />
        </div>
      )
  }
}

/** The last thing before `place` that takes the keyboard. */
function focusBefore(place: HTMLElement | null) {
  if (!place) return
  const before = [
    ...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, [tabindex="0"]'),
  ]
    .filter((element) => element.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING)
    .filter(
      (element) => !element.contains(place) && !element.hasAttribute('disabled') && element.tabIndex >= 0,
    )
  before.at(-1)?.focus()
}
