/** How two names as people write them stand to each other. */
import { foldedWords, foldings } from '../../../../shared/fold'
import { mayBeShortFor } from './short-forms'

/** `similar`: can be the same name and does not prove it. `unknown`: one of them is missing. */
export type Comparison = 'same' | 'similar' | 'different' | 'unknown'

/** The words of each way in which a name is written. */
const spellings = (name: string): string[][] => foldings(name).map(foldedWords)

/** "Mary-Ann", "Mary Ann" and "Maryann" are one spelling. */
const written = (name: string): string[] => spellings(name).map((words) => words.join(''))

export const sameName = (one: string, other: string): boolean => {
  const others = written(other)
  return written(one).some((spelling) => spelling !== '' && others.includes(spelling))
}

/** An initial, a beginning ("Sam", "Samuel") or a short form. */
const compatible = (one: string, other: string): boolean =>
  one.startsWith(other) || other.startsWith(one) || mayBeShortFor(one, other)

const isLatin = (name: string) => /\p{Script=Latin}/u.test(name)

/** Given names: what cannot be the same person's is `different`. */
export function compareGivenNames(one: string, other: string): Comparison {
  const [words = []] = spellings(one)
  const [others = []] = spellings(other)
  if (words.length === 0 || others.length === 0) return 'unknown'
  if (sameName(one, other)) return 'same'
  // In two scripts a name cannot be held against the other; somebody has to read both.
  if (isLatin(one) !== isLatin(other)) return 'similar'
  const [fewer, more] = words.length <= others.length ? [words, [...others]] : [others, [...words]]
  for (const word of fewer) {
    const partner = more.findIndex((candidate) => compatible(word, candidate))
    if (partner < 0) return 'different'
    more.splice(partner, 1)
  }
  return 'similar'
}

/** Family names change and are written in part, so that another one contradicts nothing by itself. */
export function compareFamilyNames(one: string, other: string): Comparison {
  const [words = []] = spellings(one)
  const [others = []] = spellings(other)
  if (words.length === 0 || others.length === 0) return 'unknown'
  if (sameName(one, other)) return 'same'
  return words.some((word) => others.includes(word)) ? 'similar' : 'different'
}
