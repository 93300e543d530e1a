import { type HttpAnswer, jsonAnswer, noStore } from '../../ports/http-exchange.ts';

/** An answer of the video API: one object, or a page of them (Mux contract §3). */
export const dataAnswer = (status: number, data: unknown): HttpAnswer => jsonAnswer(status, { data }, noStore);

/** An answer without a body: it is gone. */
export const goneAnswer: HttpAnswer = { status: 204, headers: noStore, body: { kind: 'empty' } };
