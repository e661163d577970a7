/** For tests: records that a backup is restored beside, as the app does it. */
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { settleRestore } from '../../src/main/app/records-vault'
import { fileDrive, type Drive } from '../../src/main/backup/drive'
import { RestoreService } from '../../src/main/backup/restore-service'
import type { OpenedBackup } from '../../src/shared/contract/restore'
import { ok, type Result } from '../../src/shared/failures'
import { PASSPHRASE } from './backup-bench'
import type { recordsBench } from './records-bench'

type Bench = ReturnType<typeof recordsBench>
export type RestoreChanges = {
  typed?: string
  personId?: string | null
  drive?: Drive
  passphrase?: string | null
}

export const restoreService = (
  { program, folder }: Pick<Bench, 'program' | 'folder'>,
  file: string,
  drive: Drive = fileDrive,
) =>
  new RestoreService({
    ...program,
    drive,
    userData: dirname(folder),
    chooseBackup: () => Promise.resolve(file),
    tell: () => undefined,
  })

/** `close`: closes the records of the bench, before they change places. */
export async function restore(
  bench: Bench,
  close: () => Promise<void>,
  file: string,
  { typed = PASSPHRASE, personId = null, drive, passphrase = bench.passphrase }: RestoreChanges = {},
): Promise<Result<OpenedBackup>> {
  const service = restoreService(bench, file, drive)
  const chosen = await service.choose(null)
  const opened = chosen.ok ? await service.open(null, typed) : chosen
  const staged = opened.ok ? await service.stage(null, personId, passphrase) : opened
  if (!opened.ok || !staged.ok) {
    await service.cancel()
    await close()
    return staged.ok ? opened : staged
  }
  await close()
  const decided = await service.decide(staged.value, false)
  await settleRestore(dirname(bench.folder), bench.program)
  return decided.ok ? ok(opened.value) : decided
}

/** The folders of records that were put away. */
export const keptFolders = ({ folder }: Bench): string[] =>
  readdirSync(dirname(folder))
    .filter((name) => name.startsWith('records kept '))
    .map((name) => join(dirname(folder), name))
