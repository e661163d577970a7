/** The last net: a screen that broke says so, and what was saved stays saved. */
import { Button } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { FailureNotice } from './failure-notice'

export class ErrorBoundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError() {
    return { broken: true }
  }

  override render() {
    if (!this.state.broken) return this.props.children
    const startOver = () => {
      window.location.assign('/')
    }
    return (
      <main style={{ maxWidth: 560, margin: '15vh auto' }}>
        <FailureNotice
          failure={{ code: 'unexpected' }}
          action={<Button onClick={startOver}>Start over</Button>}
        />
      </main>
    )
  }
}
