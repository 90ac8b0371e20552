/** `npm start`: builds the site, serves it on this machine, says where. PORT=… asks for another port. */
import { buildSite, serveSite } from './site';

const USUAL_PORT = 4173;

await buildSite();
const { address } = await serveSite(Number(process.env['PORT'] ?? USUAL_PORT), false);
console.log(`Ackward is at ${address} (stop with Ctrl-C)`);
