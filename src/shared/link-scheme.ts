/** What is a link of ours at all; known before the contract is. deep-link.ts reads one. */
export const LINK_SCHEME = 'com.yarrowehr.desktop'

/** The longest link that is looked at, in characters; a longer one is not ours (F-201). */
export const LONGEST_LINK = 8192
