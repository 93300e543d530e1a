import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpAnswer } from '../ports/http-exchange.ts';
import type { Span } from '../ports/tracing.ts';

/** One request on its way to its answer. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly span: Span;
  readonly rawTarget: string;
  readonly clientAddress: string;
  /** By the clock of `performance`. */
  readonly beganMs: number;
  /** What the socket had sent before. */
  readonly socketBytes: number;
  /** Whether the connection ends with this answer. */
  isLast: boolean;
  /** Filled in for the log and the metrics once it is known. */
  route: string;
  /** Bytes of the body that is being sent. */
  bodyBytes: number;
  /** Once it is known; not for a refusal. */
  answer: HttpAnswer | null;
}

/** Whether an answer is out of our hands: ended, and with the kernel to its last byte. */
export const hasLeft = ({ writableEnded, socket }: ServerResponse): boolean =>
  writableEnded && socket?.writableLength === 0;

/** Bytes of the body that went out. What the socket has sent counts where the answer was broken off. */
export function sentBodyBytes({ response, request, bodyBytes, socketBytes }: Exchange): number {
  if (response.writableFinished || hasLeft(response)) return bodyBytes;
  return Math.min(bodyBytes, request.socket.bytesWritten - socketBytes);
}
