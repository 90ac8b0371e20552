declare module 'seedrandom/lib/alea.js' {
  /** A generator of numbers in [0, 1), each a multiple of 2 to the power of -32, from a text seed. */
  const alea: (seed: string) => { (): number; quick(): number };
  export default alea;
}
