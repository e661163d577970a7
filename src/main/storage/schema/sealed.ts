/** Made by sealing/seal.ts. */
export type Sealed = Buffer
