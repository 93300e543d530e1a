import { type Static, Type } from 'typebox';

/** Which kinds of work exist: those of Vylux contract §7.2, and those of recordings (Kerberos Vault contract §8). */
export const jobTypes = [
  ...(['image:thumbnail', 'video:cover', 'video:preview', 'video:transcode', 'video:full'] as const),
  ...(['recording:thumbnail', 'recording:sprite', 'recording:assets', 'recording:redact'] as const),
] as const;
export type JobType = (typeof jobTypes)[number];

const closed = { additionalProperties: false } as const;

const ThumbnailOptions = Type.Object(
  {
    outputs: Type.Optional(
      Type.Array(
        Type.Object(
          {
            variant: Type.String({ description: 'File name: 1 to 64 of `A-Z a-z 0-9 _ -`, each once.' }),
            width: Type.Optional(Type.Number({ minimum: 0, maximum: 16_383, description: 'Pixels.' })),
            height: Type.Optional(Type.Number({ minimum: 0, maximum: 16_383, description: 'Pixels.' })),
            format: Type.String({ description: '`webp`, `avif`, `jpg` (or `jpeg`), `png` or `gif`.' }),
          },
          closed,
        ),
        { maxItems: 32, description: 'Default: one, `thumb`, 300 pixels wide, WebP.' },
      ),
    ),
  },
  closed,
);
const CoverOptions = Type.Object(
  { timestamp_sec: Type.Optional(Type.Number({ minimum: 0, description: 'Seconds into the film; default 1.' })) },
  closed,
);
const PreviewOptions = Type.Object(
  {
    start_sec: Type.Optional(Type.Number({ minimum: 0, description: 'Default 2.' })),
    duration: Type.Optional(Type.Number({ minimum: 0, maximum: 30, description: 'Seconds; default 3.' })),
    width: Type.Optional(Type.Integer({ minimum: 0, maximum: 4096, description: 'Pixels; default 480.' })),
    fps: Type.Optional(Type.Integer({ minimum: 0, maximum: 60, description: 'Default 10.' })),
    format: Type.Optional(Type.String({ description: '`webp` (default) or `gif`.' })),
  },
  closed,
);
const TranscodeOptions = Type.Object(
  {
    encrypt: Type.Optional(Type.Boolean({ description: 'Default false.' })),
    encryption_scheme: Type.Optional(
      Type.String({ description: '`aes-128` or `cbcs`; the default is the setting ENCRYPTION_SCHEME.' }),
    ),
  },
  closed,
);
const FullOptions = Type.Object(
  {
    cover: Type.Optional(CoverOptions),
    preview: Type.Optional(PreviewOptions),
    transcode: Type.Optional(TranscodeOptions),
  },
  closed,
);

const RecordingThumbnailOptions = Type.Object(
  {
    timestamp_sec: Type.Optional(
      Type.Number({ minimum: 0, description: 'Seconds; default: from 1 on, the first picture that is not black.' }),
    ),
    width: Type.Optional(Type.Integer({ minimum: 0, maximum: 4096, description: 'Pixels; default 640.' })),
  },
  closed,
);
const SpriteOptions = Type.Object(
  {
    frames: Type.Optional(Type.Integer({ minimum: 0, maximum: 400, description: 'At most so many; default 100.' })),
    tile_width: Type.Optional(Type.Integer({ minimum: 0, maximum: 640, description: 'Pixels; default 160.' })),
  },
  closed,
);
const RecordingAssetsOptions = Type.Object(
  { thumbnail: Type.Optional(RecordingThumbnailOptions), sprite: Type.Optional(SpriteOptions) },
  closed,
);
const side = Type.Number({ minimum: 0, description: 'Whole pixels of the picture as shown, or all four from 0 to 1.' });
const times = {
  from_sec: Type.Optional(Type.Number({ minimum: 0, description: 'Seconds; default 0.' })),
  to_sec: Type.Optional(Type.Number({ minimum: 0, description: 'Seconds; default: the end.' })),
};
const MutedSound = Type.Object(
  {
    mute: Type.Array(Type.Object(times, closed), {
      minItems: 1,
      maxItems: 1000,
      description: 'Times in which nothing is heard, from the first sample at `from_sec` to the last before `to_sec`.',
    }),
  },
  closed,
);
const RedactOptions = Type.Object(
  {
    regions: Type.Optional(
      Type.Array(
        Type.Object(
          {
            ...{ x: side, y: side, width: side, height: side },
            ...times,
            effect: Type.String({ description: '`blur` or `box`.' }),
            strength: Type.Optional(Type.Integer({ minimum: 1, maximum: 10, description: 'Of a blur; default 8.' })),
            color: Type.Optional(Type.String({ description: 'Of a box: `#rrggbb`; default `#000000`.' })),
          },
          closed,
        ),
        { maxItems: 1000, description: 'At most REDACT_MAX_REGIONS. Needed where all sound is kept.' },
      ),
    ),
    audio: Type.Optional(
      Type.Union([Type.String({ description: '`keep` (default) or `remove`.' }), MutedSound], {
        description: 'What becomes of the sound.',
      }),
    ),
  },
  closed,
);

