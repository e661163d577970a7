/** Invented people, plans and settings for component tests and the preview. */
export * from './common'
export * from './app'
export * from './people'
export * from './patients'
export * from './plans'
export * from './fullscript'
