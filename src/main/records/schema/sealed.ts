/** Made by platform/crypto/seal.ts. */
export type Sealed = Buffer
