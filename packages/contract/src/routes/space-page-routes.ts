import type { Route } from '../route.ts';
import { objectAnswers, path } from './row-parts.ts';

const row = {
  method: 'GET',
  room: 'delivery',
  family: 'media',
  permission: 'open',
  holdsNoMedia: true,
  errors: { 404: '`Not Found`' },
} as const;

/** What browsers load to be in a space. */
export const spacePageRoutes = {
  spacePage: {
    ...row,
    path: '/spaces/{id}',
    cors: false,
    summary: 'The page of a space; the token arrives in the fragment, so the page says nothing about the space',
    parameters: { id: path('Id of the space.') },
    answers: { 200: { about: 'The page.', contentType: 'text/html' } },
  },
  spacesSdkFile: {
    ...row,
    path: '/spaces-sdk/{file}',
    cors: true,
    summary: 'The browser SDK of spaces, `sluice-spaces.js`, and the files of the page',
    parameters: { file: path('File name.') },
    answers: objectAnswers,
  },
} as const satisfies Record<string, Route>;
