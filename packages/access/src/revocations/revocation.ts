/** One standing revocation (edge-access §12.1). `embed` takes back an embed token and all that was made from it. */
export type Revocation =
  | { readonly type: 'token' | 'embed' | 'key'; readonly value: string }
  | { readonly type: 'subject' | 'asset'; readonly value: string; readonly beforeSeconds: number };
