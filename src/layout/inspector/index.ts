export * from './logStrip';
