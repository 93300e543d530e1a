import { runConformance } from './run-conformance.ts';

Object.assign(globalThis, { runConformance });
