/** The settings of the kinesis system, with the API's and the Kinesis Client Library's own names and defaults. */
import type { SettingDescription } from '../../scenario/catalog';
import { choice, FROM_ONE, FROM_ZERO, number, PROMINENT, type Shelf } from '../describe';
import { senderSettings } from '../messaging';
import { APPLICATION, SINK_SETTINGS, stepsSetting } from '../shared';

const STREAM: Shelf = { of: 'broker', source: 'Amazon Kinesis Data Streams API Reference: PutRecord, PutRecords' };
const KCL: Shelf = { of: 'consumer', source: 'Kinesis Client Library: LeaseManagementConfig, PollingConfig' };

export const ON_ERROR = ['skip', 'retryThenStop', 'retryThenSkip'] as const;

export const KINESIS_SETTINGS: readonly SettingDescription[] = [
  number(
    STREAM,
    'RetentionPeriodHours',
    [0, 8_760],
    24,
    'After so many hours a record is gone, whether anybody has read it or not; the service takes 24 or more. 0: not within this run.',
    PROMINENT,
  ),
  number(
    STREAM,
    'app.inFlight',
    [1, 100],
    1,
    'How many puts are under way at a time; what is sent again comes after what went through meanwhile.',
    PROMINENT,
  ),
  number(KCL, 'maxRecords', [1, 10_000], 10_000, 'How many records a batch has at most.', PROMINENT),
  number(
    KCL,
    'failoverTimeMillis',
    FROM_ONE,
    10_000,
    'A worker that has not renewed its lease for so long loses its shard to another one.',
    PROMINENT,
  ),
  number(
    KCL,
    'app.rebalanceAt.ms',
    FROM_ZERO,
    0,
    'At this instant the shard goes to the second worker, as when leases are balanced or a shard is split; 0: never.',
  ),
  number(APPLICATION, 'app.workers', [1, 2], 1, 'How many workers there are for the one shard.', PROMINENT),
  number(APPLICATION, 'app.processing.ms', FROM_ZERO, 20, 'How long a worker handles one record.'),
  number(APPLICATION, 'app.poisonRecord', [0, 10_000], 0, 'Handling this record throws; 0: none.'),
  number(APPLICATION, 'app.poison.times', FROM_ZERO, 0, 'So often it throws in the life of a worker; 0: always.'),
  choice(
    APPLICATION,
    'app.onError',
    ON_ERROR,
    'skip',
    'An exception that nobody catches: the library goes on with the next batch. Caught, the batch is tried again; then the worker stops, or skips it as an event source mapping does.',
    { ...PROMINENT, source: 'Kinesis developer guide: troubleshooting consumers; AWS Lambda: event source mappings' },
  ),
  number(
    APPLICATION,
    'app.retryAttempts',
    [-1, 10_000],
    5,
    'How often a batch is tried again; -1: without limit, as an event source mapping does by default until a record is too old.',
  ),
  number(
    { of: 'consumer', source: 'AWS Lambda: parameters for Kinesis event source mappings' },
    'MaximumRecordAgeInSeconds',
    [-1, 604_800],
    -1,
    'An event source mapping gives its function no record that is older, however many retries are left; -1: only the retention ends it.',
  ),
  stepsSetting('E P'),
  ...senderSettings(3, 'AWS SDKs and Tools Reference Guide: retry behavior'),
  ...SINK_SETTINGS,
];
