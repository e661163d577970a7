/** Find a patient: type, arrow keys, Enter. Ten thousand patients scroll like ten. */
import { counted } from '../../../../shared/plural'
import { Button, TextInput, VisuallyHidden } from '@mantine/core'
import { useDebouncedValue, useElementSize } from '@mantine/hooks'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { useCan } from '../../data/person'
import { EmptyState } from '../../ui/empty-state'
import { FailureNotice } from '../../ui/failure-notice'
import { Hint } from '../../ui/hint'
import { NewPatientIcon, PatientsIcon, SearchIcon } from '../../ui/icons'
import { ariaKeys } from '../../ui/keys'
import { ListFooter, ListScreen } from '../../ui/list-screen'
import { NewPatient } from './new-patient'
import classes from './patient-list.module.css'
import { PatientRowView, ROW_HEIGHT } from './patient-row'
import { usePatientSearch } from './use-patient-search'

const OVERSCAN = 6

export function PatientList() {
  const navigate = useNavigate()
  const [params, setParams] = useSearchParams()
  const mayAdd = useCan('patients:write')
  const [text, setText] = useState('')
  const [query] = useDebouncedValue(text.trim(), 60)
  const [active, setActive] = useState(0)
  /** What was typed when Enter came before its answer. */
  const [awaited, setAwaited] = useState<string | null>(null)
  const [scrolled, setScrolled] = useState(0)
  const viewport = useRef<HTMLDivElement>(null)
  const { ref: sizer, height } = useElementSize<HTMLDivElement>()

  const first = Math.max(0, Math.floor(scrolled / ROW_HEIGHT) - OVERSCAN)
  const last = first + Math.ceil(Math.max(height, 400) / ROW_HEIGHT) + 2 * OVERSCAN
  const found = usePatientSearch(query, first, last)
  const total = found.total ?? 0
  const creating = mayAdd && params.has('new')

  const setCreating = (open: boolean) => {
    setParams(open ? { new: '' } : {}, { replace: true })
  }

  const search = (value: string) => {
    setText(value)
    setActive(0)
    setAwaited(null)
    if (viewport.current) viewport.current.scrollTop = 0
  }
  const move = (to: number) => {
    const next = Math.min(Math.max(0, to), Math.max(0, total - 1))
    setActive(next)
    keepInView(viewport.current, next)
  }
  const open = (patientId: string) => void navigate(`/patients/${patientId}`)
  // Enter before the answer to the last letter means the first of that answer, not whoever stood there before.
  // And a name that is only near is opened by whoever has seen it, never blindly.
  const top = found.rowAt(0)
  const onlyNear = top?.near === true && found.query !== ''
  const arrived = awaited !== null && awaited === found.query && !onlyNear ? top?.id : undefined
  useEffect(() => {
    if (arrived !== undefined) void navigate(`/patients/${arrived}`)
  }, [arrived, navigate])
  const enter = () => {
    const patient = found.rowAt(active)
    if (found.query !== text.trim()) setAwaited(text.trim())
    else if (patient) open(patient.id)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(height / ROW_HEIGHT) - 1)
    const to = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + page, PageUp: active - page }[
      event.key
    ]
    if (to !== undefined) {
      event.preventDefault()
      move(to)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      enter()
    } else if (event.key === 'Escape' && text !== '') {
      event.preventDefault()
      search('')
    }
  }

  const rows = Array.from({ length: Math.max(0, Math.min(last, total) - first) }, (_, place) => first + place)
  const activeId = total > 0 ? `patient-row-${active}` : undefined

  return (
    <ListScreen
      title="Patients"
      search={
        <TextInput
          className={classes.search}
          value={text}
          onChange={(event) => search(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          placeholder="Name, birth date, chart number, e-mail or phone"
          aria-label="Search patients"
          role="combobox"
          aria-expanded={total > 0}
          aria-controls="patient-rows"
          aria-activedescendant={activeId}
          aria-autocomplete="list"
          leftSection={<SearchIcon size={16} stroke={1.8} />}
          autoComplete="off"
          spellCheck={false}
          autoFocus
        />
      }
      actions={
        mayAdd && (
          <Hint text="New patient" shortcut="newPatient" position="bottom">
            <Button
              leftSection={<NewPatientIcon size={16} stroke={1.8} />}
              onClick={() => setCreating(true)}
              aria-keyshortcuts={ariaKeys('newPatient')}
            >
              New patient
            </Button>
          </Hint>
        )
      }
    >
      <VisuallyHidden role="status">
        {found.total === undefined ? '' : counted(total, 'patient')}
      </VisuallyHidden>
      {found.failure ? (
        <div className={classes.message}>
          <FailureNotice failure={found.failure} action={<Button onClick={found.again}>Try again</Button>} />
        </div>
      ) : found.total === 0 ? (
        <NothingFound query={found.query} add={mayAdd ? () => setCreating(true) : undefined} />
      ) : (
        <>
          {onlyNear && (
            <div className={classes.similar}>
              <span role="status">No patient matches “{found.query}”. These names are similar.</span>
              {mayAdd && (
                <Button variant="default" size="compact-sm" onClick={() => setCreating(true)}>
                  Add as a new patient
                </Button>
              )}
            </div>
          )}
          <div className={classes.columns} aria-hidden>
            <span />
            <span>Name</span>
            <span>Birth date</span>
            <span className={classes.further}>Sex</span>
            <span className={classes.further}>Chart</span>
            <span className={classes.contact}>Phone</span>
            <span className={classes.contact}>E-mail</span>
          </div>
          <div className={classes.sizer} ref={sizer}>
            <div
              className={`${classes.viewport ?? ''} inner-ring`}
              ref={viewport}
              id="patient-rows"
              role="listbox"
              aria-label="Patients"
              aria-activedescendant={activeId}
              tabIndex={0}
              onKeyDown={onKeyDown}
              onScroll={(event) => setScrolled(event.currentTarget.scrollTop)}
              aria-busy={found.total === undefined || found.query !== text.trim()}
            >
              <div role="presentation" style={{ height: total * ROW_HEIGHT, position: 'relative' }}>
                {rows.map((index) => {
                  const patient = found.rowAt(index)
                  return (
                    // One row for one person: a list that is exchanged under a pressed mouse opens nobody else.
                    <PatientRowView
                      key={`${index} ${patient?.id ?? ''}`}
                      index={index}
                      total={total}
                      patient={patient}
                      active={index === active}
                      open={open}
                    />
                  )
                })}
              </div>
            </div>
          </div>
          <ListFooter>
            <span>{found.total === undefined ? '' : counted(total, 'patient')}</span>
            <span>↑ ↓ to move, Enter to open</span>
          </ListFooter>
        </>
      )}
      <NewPatient
        opened={creating}
        close={() => setCreating(false)}
        name={found.total === 0 || onlyNear ? text : ''}
      />
    </ListScreen>
  )
}

function keepInView(viewport: HTMLElement | null, index: number) {
  if (!viewport) return
  const top = index * ROW_HEIGHT
  const bottom = top + ROW_HEIGHT
  if (top < viewport.scrollTop) viewport.scrollTop = top
  else if (bottom > viewport.scrollTop + viewport.clientHeight)
    viewport.scrollTop = bottom - viewport.clientHeight
}

function NothingFound({ query, add }: { query: string; add: (() => void) | undefined }) {
  const button = add && (
    <Button variant={query === '' ? 'filled' : 'default'} onClick={add}>
      {query === '' ? 'Add the first patient' : 'Add as a new patient'}
    </Button>
  )
  return query === '' ? (
    <EmptyState icon={<PatientsIcon size={20} />} title="No patients yet" action={button}>
      Patients of the practice are listed here.
    </EmptyState>
  ) : (
    <EmptyState icon={<SearchIcon size={20} />} title={`No patient matches “${query}”`} action={button}>
      Try fewer letters, the birth date, or the chart number.
    </EmptyState>
  )
}
