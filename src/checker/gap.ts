/** What the all-seeing checker knows and clients cannot: the gap between two verdicts on one run, as data. */
import type { ClientName, ClientReport } from './client/report';
import type { Sighting, SightingCode } from './oracle/sightings';
import type { Finding, NoteCode, OracleCode, OracleVerdict } from './oracle/verdict';

export interface Gap {
  /** Anomalies that some client could tell. */
  readonly seen: readonly Finding[];
  /** Anomalies that no client could tell. */
  readonly hidden: readonly Finding[];
  /** Reports of clients that nothing covers. There are none, or one of the two checkers is wrong. */
  readonly beyond: readonly ClientReport[];
}

interface Cover {
  /** The anomalies that this report is a view of. */
  readonly anomalies: readonly OracleCode[];
  /** What else may be behind it: no anomaly by itself. */
  readonly otherwise: readonly (SightingCode | NoteCode)[];
}

/** Jepsen's names and what each may be a view of. Source of the names: Jepsen's Kafka workload (`jepsen.tests.kafka`). */
export const COVERS: Readonly<Record<ClientName, Cover>> = {
  'lost-write': { anomalies: ['LP', 'LC'], otherwise: ['unseen'] },
  unseen: { anomalies: ['LP', 'LC'], otherwise: ['unseen'] },
  duplicate: { anomalies: ['DP', 'DA'], otherwise: ['retracted'] },
  G1a: { anomalies: ['AR'], otherwise: ['F', 'retracted'] },
  'inconsistent-offsets': { anomalies: [], otherwise: ['rewritten'] },
  'nonmonotonic-send': { anomalies: ['RO'], otherwise: ['retracted'] },
  'int-nonmonotonic-send': { anomalies: ['RO'], otherwise: ['retracted'] },
  'nonmonotonic-poll': { anomalies: [], otherwise: ['redelivered'] },
  'int-nonmonotonic-poll': { anomalies: [], otherwise: ['redelivered'] },
  'poll-skip': { anomalies: ['LC'], otherwise: ['jumped', 'retracted'] },
  'int-poll-skip': { anomalies: ['LC'], otherwise: ['jumped', 'retracted'] },
  'precommitted-read': { anomalies: [], otherwise: ['precommitted'] },
};

/** Compares the verdicts of one run. A report is covered by what concerns its record, or the record beside it. */
export function gapOf(
  { anomalies, notes }: OracleVerdict,
  sightings: readonly Sighting[],
  reports: readonly ClientReport[],
): Gap {
  const known = new Set([...anomalies, ...notes, ...sightings].map(({ code, record }) => `${code} ${record}`));
  const told = new Set(
    reports.flatMap(({ name, record }) => COVERS[name].anomalies.map((code) => `${code} ${record}`)),
  );
  const isTold = ({ code, record }: Finding): boolean => told.has(`${code} ${record}`);
  const isCovered = ({ name, record, beside }: ClientReport): boolean =>
    [...COVERS[name].anomalies, ...COVERS[name].otherwise].some(
      (code) => known.has(`${code} ${record}`) || known.has(`${code} ${beside}`),
    );
  return {
    seen: anomalies.filter(isTold),
    hidden: anomalies.filter((one) => !isTold(one)),
    beyond: reports.filter((report) => !isCovered(report)),
  };
}
