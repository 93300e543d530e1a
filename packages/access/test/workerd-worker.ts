import { runConformance } from './run-conformance.ts';

/** A Worker that answers every request with the result of the suite. */
export default {
  async fetch(): Promise<Response> {
    return Response.json(await runConformance());
  },
};
