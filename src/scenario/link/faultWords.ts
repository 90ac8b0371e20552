/** A fault as one value of a link: what it does, what it strikes, and the rest by name. */
import { canonicalFault } from '../canonical';
import { DEFAULT_ATTEMPT, DEFAULT_DELAY_BY_MS, DEFAULT_DUPLICATE_BY_MS } from '../defaults';
import type { Fault } from '../scenario';
import { FAULT_TAGS } from './grammar';
import { readNumber, readTag, writeTags } from './tags';
import { decodeText, encodeText } from './words';

/** `drop.ProduceResponse.3`, `crash.consumer.after.effect.5.for300`, `partition.producer.broker-1.at300`. */
export function writeFault(fault: Fault): string {
  const byMs = fault.do === 'delay' ? DEFAULT_DELAY_BY_MS : DEFAULT_DUPLICATE_BY_MS;
  const defaults = { attempt: DEFAULT_ATTEMPT, byMs, oneWay: false };
  return [fault.do, ...struck(fault), ...writeTags(FAULT_TAGS, canonicalFault(fault), defaults)].join('.');
}

function struck(fault: Fault): readonly string[] {
  switch (fault.do) {
    case 'drop':
    case 'duplicate':
    case 'delay':
      return [encodeText(fault.message), String(fault.record)];
    case 'crash':
    case 'powerLoss':
    case 'pause':
      return [encodeText(fault.node), ...step(fault.pin)];
    case 'partition':
      return fault.between.map(encodeText);
    case 'expire':
    case 'revoke':
    case 'forget':
      return [encodeText(fault.target)];
  }
}

type NodePin = Extract<Fault, { do: 'crash' | 'powerLoss' | 'pause' }>['pin'];

const step = (pin: NodePin): readonly string[] =>
  'atMs' in pin ? [] : [pin.when, encodeText(pin.step), String(pin.record)];

type Entry = readonly [string, unknown];

interface Struck {
  readonly entries: readonly Entry[];
  /** How many parts after the first were read. */
  readonly parts: number;
}

/** A part that cannot be decoded stays as it is: the validation then says that there is no such name. */
const word = (part: string | undefined): string | undefined => (part === undefined ? part : (decodeText(part) ?? part));

function readStruck(kind: string, parts: readonly string[]): Struck {
  const [first, second, third, fourth] = parts;
  switch (kind) {
    case 'drop':
    case 'duplicate':
    case 'delay':
      return { entries: [entry('message', word(first)), entry('record', readNumber(second))], parts: 2 };
    case 'crash':
    case 'powerLoss':
    case 'pause': {
      const node = entry('node', word(first));
      if (second !== 'before' && second !== 'after') return { entries: [node], parts: 1 };
      return { entries: [node, entry(second, word(third)), entry('record', readNumber(fourth))], parts: 4 };
    }
    case 'partition':
      return { entries: [entry('between', [word(first), word(second)])], parts: 2 };
    default:
      return { entries: [entry('target', word(first))], parts: 1 };
  }
}

const entry = (key: string, value: unknown): Entry => [key, value];

export interface ReadFault {
  /** In the form of a file, not yet validated. */
  readonly raw: object;
  /** Parts that mean nothing. */
  readonly strange: readonly string[];
}

export function readFaultWords(value: string): ReadFault {
  const [kind = '', ...parts] = value.split('.');
  const found = readStruck(kind, parts);
  const rest = parts.slice(found.parts);
  const tagged = rest.map((part) => readTag(FAULT_TAGS, part));
  const entries = [entry('do', kind), ...found.entries, ...tagged.filter((each) => each !== undefined)];
  return { raw: Object.fromEntries(entries), strange: rest.filter((_, index) => tagged[index] === undefined) };
}
