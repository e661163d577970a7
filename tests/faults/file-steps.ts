/** Between the program and its files: before each change of a file or folder under `root` somebody may fail or wait. */
import files from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'

export type Step = (what: string) => Promise<void>

/** The function ends it. */
export function watchFiles(root: string, step: Step): () => void {
  const original = { ...files }
  const first =
    <A extends unknown[], T>(name: string, work: (...given: A) => Promise<T>) =>
    async (...given: A): Promise<T> => {
      if (String(given[0]).startsWith(root)) await step(name)
      return work(...given)
    }
  const open: typeof files.open = async (path, flags, mode) => {
    const within = String(path).startsWith(root) && flags !== 'r'
    if (within) await step('open')
    const handle = await original.open(path, flags, mode)
    if (!String(path).startsWith(root)) return handle
    const { writeFile, sync } = handle
    handle.writeFile = async (...given) => {
      await step('write')
      return writeFile.apply(handle, given)
    }
    handle.sync = async () => {
      await step('sync')
      return sync.apply(handle)
    }
    return handle
  }
  Object.assign(files, {
    open,
    rename: first('rename', original.rename),
    rm: first('rm', original.rm),
    mkdir: first('mkdir', original.mkdir),
    mkdtemp: first('mkdtemp', original.mkdtemp),
    chmod: first('chmod', original.chmod),
  })
  syncBuiltinESMExports()
  return () => {
    Object.assign(files, original)
    syncBuiltinESMExports()
  }
}
