/** The systems that clinical codes are of, by the URIs that FHIR gives them. They are names: nothing is ever fetched there. */
export const SNOMED_CT = 'http://snomed.info/sct'
export const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm'

const NAMES: Record<string, string> = { [SNOMED_CT]: 'SNOMED CT', [RXNORM]: 'RxNorm' }

/** What people call a code system; of one that is not known its URI. */
export const codeSystemName = (system: string): string => NAMES[system] ?? system
