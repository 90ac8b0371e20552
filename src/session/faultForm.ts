/** The editable parts of a fault as form fields, and a fault with one field changed. */
import type { Fault, NodeFault, SystemFault } from '../scenario/scenario';
import type { SystemDescription } from '../scenario/catalog';

export interface Field {
  readonly id: string;
  readonly label: string;
  readonly type: 'number' | 'choice' | 'boolean';
  readonly value: string | number | boolean;
  readonly choices: readonly string[];
  /** An empty number stands for `never` or `none`. */
  readonly mayBeEmpty: boolean;
}

export interface FormGround {
  readonly systems: readonly SystemDescription[];
  readonly records: number;
}

const number = (id: string, label: string, value: number | undefined, mayBeEmpty = false): Field => ({
  id,
  label,
  type: 'number',
  value: value ?? '',
  choices: [],
  mayBeEmpty,
});
const choice = (id: string, label: string, value: string, choices: readonly string[]): Field => ({
  id,
  label,
  type: 'choice',
  value,
  choices: choices.includes(value) ? choices : [value, ...choices],
  mayBeEmpty: false,
});

/** The fields of a fault in the order in which they are read. */
export function fieldsOf(fault: Fault, ground: FormGround): readonly Field[] {
  switch (fault.do) {
    case 'drop':
    case 'delay':
    case 'duplicate':
      return [
        choice('do', 'what happens', fault.do, ['drop', 'delay', 'duplicate']),
        choice('message', 'message', fault.message, messagesOf(ground)),
        number('record', 'record', fault.record),
        number('attempt', 'which one', fault.attempt),
        ...(fault.do === 'drop' ? [] : [number('byMs', 'by ms', fault.byMs)]),
      ];
    case 'crash':
    case 'powerLoss':
    case 'pause':
      return nodeFields(fault, ground);
    case 'partition':
      return [
        choice('a', 'between', fault.between[0], nodesOf(ground)),
        choice('b', 'and', fault.between[1], nodesOf(ground)),
        number('atMs', 'at ms', fault.atMs),
        number('forMs', 'for ms', fault.forMs, true),
        { id: 'oneWay', label: 'one way only', type: 'boolean', value: fault.oneWay, choices: [], mayBeEmpty: false },
      ];
    default:
      return ownFields(fault, ground);
  }
}

function nodeFields(fault: NodeFault, ground: FormGround): readonly Field[] {
  const { pin } = fault;
  const when = 'step' in pin ? pin.when : 'at';
  const place =
    'step' in pin
      ? [
          choice('step', 'step', pin.step, stepsOf(ground)),
          number('record', 'record', pin.record),
          number('attempt', 'which time', pin.attempt),
        ]
      : [number('atMs', 'at ms', pin.atMs)];
  return [
    choice('do', 'what happens', fault.do, ['crash', 'powerLoss', 'pause']),
    choice('node', 'node', fault.node, nodesOf(ground)),
    choice('when', 'when', when, ['at', 'before', 'after']),
    ...place,
    number('forMs', 'for ms', fault.forMs, true),
  ];
}

/** Whose right it is comes first; what may be chosen next goes with it. */
function ownFields(fault: SystemFault, { systems }: FormGround): readonly Field[] {
  const listed = systems.flatMap(({ ownFaults }) => ownFaults).filter((own) => own.do === fault.do);
  const { principal, operation } = fault;
  const at = number('atMs', 'at ms', fault.atMs);
  if (principal === undefined) {
    const unowned = listed.filter(({ principals }) => principals === undefined);
    return [choice('target', 'what', fault.target, unique(unowned.flatMap(({ targets }) => targets))), at];
  }
  const own = listed.filter(({ principals }) => principals?.includes(principal) === true);
  const doing = own.filter(({ operations }) => operation === undefined || operations?.includes(operation) === true);
  const whose = listed.filter(({ targets }) => targets.includes(fault.target));
  return [
    choice('principal', 'whose', principal, unique(whose.flatMap(({ principals = [] }) => principals))),
    ...(operation === undefined
      ? []
      : [choice('operation', 'right', operation, unique(own.flatMap(({ operations = [] }) => operations)))]),
    choice('target', 'on what', fault.target, unique(doing.flatMap(({ targets }) => targets))),
    at,
    number('forMs', 'for ms', fault.forMs, true),
  ];
}

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
const messagesOf = ({ systems }: FormGround): readonly string[] => unique(systems.flatMap(({ messages }) => messages));
const nodesOf = ({ systems }: FormGround): readonly string[] => unique(systems.flatMap(({ nodes }) => nodes));
const stepsOf = ({ systems }: FormGround): readonly string[] => unique(systems.flatMap(({ steps }) => steps));

const USUAL_BY_MS = 50;

/** The fault with one field changed, as contract data: what does not fit is left for the validation to refuse. */
export function withField(fault: Fault, id: string, value: string | number | boolean | undefined): Fault {
  if ('between' in fault && (id === 'a' || id === 'b')) {
    const [a, b] = fault.between;
    return { ...fault, between: id === 'a' ? [String(value), b] : [a, String(value)] };
  }
  if ('pin' in fault && ['when', 'step', 'record', 'attempt', 'atMs'].includes(id))
    return { ...fault, pin: pinWith(fault.pin, id, value) };
  if (id === 'do' && 'message' in fault) return withDeed(fault, String(value));
  const { [id]: _old, ...rest } = fault as unknown as Record<string, unknown>;
  return (value === undefined ? rest : { ...rest, [id]: value }) as unknown as Fault;
}

function withDeed(fault: Extract<Fault, { message: string }>, what: string): Fault {
  const { message, record, attempt, from, to } = fault;
  const pin = {
    message,
    record,
    attempt,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
  if (what === 'delay' || what === 'duplicate')
    return { do: what, ...pin, byMs: 'byMs' in fault ? fault.byMs : USUAL_BY_MS };
  return { do: 'drop', ...pin };
}

function pinWith(pin: NodeFault['pin'], id: string, value: unknown): NodeFault['pin'] {
  if (id === 'when' && value === 'at') return { atMs: 'atMs' in pin ? pin.atMs : 0 };
  if (id === 'when' && !('step' in pin))
    return { when: value === 'after' ? 'after' : 'before', step: 'effect', record: 1, attempt: 1 };
  return { ...pin, [id]: value };
}
