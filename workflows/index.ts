// What the workflow bundle holds.
export { caseHost } from './case-host.ts';
