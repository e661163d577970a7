/** A patient's allergies and intolerances, or that there are none; what was said before is one step away. */
import { ActionIcon, Button, Menu, Switch, Title, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { saysNone, type Allergy, type AllergyBody } from '../../../../shared/contract/allergies'
import { ENTERED_IN_ERROR } from '../../../../shared/contract/entries'
import { localDay } from '../../../../shared/day'
import { formatPartialDate } from '../../../../shared/partial-date'
import { useEntries } from '../../data/entries'
import { useCan } from '../../data/person'
import { useEntryActions } from '../../data/use-entry-actions'
import { ChartTab, EntryList } from '../../ui/chart-tab'
import { EmptyState } from '../../ui/empty-state'
import { EntryDialogs } from '../../ui/entry-dialogs'
import { FailureNotice } from '../../ui/failure-notice'
import { RowMenuIcon, WarningIcon } from '../../ui/icons'
import { Lines } from '../../ui/lines'
import { Dialog, DropMenu } from '../../ui/overlays'
import { useLocale } from '../../ui/use-locale'
import {
  allergyLines,
  codeWords,
  CRITICALITIES,
  isDangerous,
  kindWords,
  noneKnown,
  reactionWords,
  readableSchema,
  sortAllergies,
  statusWords,
  VERIFICATIONS,
} from './allergy'
import classes from './allergies.module.css'
import { AllergyEditor } from './allergy-editor'

const NAMES = { label: 'Allergies', title: 'Allergies and intolerances' }

export function Allergies() {
  const { patientId = '' } = useParams()
  const [params, setParams] = useSearchParams()
  const locale = useLocale()
  const mayWrite = useCan('allergies:write')
  const [withErrors, setWithErrors] = useState(false)
  const current = useEntries<AllergyBody>('allergies', patientId)
  const all = useEntries<AllergyBody>('allergies', patientId, { enteredInError: true, enabled: withErrors })
  const { inForce, none, past } = sortAllergies(current.value ?? [])
  const actions = useEntryActions('allergies', patientId, (after) =>
    none !== null && none.id !== after.id && after.status === 'active' ? none : null,
  )
  const open = (dialog: Record<string, string>) => {
    actions.forget()
    setParams(dialog, { replace: true })
  }
  const close = () => open({})

  if (current.failure)
    return (
      <ChartTab {...NAMES}>
        <FailureNotice
          failure={current.failure}
          action={<Button onClick={current.again}>Try again</Button>}
        />
      </ChartTab>
    )
  if (!current.value)
    return (
      <ChartTab {...NAMES}>
        <Lines count={4} height={24} />
      </ChartTab>
    )

  const known = [...current.value, ...(all.value ?? [])]
  const find = (name: string) => known.find(({ id }) => id === params.get(name))
  const edited = readableSchema.safeParse(find('edit')).data
  const looked = find('history')
  const wrong = find('error')
  const on: RowActions = {
    edit: ({ id }) => open({ edit: id }),
    history: ({ id }) => open({ history: id }),
    retract: ({ id }) => open({ error: id }),
  }
  const add = (
    <Button variant="default" onClick={() => open({ new: '' })}>
      Add allergy
    </Button>
  )
  const sayNone = (
    <Button
      variant="default"
      loading={actions.pending}
      onClick={() => void actions.record('No known allergies recorded', noneKnown(localDay(Date.now())))}
    >
      {none ? 'Asked again today' : 'No known allergies'}
    </Button>
  )
  const list = (label: string, allergies: readonly Allergy[]) => (
    <AllergyList label={label} allergies={allergies} mayWrite={mayWrite} on={on} />
  )
  const errors = withErrors ? sortAllergies(all.value ?? []).errors : []
  return (
    <ChartTab
      {...NAMES}
      actions={
        mayWrite && (
          <>
            {inForce.length === 0 && sayNone}
            {add}
          </>
        )
      }
    >
      {actions.failure && !wrong && !looked && <FailureNotice failure={actions.failure} />}
      {inForce.length > 0 && list('Active', inForce)}
      {none && list('None known', [none])}
      {inForce.length === 0 && !none && (
        <EmptyState icon={<WarningIcon size={20} />} title="Allergies are not recorded">
          An empty list does not say that there are none. Add what is known, or record that nothing is.
        </EmptyState>
      )}
      {past.length > 0 && (
        <>
          <Title order={3}>Not active</Title>
          {list('Not active', past)}
        </>
      )}
      <Switch
        label="Show what was entered in error"
        checked={withErrors}
        onChange={(event) => setWithErrors(event.currentTarget.checked)}
      />
      {all.failure && withErrors && <FailureNotice failure={all.failure} />}
      {errors.length > 0 && list('Entered in error', errors)}
      {withErrors && all.value && errors.length === 0 && (
        <span className={classes.quiet} role="status">
          Nothing was entered in error.
        </span>
      )}

      <Dialog
        opened={mayWrite && (params.has('new') || edited !== undefined)}
        onClose={close}
        title={edited ? 'Edit allergy' : 'Add allergy'}
        size={680}
      >
        <AllergyEditor
          key={edited?.id}
          patientId={patientId}
          allergy={edited ?? null}
          close={close}
          saved={(before, after) => {
            actions.saved(before ? 'Changes saved' : 'Allergy added', after, before)
          }}
        />
      </Dialog>
      <EntryDialogs
        area="allergies"
        history={looked}
        error={wrong}
        close={close}
        mayWrite={mayWrite}
        actions={actions}
        says={(version) => allergyLines(version, locale)}
      />
    </ChartTab>
  )
}

type RowActions = {
  edit: (allergy: Allergy) => void
  history: (allergy: Allergy) => void
  retract: (allergy: Allergy) => void
}
type Props = { label: string; allergies: readonly Allergy[]; mayWrite: boolean; on: RowActions }

/** Under each other: what, what happened, how sure; the dangerous ones said in words. */
function AllergyList({ label, allergies, mayWrite, on }: Props) {
  return (
    <EntryList label={label}>
      {allergies.map((allergy) => (
        <Row key={allergy.id} allergy={allergy} mayWrite={mayWrite} on={on} />
      ))}
    </EntryList>
  )
}

function Row({ allergy, mayWrite, on }: { allergy: Allergy; mayWrite: boolean; on: RowActions }) {
  const { text, body, status } = allergy
  const wrong = status === ENTERED_IN_ERROR
  const editable = mayWrite && body !== null && !wrong && !saysNone(allergy)
  const active = status === 'active' && body?.verificationStatus !== 'refuted'
  return (
    <li className={classes.row}>
      {active && !saysNone(allergy) && (
        <WarningIcon
          className={classes.mark}
          data-tone={isDangerous(allergy) ? 'bad' : 'warn'}
          size={16}
          stroke={1.8}
          aria-hidden
        />
      )}
      <div className={classes.what}>
        {editable ? (
          <UnstyledButton
            className={`${classes.name ?? ''} whole`}
            fz="inherit"
            onClick={() => on.edit(allergy)}
            aria-label={`Edit ${text}`}
          >
            {text}
          </UnstyledButton>
        ) : (
          <span className={`${classes.name ?? ''} whole`}>{text}</span>
        )}
        {body?.criticality === 'high' && <span className={classes.risk}>{CRITICALITIES.high}</span>}
        <Details allergy={allergy} />
      </div>
      <DropMenu width={216}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`More for ${text}`}>
            <RowMenuIcon size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {editable && <Menu.Item onClick={() => on.edit(allergy)}>Edit</Menu.Item>}
          <Menu.Item onClick={() => on.history(allergy)}>History</Menu.Item>
          {mayWrite && !wrong && <Menu.Item onClick={() => on.retract(allergy)}>Entered in error</Menu.Item>}
        </Menu.Dropdown>
      </DropMenu>
    </li>
  )
}

function Details({ allergy }: { allergy: Allergy }) {
  const locale = useLocale()
  const { body, status, effective, codings, reason } = allergy
  const since = effective === null ? '' : formatPartialDate(effective, locale)
  if (body === null)
    return (
      <div className={classes.quiet}>
        {status !== 'active' && `${statusWords(status)} · `}A newer Yarrow wrote the rest, which is kept and
        cannot be shown here.
      </div>
    )
  const facts = saysNone(allergy)
    ? [`Asked ${since}`]
    : [
        kindWords(body),
        body.criticality !== null && body.criticality !== 'high' && CRITICALITIES[body.criticality],
        since && `since ${since}`,
        body.verificationStatus !== 'confirmed' && VERIFICATIONS[body.verificationStatus],
        codeWords(codings),
      ]
  return (
    <>
      {body.reactions.length > 0 && <div className="whole">{reactionWords(body.reactions)}</div>}
      <div className={`${classes.quiet ?? ''} whole`}>
        {[status !== 'active' && statusWords(status), ...facts, reason].filter((fact) => fact).join(' · ')}
      </div>
      {body.note !== '' && <div className="whole">{body.note}</div>}
    </>
  )
}
