/** A file as text, put into the bundle when it is built. */
declare module '*.html?raw' {
  const text: string
  export default text
}
