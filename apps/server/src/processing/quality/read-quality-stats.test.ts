import { describe, expect, it } from 'vitest';
import { readQualityStats, summarizeQuality } from './read-quality-stats.ts';

const ssim = `n:1 Y:0.900000 U:0.95 V:0.96 All:0.92 (10.969100)
n:2 Y:1.000000 U:1.000000 V:1.000000 All:1.000000 (inf)
`;
const psnr = `n:1 mse_avg:4.10 mse_y:6.50 mse_u:1.02 mse_v:0.98 psnr_avg:42.0 psnr_y:40.0 psnr_u:48.0 psnr_v:48.2
n:2 mse_avg:0.00 mse_y:0.00 mse_u:0.00 mse_v:0.00 psnr_avg:inf psnr_y:inf psnr_u:inf psnr_v:inf
`;

describe('statistics of ffmpeg', () => {
  it('are read frame by frame, their luma', () => {
    expect(readQualityStats(ssim, psnr)).toEqual([
      { ssim: 0.9, squaredError: 6.5 },
      { ssim: 1, squaredError: 0 },
    ]);
  });

  it('count as far as both go', () => {
    expect(readQualityStats(ssim, psnr.split('\n')[0] ?? '')).toHaveLength(1);
    expect(readQualityStats('', psnr)).toEqual([]);
    expect(readQualityStats('n:1 Y:nan', psnr)).toEqual([]);
  });
});

describe('the figures of a rung', () => {
  it('are means, and the worst frame', () => {
    const frames = readQualityStats(ssim, psnr);
    expect(summarizeQuality(frames)).toEqual({ ssim: 0.95, ssimWorst: 0.9, psnrDb: 43.01 });
  });

  it('stay finite where nothing differs', () => {
    expect(summarizeQuality([{ ssim: 1, squaredError: 0 }])).toEqual({ ssim: 1, ssimWorst: 1, psnrDb: 100 });
  });

  it('are none without a frame', () => {
    expect(summarizeQuality([])).toBeNull();
  });
});
