/** Every system that a scenario may name. A new system is a folder here and one line below. */
import type { System } from '../engine/contracts';
import { kafka } from './kafka';
import { sqs } from './sqs';

export const SYSTEMS: readonly System[] = [kafka, sqs];
