export type { PictureEvents } from './count-pictures.ts';
export { createKeptPictures, type KeptPictures } from './kept-pictures.ts';
export { objectHandlers } from './object-routes.ts';
export { createPictures } from './pictures.ts';
export { releasePictures } from './release-pictures.ts';
export { imageHandlers } from './routes.ts';
export { createSourcePictures } from './source-pictures.ts';
