/** One question of the guide: its title, its fields, and the ways back and on. Enter goes on. */
import { Button, Stack, Text, Title } from '@mantine/core'
import type { ReactNode, SubmitEvent } from 'react'
import classes from './first-run.module.css'

type Props = {
  title: string
  intro: string
  back: () => void
  next: () => void
  nextLabel?: string
  pending?: boolean
  ready?: boolean
  children: ReactNode
}

export function StepForm({
  title,
  intro,
  back,
  next,
  nextLabel = 'Continue',
  pending = false,
  ready = true,
  children,
}: Props) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (ready && !pending) next()
  }
  return (
    <form autoComplete="off" onSubmit={submit} noValidate>
      <Stack gap={16}>
        <div>
          <Title order={1}>{title}</Title>
          <Text c="dimmed">{intro}</Text>
        </div>
        {children}
        <div className={classes.actions}>
          <Button variant="default" onClick={back} disabled={pending}>
            Back
          </Button>
          <Button type="submit" loading={pending} disabled={!ready}>
            {nextLabel}
          </Button>
        </div>
      </Stack>
    </form>
  )
}
