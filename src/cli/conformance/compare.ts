/** Whether an answer is as expected: fields that are not named are not compared, arrays are compared whole. */
import { isObject } from './checks';

/** Compares an answer with what is expected of it. */
export function isAsExpected(expected: unknown, got: unknown): boolean {
  if (!isObject(expected) || !isObject(got)) return isSame(expected, got);
  return Object.entries(expected).every(([name, value]) =>
    name === 'error' || name === 'offset' ? isByPartition(value, got[name]) : isSame(value, got[name]),
  );
}

/** A plain word stands for all partitions, on either side. */
function isByPartition(expected: unknown, got: unknown): boolean {
  if (isObject(got) && !isObject(expected)) return Object.values(got).every((each) => isSame(expected, each));
  if (isObject(expected) && typeof got === 'string') return Object.values(expected).every((each) => isSame(each, got));
  return isSame(expected, got);
}

function isSame(expected: unknown, got: unknown): boolean {
  if (Array.isArray(expected))
    return (
      Array.isArray(got) && got.length === expected.length && expected.every((each, place) => isSame(each, got[place]))
    );
  if (isObject(expected))
    return isObject(got) && Object.entries(expected).every(([name, value]) => isSame(value, got[name]));
  return expected === got;
}