/** Shape of `options` by job type. Zero and empty mean "not given". */
export const jobOptionSchemas = {
  'image:thumbnail': ThumbnailOptions,
  'video:cover': CoverOptions,
  'video:preview': PreviewOptions,
  'video:transcode': TranscodeOptions,
  'video:full': FullOptions,
  'recording:thumbnail': RecordingThumbnailOptions,
  'recording:sprite': SpriteOptions,
  'recording:assets': RecordingAssetsOptions,
  'recording:redact': RedactOptions,
} as const satisfies Record<JobType, unknown>;

/** Body of `POST /api/jobs`. */
export const CreateJobBody = Type.Object(
  {
    type: Type.String({ description: `One of ${jobTypes.join(', ')}.` }),
    hash: Type.Optional(
      Type.String({
        description:
          'Your stable id of the film or picture: 1 to 128 of `A-Z a-z 0-9 . _ : -`. Only `recording:…` does without.',
      }),
    ),
    source: Type.String({ description: 'Key of an object of the provider.' }),
    provider: Type.Optional(
      Type.String({
        description: 'Whose object it is; default `source`. What is made of a recording is stored there.',
      }),
    ),
    options: Type.Optional(
      Type.Union(
        [
          ThumbnailOptions,
          CoverOptions,
          PreviewOptions,
          TranscodeOptions,
          FullOptions,
          RecordingThumbnailOptions,
          SpriteOptions,
          RecordingAssetsOptions,
          RedactOptions,
        ],
        { description: 'Depends on `type`.' },
      ),
    ),
    callback_url: Type.Optional(Type.String({ description: 'Absolute http(s) URL.' })),
  },
  closed,
);
export type CreateJobBody = Static<typeof CreateJobBody>;

/** Words of `status`, Vylux contract §7.7. */
export const jobStatuses = ['queued', 'processing', 'completed', 'failed', 'cancelled'] as const;
export type JobStatus = (typeof jobStatuses)[number];

const status = Type.Enum([...jobStatuses]);

/** Answer of `POST /api/jobs`. `job_id` is null when the work was already completed. */
export const JobAccepted = Type.Object({
  job_id: Type.Union([Type.String(), Type.Null()]),
  hash: Type.String(),
  status,
  results: Type.Optional(Type.Unknown()),
});
export type JobAccepted = Static<typeof JobAccepted>;

/** What is finer than `progress`: where the work stands right now. */
export const ProgressDetail = Type.Object({
  percent: Type.Number({ description: 'The same number as `progress`.' }),
  stage: Type.String(),
  stagePercent: Type.Optional(Type.Number()),
  fps: Type.Optional(Type.Number({ description: 'Frames encoded per second.' })),
  speed: Type.Optional(Type.Number({ description: 'Seconds of film per second of work.' })),
  etaSeconds: Type.Optional(Type.Number()),
});
export type ProgressDetail = Static<typeof ProgressDetail>;

/** Answer of `GET /api/jobs/{id}`. */
export const JobView = Type.Object({
  job_id: Type.String(),
  type: Type.String(),
  hash: Type.String(),
  status,
  progress: Type.Integer({ minimum: 0, maximum: 100 }),
  progress_detail: Type.Optional(ProgressDetail),
  callback_status: Type.Enum(['pending', 'sent', 'callback_failed']),
  retry_of_job_id: Type.Optional(Type.String()),
  error: Type.Optional(Type.String()),
  results: Type.Optional(Type.Unknown()),
  created_at: Type.String({ description: 'RFC 3339, whole seconds.' }),
  updated_at: Type.String({ description: 'RFC 3339, whole seconds.' }),
});
export type JobView = Static<typeof JobView>;

/** What exists of a job in a list: everything but its results, which may be long. */
export const JobSummary = Type.Omit(JobView, ['results']);
export type JobSummary = Static<typeof JobSummary>;

/** Answer of `GET /api/jobs`. */
export const JobList = Type.Object({
  jobs: Type.Array(JobSummary, { description: 'Newest first.' }),
  next_cursor: Type.Union([Type.String(), Type.Null()], { description: 'Null on the last page.' }),
});
export type JobList = Static<typeof JobList>;

/** Answer of `POST /api/jobs/{id}/retry`, Vylux contract §9. */
export const JobRetried = Type.Object({
  source_job_id: Type.String(),
  strategy: Type.Enum(['retry_job', 'retry_tasks']),
  jobs: Type.Array(
    Type.Object({ job_id: Type.String(), type: Type.String(), status, retry_of_job_id: Type.String() }),
    { description: 'New ones, and equal ones that exist.' },
  ),
});
export type JobRetried = Static<typeof JobRetried>;
