import { errorBodies } from './error-schemas.ts';
import type { Answer, Permission, Route } from './route.ts';

const security: Record<Permission, readonly Record<string, readonly string[]>[]> = {
  open: [],
  'api-key': [{ apiKey: [] }],
  'key-token': [{ keyToken: [] }],
  'access-token': [{ accessToken: [] }],
  // It is part of the path.
  'space-token': [],
  'playback-id': [],
  user: [{ userKey: [] }, { userToken: [] }],
  account: [{ storageAccessKey: [], storageSecret: [] }],
  upload: [{ storageAccessKey: [], storageSecret: [] }, { uploadGrant: [] }],
  'api-key-or-user': [{ apiKey: [] }, { userKey: [] }, { userToken: [] }],
  webhook: [{ webhookSignature: [] }],
  // The signature is part of the path.
  signature: [],
  link: [{}, { playbackQuery: [] }, { playbackHeader: [] }, { playbackCookie: [] }],
  'link-or-user': [{}, { userKey: [] }, { userToken: [] }],
  // The hash is part of the path.
  share: [],
  proxy: [{ proxySecret: [] }],
  edge: [{ edgeSecret: [] }],
  // Public assets need no credential, hence the empty alternative.
  gate: [{}, { playbackQuery: [] }, { playbackHeader: [] }, { playbackCookie: [] }],
};

const securitySchemes = {
  apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
  accessToken: { type: 'http', scheme: 'basic' },
  keyToken: { type: 'http', scheme: 'bearer' },
  webhookSignature: { type: 'apiKey', in: 'header', name: 'svix-signature' },
  userKey: { type: 'apiKey', in: 'header', name: 'Authorization' },
  userToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  storageAccessKey: { type: 'apiKey', in: 'header', name: 'X-Kerberos-Storage-AccessKey' },
  storageSecret: { type: 'apiKey', in: 'header', name: 'X-Kerberos-Storage-SecretAccessKey' },
  uploadGrant: { type: 'http', scheme: 'bearer' },
  proxySecret: { type: 'apiKey', in: 'header', name: 'X-Edge-Proxy-Secret' },
  edgeSecret: { type: 'http', scheme: 'bearer' },
  playbackQuery: { type: 'apiKey', in: 'query', name: 'et' },
  playbackHeader: { type: 'apiKey', in: 'header', name: 'Edge-Token' },
  playbackCookie: { type: 'apiKey', in: 'cookie', name: 'edge_token' },
};

/** OpenAPI has no rest-of-path parameter; `{name+}` is written as `{name}`. */
const openApiPath = (path: string): string => path.replaceAll('+}', '}');

function answerObject(answer: Answer): object {
  const { about: description, contentType, schema } = answer;
  return contentType === undefined
    ? { description }
    : { description, content: { [contentType]: schema === undefined ? {} : { schema } } };
}

function responses(route: Route): object {
  const refusal = errorBodies[route.family];
  const answers = Object.entries(route.answers).map(([status, answer]) => [status, answerObject(answer)]);
  const errors = Object.entries(route.errors).map(([status, about]) => [status, answerObject({ about, ...refusal })]);
  return Object.fromEntries([...answers, ...errors]);
}

function operation(id: string, route: Route): object {
  const { body } = route;
  return {
    operationId: id,
    summary: route.summary,
    tags: [route.room],
    security: security[route.permission],
    parameters: Object.entries(route.parameters).map(([name, parameter]) => ({
      name,
      in: parameter.in,
      required: parameter.in === 'path' || parameter.isRequired === true,
      description: parameter.about,
      schema: parameter.schema,
    })),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { [body.contentType]: body.schema === undefined ? {} : { schema: body.schema } },
          },
        }),
    responses: responses(route),
  };
}

/** The OpenAPI 3.1 document of a route table. */
export function buildOpenApi(routes: Readonly<Record<string, Route>>, version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [id, route] of Object.entries(routes)) {
    const path = openApiPath(route.path);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(id, route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Sluice', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: { securitySchemes },
  };
}
