export * from './effects';
export * from './role';
export * from './system';
