export interface CallOptions {
  readonly signal?: AbortSignal;
}

export interface UploadOptions extends CallOptions {
  /** Told how many bytes have left. */
  readonly onProgress?: (sentBytes: number) => void;
}
