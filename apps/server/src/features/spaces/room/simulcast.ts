/**
 * What publishers are asked to send of a camera: three layers, a quarter, half and the whole of its size, in bits per
 * second. A shared screen is one layer, for its text is of no use in a smaller one.
 */
export const simulcast = {
  camera_encodings: [
    { rid: 'q', max_bitrate: 150_000, scale_resolution_down_by: 4, max_framerate: 0 },
    { rid: 'h', max_bitrate: 500_000, scale_resolution_down_by: 2, max_framerate: 0 },
    { rid: 'f', max_bitrate: 1_500_000, scale_resolution_down_by: 1, max_framerate: 30 },
  ],
  screenshare_encodings: [],
} as const;
