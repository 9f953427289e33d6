declare module '*.css';
declare module '*.css?url' {
  const address: string;
  export default address;
}

/** The text of a stylesheet. */
declare module '*.css?raw' {
  const text: string;
  export default text;
}
