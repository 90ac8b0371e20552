export * from './effects';
export * from './rights';
export * from './role';
export * from './system';
