import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/**
 * Writes files for the commands to read, in a folder that goes when the test file that asked for it ends.
 * What is not a string is written as JSON. Answers with the path.
 */
export function scratchFolder(): (name: string, content: unknown) => string {
  const folder = mkdtempSync(join(tmpdir(), 'ackward-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return (name, content) => {
    const path = join(folder, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
}
