/** IPC channel of a call or event. One prefix for each level of trust, so that one can never answer the other. */
export const windowChannel = (area: string, name: string) => `yarrow:${area}.${name}`
export const embedChannel = (name: string) => `yarrow-embed:${name}`
