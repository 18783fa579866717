/** Text as it is stored and compared. */

/** A name as written, without outer or doubled white space, in NFC. */
export const tidy = (name: string): string => name.normalize('NFC').replace(/\s+/gu, ' ').trim()
/** A name as it is sorted and searched: without case and accents ("Ärzte" with "arzte"). */
export const foldedName = (name: string): string =>
  tidy(name).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().slice(0, 250)
/** Addresses are ASCII by contract; upper and lower case are one mailbox. */
export const canonicalEmail = (email: string): string => email.toLowerCase()
/** Literal text inside a LIKE pattern. */
export const escapedForLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&')
