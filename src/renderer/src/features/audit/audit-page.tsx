/** The audit record: search, order, whether it is whole, and taking it along. */
import { counted } from '../../../../shared/plural'
import { Button, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { NO_AUDIT_FILTER, type AuditSort } from '../../../../shared/contract/audit'
import { useAuditState } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { useCall } from '../../data/use-call'
import type { Order } from '../../ui/data-list'
import { EmptyState } from '../../ui/empty-state'
import { FailureNotice } from '../../ui/failure-notice'
import { AuditIcon } from '../../ui/icons'
import { Lines } from '../../ui/lines'
import { ListScreen } from '../../ui/list-screen'
import { Notice } from '../../ui/notice'
import classes from './audit.module.css'
import { ChainState } from './chain-state'
import { EventTable } from './event-table'
import { Filters, startOf, type Days } from './filters'
import { Paging, PAGE_ROWS } from './paging'

export function AuditPage() {
  const state = useAuditState()
  const people = useCall(['audit', 'people'], (bridge) => bridge.audit.people())
  const [typed, setTyped] = useState(NO_AUDIT_FILTER)
  const [days, setDays] = useState<Days>({ from: '', to: '' })
  const [order, setOrder] = useState<Order<AuditSort>>({
    column: 'at',
    descending: true,
  })
  const [offset, setOffset] = useState(0)
  const [chosen] = useDebouncedValue(typed, 250)
  // The day that is named last is part of the span.
  const filter = { ...chosen, from: startOf(days.from), to: startOf(days.to, 1) }
  const { column: sort, descending } = order
  const asked = { ...filter, sort, descending, limit: PAGE_ROWS, offset }
  const found = useCall(['auditRows', 'search', asked], (bridge) => bridge.audit.search(asked), {
    keepPrevious: true,
  })
  const searching = found.outdated || chosen !== typed
  const csv = useAction((bridge) => bridge.audit.exportCsv(filter))
  const signed = useAction((bridge) => bridge.audit.exportSigned(filter))
  const [saved, setSaved] = useState<{ file: string; rows: number; signed: boolean } | null>(null)
  const keep = async (action: typeof csv, isSigned: boolean) => {
    setSaved(null)
    const result = await action.run(undefined)
    if (result.ok && result.value) setSaved({ ...result.value, signed: isSigned })
  }
  const again = () => {
    state.again()
    found.again()
  }
  const failure = csv.failure ?? signed.failure ?? found.failure ?? state.failure
  return (
    <ListScreen
      title="Audit record"
      actions={
        <>
          <Button variant="default" loading={csv.pending} onClick={() => void keep(csv, false)}>
            Export CSV
          </Button>
          <Button variant="default" loading={signed.pending} onClick={() => void keep(signed, true)}>
            Export signed
          </Button>
        </>
      }
    >
      {state.value && <ChainState state={state.value} changed={again} />}
      {failure && (
        <div className={classes.message}>
          <FailureNotice failure={failure} action={<Button onClick={again}>Try again</Button>} />
        </div>
      )}
      {saved && (
        <div className={classes.message}>
          <Notice tone="good" title={`${counted(saved.rows, 'row')} saved as ${saved.file}`}>
            {saved.signed && 'The page beside it, check-yarrow-audit-export.html, checks it in any browser.'}
          </Notice>
        </div>
      )}
      <Filters
        filter={typed}
        days={days}
        people={people.value ?? []}
        change={(next) => {
          setTyped(next)
          setOffset(0)
        }}
        changeDays={(next) => {
          setDays(next)
          setOffset(0)
        }}
      />
      {found.value === undefined ? (
        <div className={classes.waiting}>{found.pending && <Lines count={10} />}</div>
      ) : found.value.total === 0 ? (
        <EmptyState icon={<AuditIcon size={20} />} title="No row matches">
          Choose fewer conditions, or a longer time.
        </EmptyState>
      ) : (
        <EventTable
          label="Rows of the audit record"
          rows={found.value.rows}
          busy={searching}
          order={order}
          setOrder={(next) => {
            setOrder(next)
            setOffset(0)
          }}
        />
      )}
      <Paging total={found.value?.total} offset={offset} setOffset={setOffset} busy={searching}>
        {state.value && (
          <Text size="xs" ff="monospace" truncate title="Fingerprint of the key that signs exports">
            Key {state.value.fingerprint || 'out of reach'}
          </Text>
        )}
      </Paging>
    </ListScreen>
  )
}
