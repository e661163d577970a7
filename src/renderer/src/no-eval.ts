/** Tells the schema library not to compile code: the window's policy forbids it, and even the attempt is reported. */
import { z } from 'zod'

z.config({ jitless: true })
