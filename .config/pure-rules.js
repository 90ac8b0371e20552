/** What pure folders do without, each with what to use instead. tests/architecture/bans.test.ts checks the same. */

const instead = {
  Date: 'Use virtual time: whole milliseconds that you are given.',
  performance: 'Use virtual time: whole milliseconds that you are given.',
  Promise: 'Return the value; only the page and the command line wait.',
  setTimeout: 'Return a startTimer effect.',
  setInterval: 'Return a startTimer effect.',
  setImmediate: 'Return a raise effect.',
  queueMicrotask: 'Return a raise effect.',
  requestAnimationFrame: 'Leave frames to the session.',
  Intl: 'Leave words for people to text/ and views/.',
  crypto: 'Use draw(seed, about).',
  process: 'Take what you need as an argument.',
  console: 'Return a value, or record an event.',
  document: 'Return marks or data; views make elements.',
  window: 'Take what you need as an argument.',
  globalThis: 'Take what you need as an argument.',
  fetch: 'Take the text as an argument.',
};

const noWaiting = 'Return the value; only the page and the command line wait.';
const integersOnly = 'Differs between browsers: use integer arithmetic, or a table.';

export function pureRules(alsoRestricted) {
  return {
    'no-restricted-globals': ['error', ...Object.entries(instead).map(([name, message]) => ({ name, message }))],
    'no-restricted-syntax': [
      ...alsoRestricted,
      { selector: ':function[async=true]', message: noWaiting },
      { selector: 'AwaitExpression', message: noWaiting },
      { selector: 'BinaryExpression[operator="**"]', message: integersOnly },
      { selector: 'AssignmentExpression[operator="**="]', message: integersOnly },
      {
        selector:
          'MemberExpression[object.name="Math"][property.name!=/^(abs|ceil|clz32|floor|imul|max|min|round|sign|sqrt|trunc)$/]',
        message: 'Chance comes from draw(seed, about), and the rest differs between browsers: use integer arithmetic.',
      },
      {
        selector: 'CallExpression[arguments.length=0] > MemberExpression[property.name=/^(sort|toSorted)$/]',
        message: 'Say the order: give a comparator that never answers 0 for different things.',
      },
      {
        selector: 'MemberExpression[property.name=/^(toLocale.*|localeCompare)$/]',
        message: 'Differs between machines: compare with < and >, or leave it to text/.',
      },
      { selector: 'ForInStatement', message: 'Use Object.entries, a Map or an array.' },
    ],
  };
}
