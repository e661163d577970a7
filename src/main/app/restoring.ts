/** Who may restore a backup here, and how its records take the place of those that are open, or cannot be opened. */
import { failed, LOST_RECORDS, ok, type Result } from '../../shared/failures'
import type { Queue } from '../../shared/queue'
import type { RestoreService } from '../backup/restore-service'
import { may } from '../../shared/capabilities'
import type { Restores } from './handlers/restore'
import type { OpenedRecords } from './opened-records'

/** `by`: the session; it and `personId` are null where nobody can sign in. `wasEmpty`: there is no practice here yet. */
type Restorer = { by: string | null; personId: string | null; wasEmpty: boolean }

async function restorer({ which, records, state }: OpenedRecords): Promise<Result<Restorer>> {
  if (which !== 'own') return failed('not-allowed')
  if (!records) {
    const lost = state.state === 'failed' && LOST_RECORDS.has(state.failure.code)
    return lost ? ok({ by: null, personId: null, wasEmpty: false }) : failed('not-allowed')
  }
  if ((await records.practice()) === null) return ok({ by: null, personId: null, wasEmpty: true })
  const session = records.people.current()
  if (!session) return failed('signed-out')
  return may(session.person, 'backups:manage')
    ? ok({ by: session.id, personId: session.person.id, wasEmpty: false })
    : failed('not-allowed')
}

type Dependencies = {
  opened: () => OpenedRecords
  /** Only one thing at a time opens or closes records. */
  opening: Queue
  service: RestoreService
  /** The records are about to close, and have opened again or not. */
  closing: () => void
  reopened: () => void
}

export function createRestores({ opened, opening, service, closing, reopened }: Dependencies): Restores {
  const asRestorer = async <T>(work: (who: Restorer) => Promise<Result<T>>): Promise<Result<T>> => {
    const who = await restorer(opened())
    return who.ok ? work(who.value) : who
  }

  const apply = async (
    { by, personId, wasEmpty }: Restorer,
    { proof, passphrase }: Parameters<Restores['apply']>[0],
  ): Promise<Result<null>> => {
    const records = opened()
    if (personId !== null) {
      if (!proof) return failed('wrong-credentials')
      const proved = await records.records?.people.prove(proof)
      if (!proved?.ok) return proved ?? failed('signed-out')
    }
    const staged = await service.stage(by, personId, passphrase)
    if (!staged.ok) return noted(personId, staged)
    // Both took their time, and somebody else may be here now.
    const now = await restorer(records)
    if (!now.ok || now.value.by !== by || now.value.wasEmpty !== wasEmpty) {
      await service.discard()
      return failed('signed-out')
    }
    const decided = await records.replace(() => service.decide(staged.value, wasEmpty), passphrase, closing)
    reopened()
    return noted(personId, decided)
  }

  /** In the records that are here still. */
  const noted = async (personId: string | null, result: Result<null>): Promise<Result<null>> => {
    if (result.ok) return result
    const { code } = result.failure
    const outcome = code === 'backup-cancelled' ? 'refused' : 'failed'
    await opened().records?.units.note({ personId, action: 'backup.failed', subject: code, outcome })
    return result
  }

  return {
    choose: () => asRestorer(({ by }) => service.choose(by)),
    open: ({ typed }) => asRestorer(({ by }) => service.open(by, typed)),
    apply: (input) => opening.run(() => asRestorer((who) => apply(who, input))),
    cancel: () => service.cancel(),
  }
}
