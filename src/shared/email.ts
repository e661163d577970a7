/** E-mail addresses, as the address field of the HTML standard takes them: RFC 5322 atext before the @. */
import { z } from 'zod'

/** What mail programs and pages put before and behind an address that is copied. */
const AROUND = /^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu
/** The standard takes a bare host too; a patient's address always has a domain. */
const DOMAIN = /@.+\../

export const emailSchema = z
  .string()
  .max(400)
  .transform((text) => text.replace(AROUND, ''))
  .pipe(z.string().max(254).regex(z.regexes.html5Email).regex(DOMAIN))
