import { useAppInfo } from '../data/queries'

/** BCP 47 tag of the person's system; the browser's until main has told. */
export function useLocale(): string {
  return useAppInfo().value?.locale ?? navigator.language
}
