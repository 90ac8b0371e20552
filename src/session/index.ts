/** What the views need of the session, and the shared types that they may only have through it. */
export type { SettingDescription } from '../scenario/catalog';
export type { Fault, SettingValue } from '../scenario/scenario';
export type { LaneCard } from './lanes';
export type { Session } from './session.svelte';
