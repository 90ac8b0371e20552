/** Links: a scenario as text that survives mails, chats and blackboards. */
export type { LinkResult } from './decode';
export { encodeLink } from './encode';
export { LINK_LIMITS } from './limits';
export { decodeLink, encodeShortest } from './packed';
export type { LinkView } from './view';
