/**
 * Links and files of older versions, brought to the present one step at a time. A step is pure, is never changed once
 * links of its version exist, and is never removed.
 */

/** The version that links are written in. */
export const LINK_VERSION = 1;

/** Makes of a scenario of one version, not yet validated, the same scenario in the next. */
export type Migration = (raw: unknown) => unknown;

/** The first makes version 2 of version 1. There is one version so far, so nothing is to be done. */
const MIGRATIONS: readonly Migration[] = [];

/** Takes every step from `version` (1 at least) to the present. A version from the future is left as it is. */
export function migrate(raw: unknown, version: number, migrations: readonly Migration[] = MIGRATIONS): unknown {
  return migrations.slice(Math.max(0, version - 1)).reduce((older, step) => step(older), raw);
}
