import { type Static, Type } from 'typebox';

/** A stored cover or preview, Vylux contract §8.2. */
export const ArtifactSchema = Type.Object({ key: Type.String(), format: Type.String(), size: Type.Integer() });
export type Artifact = Static<typeof ArtifactSchema>;
