/** Asked before a plan is closed that may hold something: Fullscript does not tell whether it was sent, so nor do we. */
import { Button, Group, Stack, Text, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import type { EmbedQuestion as Question, OpenPlan } from '../data/embed-controller'
import { useEmbed } from '../data/use-embed'
import { useEmbedController } from '../data/window-bridge'
import { WORK_WORDS } from './embed-chip'
import { isolated } from '../ui/format'
import classes from './frame.module.css'
import { Dialog } from '../ui/overlays'

export function EmbedQuestion() {
  const controller = useEmbedController()
  const { question: asked, plans } = useEmbed()
  // Stays readable while the dialog goes.
  const [question, setQuestion] = useState(asked)
  if (asked !== null && asked !== question) setQuestion(asked)
  const keep = () => controller.dismiss()
  return (
    <Dialog opened={asked !== null} onClose={keep} title={question ? titleOf(question) : ''} size={480}>
      {question?.kind === 'too-many' ? (
        <Stack gap={12}>
          <Text size="sm">
            {plans.length} plans are open in Fullscript, which is as many as there can be. Choose which one
            makes room for {isolated(question.wanted.patientName)}. What was not sent in it is lost.
          </Text>
          {plans.map((plan) => (
            <UnstyledButton
              key={plan.request.patientId}
              className={classes.choice}
              onClick={() => void controller.confirm(plan.request.patientId)}
            >
              <span>Close {isolated(plan.request.patientName)}</span>
              <span className={classes.work}>{WORK_WORDS[plan.work]}</span>
            </UnstyledButton>
          ))}
          <Group justify="flex-end">
            <Button onClick={keep} data-autofocus>
              Keep all open
            </Button>
          </Group>
        </Stack>
      ) : (
        <Stack gap={16}>
          <Text size="sm">{question && bodyOf(question, plans)}</Text>
          <Group justify="flex-end" gap={8}>
            <Button variant="default" color="red" onClick={() => void controller.confirm()}>
              {question?.kind === 'sign-out' ? 'Sign out' : 'Close it'}
            </Button>
            <Button onClick={keep} data-autofocus>
              Keep working
            </Button>
          </Group>
        </Stack>
      )}
    </Dialog>
  )
}

function titleOf(question: Question): string {
  switch (question.kind) {
    case 'close':
    case 'not-theirs':
    case 'replace':
      return `Close the plan for ${isolated(question.plan.patientName)}?`
    case 'too-many':
      return 'Close one of the open plans?'
    case 'sign-out':
      return 'Sign out with an open plan?'
  }
}

function bodyOf(question: Question, plans: readonly OpenPlan[]): string {
  const lost = 'What was put into it in Fullscript and not sent is lost when it closes.'
  switch (question.kind) {
    case 'close':
      return `It may not be sent. ${lost}`
    case 'not-theirs':
      return `The patient in it is not ${question.plan.patientName}, so it does not come into this chart when it is sent. ${lost}`
    case 'replace':
      return `It may not be sent, and it closes to open something else of Fullscript. ${lost}`
    case 'too-many':
      return ''
    case 'sign-out': {
      const names = plans
        .filter(({ work }) => work === 'maybe-unsent')
        .map(({ request }) => isolated(request.patientName))
      return `Plans that may not be sent: ${names.join(', ')}. What was put into them in Fullscript and not sent is lost when you sign out. Lock instead to keep them open.`
    }
  }
}
