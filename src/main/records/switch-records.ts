/**
 * Other records take the place of these. They lie whole in a folder beside them; a note says that the change is decided,
 * and is taken away only once all of it is done. Two renames put the one folder away and the other in its place: whatever
 * ends the program meanwhile, the next opening finds the note and goes on, and without a note nothing has happened.
 * The folder that was there is never removed.
 */
import { readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { localMinute } from '../../shared/day'
import { fileSize, syncFolder, unlessMissing, vaultFiles, writeWhole } from './vault-files'
import { readMarker } from './vault-marker'

/** All on one disk, so that a rename is enough. */
export const switchPlaces = (userData: string) => ({
  userData,
  records: join(userData, 'records'),
  staged: join(userData, 'records to restore'),
  note: join(userData, 'restore.json'),
})
export type SwitchPlaces = ReturnType<typeof switchPlaces>

const noteSchema = z.object({
  /** Name of the folder that the records of before are kept in. */
  kept: z.string().regex(/^records kept \d{4}-\d{2}-\d{2} \d{4}( \(\d+\))?$/),
  /** What the marker of the staged records says of their key: which records are meant. */
  keyCheck: z.string(),
  /** When the backup was made. */
  madeAt: z.number().int(),
  /** There was nothing in the records of before. */
  wasEmpty: z.boolean(),
})
/** `keptIn`: null when there was nothing to keep. */
export type Switched = { madeAt: number; keptIn: string | null }

const isThere = async (path: string) => (await fileSize(path)) !== null

/** From here on the staged records are the ones. On closed files; throws as the disk does, and then nothing is decided. */
export async function decideSwitch(
  { userData, staged, note }: SwitchPlaces,
  { now, ...said }: { now: number; madeAt: number; wasEmpty: boolean },
): Promise<void> {
  const plain = `records kept ${localMinute(now)}`
  let kept = plain
  for (let number = 2; await isThere(join(userData, kept)); number += 1) kept = `${plain} (${String(number)})`
  await writeWhole(note, JSON.stringify({ kept, keyCheck: await keyCheckIn(staged), ...said }))
}

const keyCheckIn = async (folder: string): Promise<string | null> => {
  const reading = await readMarker(vaultFiles(folder))
  return reading.kind === 'read' ? reading.marker.keyCheck : null
}

/** It could not be decided: the note first, and without it what was staged, so that no note ever means less than all. */
export async function takeBack(places: SwitchPlaces): Promise<void> {
  await endSwitch(places)
  await removeStaged(places)
}

/**
 * At every opening, before the records are looked at. Null: nothing was decided; `dropped`: nor will it be, and what was
 * staged is gone. Throws as the disk does, and then the next try goes on.
 */
export async function finishSwitch(places: SwitchPlaces): Promise<Switched | 'dropped' | null> {
  const { userData, records, staged, note } = places
  const text = await unlessMissing(readFile(note, 'utf8'))
  const said = text === null ? null : parse(text)
  const move = async (from: string, to: string) => {
    if (!(await isThere(from))) return
    await rename(from, to)
    await syncFolder(userData)
  }
  if (!said) {
    // Beside a note that was damaged since, the records of before may be put away already.
    if (text !== null && !(await isThere(records))) await move(staged, records)
    if (!(await isThere(staged))) return null
    await removeStaged(places)
    return 'dropped'
  }
  const kept = join(userData, said.kept)
  if ((await keyCheckIn(staged)) === said.keyCheck) {
    await move(records, kept)
    await move(staged, records)
  }
  if ((await keyCheckIn(records)) !== said.keyCheck) {
    await takeBack(places)
    return 'dropped'
  }
  return { madeAt: said.madeAt, keptIn: said.wasEmpty ? null : kept }
}

/** What was staged and is not wanted; that it cannot be removed is in nobody's way. */
export const removeStaged = ({ staged }: SwitchPlaces): Promise<void> =>
  rm(staged, { recursive: true, force: true }).catch(() => undefined)

/** Once everything else that belongs to the change is done too. */
export async function endSwitch({ userData, note }: SwitchPlaces): Promise<void> {
  await rm(note, { force: true })
  await syncFolder(userData)
}

function parse(text: string) {
  try {
    return noteSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}
