/**
 * One spelling of a username: NFC, no blanks around, no capitals. Through capitals to small letters, so that "ß" and
 * "ss" or the two small sigmas are one (164.312(a)(2)(i)).
 */
export const usernameKey = (username: string): string =>
  username.normalize('NFC').trim().toUpperCase().toLowerCase().normalize('NFC')
