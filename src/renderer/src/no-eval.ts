/**
 * Tells the schema library not to compile code: the window's policy forbids it, and even the attempt is reported. It looks
 * here when it is loaded, which is with a screen that needs it; asking it by `z.config` would load it with the first.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })

export {}
