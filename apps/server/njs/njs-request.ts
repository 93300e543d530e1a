/** The part of an njs request that is used: https://nginx.org/en/docs/njs/reference.html#http */
export interface NjsRequest {
  readonly method: string;
  readonly remoteAddress: string;
  readonly headersIn: Readonly<Record<string, string | undefined>>;
  readonly headersOut: Record<string, string>;
  readonly variables: Record<string, string | undefined>;
  return(status: number, body?: string): void;
  internalRedirect(target: string): void;
  subrequest(target: string): Promise<{ readonly status: number; readonly responseText?: string }>;
}
