export * from './chart';
export * from './plan';
