// Proves who may restore a backup: anybody while there is no practice here or its records are lost, who looks after backups
// once there is one and has proved it, and nobody else; and that whoever came in meanwhile ends it.
import { expect, test, vi } from 'vitest'
import type { StorageState } from '../../shared/contract/app'
import { failed, ok } from '../../shared/failures'
import { Queue } from '../../shared/queue'
import type { RestoreService, StagedBackup } from '../backup/restore-service'
import type { OpenedRecords } from './opened-records'
import { createRestores } from './restoring'
import type { DefaultRoleId } from '../../shared/roles'
import { roleOf } from '../../../tests/support/roles'

type Scene = {
  which?: 'own' | 'demo'
  state?: StorageState
  practice?: boolean
  role?: DefaultRoleId | null
  /** While the records of the backup are made ready. */
  meanwhile?: (opened: { session: string }) => void
}

function scene({ which = 'own', state = { state: 'open' }, practice = true, role = null, meanwhile }: Scene) {
  const now = { session: 's1' }
  const noted: string[] = []
  const people = {
    current: () => (role ? { id: now.session, person: { id: 'june', ...roleOf(role) } } : null),
    prove: ({ password }: { password: string }) =>
      Promise.resolve(password === 'right' ? ok(null) : failed('wrong-credentials')),
  }
  const records = {
    people,
    practice: () => Promise.resolve(practice ? {} : null),
    units: {
      note: ({ action, subject }: { action: string; subject: string }) => {
        noted.push(`${action} ${subject}`)
        return Promise.resolve()
      },
    },
  }
  const replace = vi.fn((decide: () => Promise<unknown>) => decide())
  const opened = { which, state, records: state.state === 'open' ? records : null, replace }
  const staged: StagedBackup = { madeAt: 1, remembered: null }
  const service = {
    choose: vi.fn(() => Promise.resolve(ok(null))),
    open: vi.fn(() => Promise.resolve(failed('backup-not-opened'))),
    stage: vi.fn(() => {
      meanwhile?.(now)
      return Promise.resolve(ok(staged))
    }),
    decide: vi.fn(() => Promise.resolve(ok(null))),
    discard: vi.fn(() => Promise.resolve()),
    cancel: () => Promise.resolve(),
  }
  const restores = createRestores({
    opened: () => opened as unknown as OpenedRecords,
    opening: new Queue(),
    service: service as unknown as RestoreService,
    closing: () => undefined,
    reopened: () => undefined,
  })
  const apply = async (password: string | null = null) => {
    const proof = password === null ? null : { password, code: null }
    const result = await restores.apply({ proof, passphrase: null })
    return result.ok ? 'done' : result.failure.code
  }
  const choose = async () => {
    const result = await restores.choose(undefined)
    return result.ok ? 'done' : result.failure.code
  }
  return { apply, choose, service, replace, noted }
}

const lost = {
  state: 'failed',
  failure: { code: 'vault-damaged' },
  keptFile: null,
  recoverable: false,
} as const

test.each<[what: string, scene: Scene, choose: string]>([
  ['no practice here', { practice: false }, 'done'],
  ['records that are lost', { state: lost }, 'done'],
  ['an administrator', { role: 'administrator' }, 'done'],
  [
    'a keychain that does not answer',
    { state: { ...lost, failure: { code: 'keychain-locked' } } },
    'not-allowed',
  ],
  ['records that are opening', { state: { state: 'opening' } }, 'not-allowed'],
  ['the demo practice', { which: 'demo', practice: false }, 'not-allowed'],
  ['nobody signed in', {}, 'signed-out'],
  ['the front desk', { role: 'staff' }, 'not-allowed'],
])('%s', async (_what, given, wanted) => {
  const { choose, service } = scene(given)
  expect(await choose()).toBe(wanted)
  expect(service.choose).toHaveBeenCalledTimes(wanted === 'done' ? 1 : 0)
})

test('a practice is replaced only with the password of who asks', async () => {
  const { apply, service, replace } = scene({ role: 'administrator' })
  expect(await apply()).toBe('wrong-credentials')
  expect(await apply('wrong')).toBe('wrong-credentials')
  expect(service.stage).not.toHaveBeenCalled()
  expect(await apply('right')).toBe('done')
  expect(service.stage).toHaveBeenCalledWith('s1', 'june', null)
  expect(service.decide).toHaveBeenCalledWith(expect.anything(), false)
  expect(replace).toHaveBeenCalledTimes(1)
})

test('where nothing is, nothing is proved, and it is noted that there was nothing', async () => {
  const { apply, service } = scene({ practice: false })
  expect(await apply()).toBe('done')
  expect(service.decide).toHaveBeenCalledWith(expect.anything(), true)
})

test('another session meanwhile ends it before anything is closed', async () => {
  const { apply, service, replace } = scene({
    role: 'administrator',
    meanwhile: (now) => {
      now.session = 's2'
    },
  })
  expect(await apply('right')).toBe('signed-out')
  expect(service.discard).toHaveBeenCalledTimes(1)
  expect(replace).not.toHaveBeenCalled()
})

test('what came to nothing is in the record that is here still', async () => {
  const { apply, service, noted } = scene({ role: 'administrator' })
  service.decide.mockResolvedValueOnce(failed('disk-full') as never)
  expect(await apply('right')).toBe('disk-full')
  expect(noted).toEqual(['backup.failed disk-full'])
})
