import { describe, expect, it } from 'vitest';
import { type FfprobeOutput, type FfprobeStream, parseFfprobeOutput } from './ffprobe-output.ts';
import { parseProbe } from './parse-probe.ts';

const limits = { maxSourcePixels: 8192 * 4320, maxDurationSeconds: 3600 };

const picture: FfprobeStream = {
  index: 0,
  codec_type: 'video',
  codec_name: 'h264',
  width: 1920,
  height: 1080,
  sample_aspect_ratio: '1:1',
  pix_fmt: 'yuv420p',
  field_order: 'progressive',
  r_frame_rate: '30/1',
  avg_frame_rate: '30/1',
  time_base: '1/15360',
  start_pts: 0,
};
const sound: FfprobeStream = {
  ...{ index: 1, codec_type: 'audio', codec_name: 'aac', time_base: '1/48000', start_pts: 0, channels: 2 },
};

function output(streams: FfprobeStream[], format: Partial<FfprobeOutput['format']> = {}): FfprobeOutput {
  return { streams, format: { format_name: 'mov,mp4,m4a,3gp,3g2,mj2', duration: '12.5', ...format } };
}

function factsOf(...args: Parameters<typeof output>) {
  const reading = parseProbe(output(...args), limits);
  if (!reading.ok) throw new Error(reading.reason);
  return reading.facts;
}

function refusalOf(...args: Parameters<typeof output>): string {
  const reading = parseProbe(output(...args), limits);
  return reading.ok ? 'accepted' : reading.reason;
}

describe('parseProbe', () => {
  it('gives the facts of an ordinary film', () => {
    expect(factsOf([picture, sound])).toEqual({
      demuxer: 'mov',
      durationSeconds: 12.5,
      timeline: {
        frameRate: { numerator: 30, denominator: 1 },
        ticksPerSecond: 30_000,
        ticksPerFrame: 1000,
        zeroTicks: 0,
      },
      video: {
        ...{ streamIndex: 0, codec: 'h264', pixelFormat: 'yuv420p', x264Build: null },
        ...{ codedWidth: 1920, codedHeight: 1080, displayWidth: 1920, displayHeight: 1080 },
        ...{ isRotated: false, isInterlaced: false, isHdr: false },
      },
      audio: { streamIndex: 1, codec: 'aac', channels: 2 },
    });
  });

  it('turns the picture as its display matrix says', () => {
    const { video } = factsOf([{ ...picture, side_data_list: [{}, { rotation: -90 }] }]);
    expect(video).toMatchObject({ displayWidth: 1080, displayHeight: 1920, isRotated: true });
  });

  it.each(['smpte2084', 'arib-std-b67'])('knows %s for HDR', (transfer) => {
    expect(factsOf([{ ...picture, color_transfer: transfer }]).video.isHdr).toBe(true);
  });

  it.each(['tt', 'bb', 'tb', 'bt'])('knows field order %s for interlaced', (order) => {
    expect(factsOf([{ ...picture, field_order: order }]).video.isInterlaced).toBe(true);
  });

  it('goes without a length where the container tells none', () => {
    expect(factsOf([picture], { duration: 'N/A' }).durationSeconds).toBeNull();
  });

  it('takes cover art for no film', () => {
    const art = { ...picture, disposition: { attached_pic: 1 } };
    expect(refusalOf([sound, art])).toMatch(/holds no video stream/);
    expect(factsOf([art, { ...picture, index: 2 }]).video.streamIndex).toBe(2);
  });

  it('takes the first sound in a codec that it knows', () => {
    const strange = { ...sound, codec_name: 'unknown' };
    expect(factsOf([picture, strange, { ...sound, index: 2 }]).audio?.streamIndex).toBe(2);
    expect(factsOf([picture, strange]).audio?.codec).toBe('unknown');
  });

  it('takes a track that was never written to for no sound', () => {
    const { start_pts: _, ...empty } = sound;
    expect(factsOf([picture, empty]).audio).toBeNull();
  });

  it.each<[string, RegExp, FfprobeStream[], Partial<FfprobeOutput['format']>]>([
    ['a picture', /is an image/, [picture], { format_name: 'png_pipe' }],
    ['an animated picture', /is an image/, [picture], { format_name: 'gif' }],
    ['a list of files', /container format is not accepted/, [picture], { format_name: 'hls' }],
    ['sound', /holds no video stream/, [sound], { format_name: 'wav' }],
    ['nothing', /holds no video stream/, [], {}],
    ['an unknown codec', /cannot be decoded/, [{ ...picture, codec_name: 'unknown' }], {}],
    ['a picture without size', /cannot be decoded/, [{ ...picture, width: 0 }], {}],
    ['too many pixels', /10000×10000, more than 35389440 pixels/, [{ ...picture, width: 10_000, height: 10_000 }], {}],
    ['too long a film', /lasts 3601 seconds, longer than the 3600/, [picture], { duration: '3600.5' }],
  ])('refuses %s', (_, words, streams, format) => {
    expect(refusalOf(streams, format)).toMatch(words);
  });
});

describe('parseFfprobeOutput', () => {
  it.each(['', '{', '[]', '{}', '{"streams":[{"index":"0"}],"format":{"format_name":"mov"}}'])(
    'gives null for %j',
    (raw) => {
      expect(parseFfprobeOutput(raw)).toBeNull();
    },
  );

  it('keeps what is used and does not mind the rest', () => {
    const raw = '{"streams":[{"index":0,"codec_type":"video","odd":[1]}],"format":{"format_name":"mov","tags":{}}}';
    expect(parseFfprobeOutput(raw)?.streams[0]).toMatchObject({ index: 0, codec_type: 'video' });
  });
});
