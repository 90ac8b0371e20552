/**
 * What a caller calls its message, and whether a retry carries the same name: the first of the questions that decide
 * every outcome. A receiver can recognise a repetition only by its name.
 */
export const NAME_POLICIES = ['none', 'perAttempt', 'perCall', 'persisted', 'derived', 'content', 'sequence'] as const;

/**
 * `none`: no name. `perAttempt`: a new one for each attempt, as when the server gives it. `perCall`: made when the call
 * is made and kept in memory, so that a restarted process makes another. `persisted`: stored with the order before the
 * first attempt. `derived`: made from business data. `content`: a hash of the body. `sequence`: the next number under the
 * producer's name.
 */
export type NamePolicy = (typeof NAME_POLICIES)[number];

export interface Naming {
  readonly policy: NamePolicy;
  /** The record whose id this one carries, by mistake or by design; normally itself. */
  readonly idOf: (record: number) => number;
  /** The record whose body is the same; normally itself. */
  readonly bodyOf: (record: number) => number;
  /** The body counts the attempts, so that no two of them are equal. */
  readonly counterInBody: boolean;
}

const itself = (record: number): number => record;

/** Each record has an id and a body of its own. */
export const plainNaming = (policy: NamePolicy): Naming => ({
  policy,
  idOf: itself,
  bodyOf: itself,
  counterInBody: false,
});

/** What a name is made of. */
export interface Called {
  readonly record: number;
  /** How often the process has started. */
  readonly life: number;
  /** The how-manieth call about this record in the life of the application. */
  readonly call: number;
  readonly attempt: number;
  /** Under the producer's name; -1 without one. */
  readonly sequence: number;
}

/** Names that nobody else's message has; '' when the message has none. */
export function nameOf({ policy, idOf, bodyOf, counterInBody }: Naming, called: Called): string {
  const { record, life, call, attempt, sequence } = called;
  switch (policy) {
    case 'none':
      return '';
    case 'perAttempt':
      return `attempt ${record}.${life}.${call}.${attempt}`;
    case 'perCall':
      return `call ${record}.${life}.${call}`;
    case 'persisted':
    case 'derived':
      return `id ${idOf(record)}`;
    case 'content':
      return `body ${bodyOf(record)}${counterInBody ? `, attempt ${attempt}` : ''}`;
    case 'sequence':
      return `seq ${sequence}`;
  }
}
