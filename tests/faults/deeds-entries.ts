/** Clinical entries of every kind: recorded, changed, entered in error, brought back, and each way in which that fails. */
import type { Entry } from '../../src/shared/contract/entries'
import { ENTRY_KINDS, type EntryKind } from '../../src/shared/entry-kinds'
import { ENTRY_EXAMPLES } from '../support/entry-examples'
import type { Deed } from './deeds'
import { NOBODY, type Staff } from './staff'

/** `patientId`: Maya's, whose chart is open to June. */
export function entryDeeds(staff: Staff, patientId: () => string): Deed[] {
  const kinds = Object.keys(ENTRY_KINDS) as EntryKind[]
  return [
    ...kinds.flatMap((kind) => deedsOf(kind, staff, patientId)),
    {
      name: 'timeline.read',
      before: () => staff.signIn('june'),
      input: () => ({ ...wholeTimeline(patientId()), kinds: ['allergy-intolerance'] }),
      leaves: ['june timeline.read done of maya for allergy-intolerance'],
    },
  ]
}

const wholeTimeline = (patientId: string) => ({
  ...{ patientId, kinds: [], enteredInError: true, before: null, limit: 50 },
})

/** What was typed; none of it may be in the record of who did what. */
export const ENTRY_CONTENT = Object.values(ENTRY_EXAMPLES).flatMap(({ first }) => [
  first.text,
  JSON.stringify(first.body),
])

function deedsOf(kind: EntryKind, staff: Staff, patientId: () => string): Deed[] {
  const { area } = ENTRY_KINDS[kind]
  const { first, then } = ENTRY_EXAMPLES[area]
  let entry: Pick<Entry, 'id' | 'version'> = { id: NOBODY, version: 1 }
  const june = () => staff.signIn('june')
  /** The one entry of the kind, as it is now. */
  const look = async () => {
    await june()
    const [current] = await staff.must<Entry[]>(`${area}.list`, {
      patientId: patientId(),
      enteredInError: true,
    })
    if (current) entry = current
  }
  const one = (more: object = {}) => ({
    patientId: patientId(),
    id: entry.id,
    version: entry.version,
    ...more,
  })
  const writes = [
    ['change', 'changed', { content: then }],
    ['retract', 'retracted', { reason: 'The wrong chart' }],
    ['restore', 'restored', { from: 1 }],
  ] as const
  const done = (deed: string, subject = '') => `june ${kind}.${deed} done of maya${subject}`
  return [
    {
      name: `${area}.record`,
      before: june,
      input: () => ({ patientId: patientId(), content: first }),
      leaves: [done('recorded')],
    },
    {
      name: `${area}.list`,
      before: look,
      input: () => ({ patientId: patientId(), enteredInError: false }),
      leaves: [done('read')],
    },
    { name: `${area}.history`, input: () => one(), leaves: [done('read')] },
    {
      name: `${area}.change`,
      before: look,
      input: () => one({ content: then }),
      leaves: [done('changed', ' for unknown changed:status,effective')],
    },
    {
      name: `${area}.retract`,
      before: look,
      input: () => one({ reason: 'The wrong chart' }),
      leaves: [done('retracted')],
    },
    {
      name: `${area}.restore`,
      before: look,
      input: () => one({ from: 1 }),
      leaves: [done('restored')],
    },
    ...writes.flatMap(([call, deed, more]): Deed[] => [
      {
        name: `${area}.${call}`,
        way: 'changed meanwhile',
        before: look,
        input: () => one({ ...more, version: 1 }),
        leaves: [`june ${kind}.${deed} failed of maya for changed-meanwhile`],
        fails: 'changed-meanwhile',
      },
      {
        name: `${area}.${call}`,
        way: 'no such entry',
        input: () => one({ ...more, id: NOBODY }),
        leaves: [`june ${kind}.${deed} failed of maya for not-found`],
        fails: 'not-found',
      },
    ]),
    {
      name: `${area}.history`,
      way: 'no such entry',
      input: () => one({ id: NOBODY }),
      leaves: [`june ${kind}.read failed of maya for not-found`],
      fails: 'not-found',
    },
  ]
}

/** Whoever may not open the chart: every call is refused under its own action. */
export function closedEntryDeeds(before: () => Promise<unknown>, patientId: () => string): Deed[] {
  const timeline: Deed = {
    name: 'timeline.read',
    way: 'a chart that is closed',
    before,
    input: () => wholeTimeline(patientId()),
    leaves: ['tomas timeline.read refused of maya'],
    fails: 'chart-restricted',
  }
  const each = (Object.keys(ENTRY_KINDS) as EntryKind[]).flatMap((kind) => {
    const { area } = ENTRY_KINDS[kind]
    const { first: content } = ENTRY_EXAMPLES[area]
    const one = { id: NOBODY, version: 1 }
    const calls = [
      ['list', 'read', { enteredInError: false }],
      ['history', 'read', one],
      ['record', 'recorded', { content }],
      ['change', 'changed', { ...one, content }],
      ['retract', 'retracted', { ...one, reason: 'The wrong chart' }],
      ['restore', 'restored', { ...one, from: 1 }],
    ] as const
    return calls.map(([call, deed, more]): Deed => ({
      name: `${area}.${call}`,
      way: 'a chart that is closed',
      before,
      input: () => ({ patientId: patientId(), ...more }),
      leaves: [`tomas ${kind}.${deed} refused of maya`],
      fails: 'chart-restricted',
    }))
  })
  return [...each, timeline]
}
