/** Seeds that can be read aloud in class. */

const COLOURS = ['amber', 'blue', 'coral', 'green', 'ivory', 'jade', 'lilac', 'olive', 'plum', 'rose', 'sand', 'teal'];
const ANIMALS = [
  'badger',
  'crane',
  'dove',
  'finch',
  'hare',
  'ibis',
  'lynx',
  'marten',
  'newt',
  'otter',
  'puffin',
  'raven',
  'seal',
  'stork',
  'vole',
  'wren',
];
const NUMBERS = 90;
const FIRST_NUMBER = 10;

/** The seed after `seed`: the same every time, so that "another seed" can be undone and repeated. `hash` mixes the text. */
export function nextSeed(seed: string, hash: (text: string) => number): string {
  const drawn = hash(`${seed} next`);
  const colour = COLOURS[drawn % COLOURS.length];
  const animal = ANIMALS[Math.floor(drawn / COLOURS.length) % ANIMALS.length];
  const number = FIRST_NUMBER + (Math.floor(drawn / (COLOURS.length * ANIMALS.length)) % NUMBERS);
  return `${colour}-${animal}-${number}`;
}
