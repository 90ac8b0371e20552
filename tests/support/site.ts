/** Builds the site and serves the built files on this machine: for `npm start`, the end-to-end tests and the bench. */
import { build, preview, type PreviewServer } from 'vite';

export interface Served {
  readonly address: string;
  close(): Promise<void>;
}

/** Writes dist/. Refuses by throwing what the build found. */
export async function buildSite(): Promise<void> {
  await build({ logLevel: 'warn' });
}

/** Serves dist/ on `port`; another free one when that is taken, unless `strict`. Refuses by throwing. */
export async function serveSite(port: number, strict: boolean): Promise<Served> {
  const server = await preview({ preview: { port, strictPort: strict }, logLevel: 'warn' });
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error('The server started, but has no address on this machine.');
  return { address, close: () => closed(server) };
}

const closed = (server: PreviewServer): Promise<void> => server.close();
