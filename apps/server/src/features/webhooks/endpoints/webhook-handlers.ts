import { WebhookBody, WebhookPatch, type WebhookView } from '@sluice/contract';
import { dataAnswer, goneAnswer } from '../../../platform/video-api/data-answer.ts';
import { readPage } from '../../../platform/video-api/read-page.ts';
import { readVideoBody } from '../../../platform/video-api/read-video-body.ts';
import { videoErrors } from '../../../platform/video-api/video-error.ts';
import { requireVideoId } from '../../../platform/video-api/video-id.ts';
import type { Database } from '../../../ports/database.ts';
import { type HttpRequest, type RouteHandler, requireTokenCaller } from '../../../ports/http-exchange.ts';
import { addWebhookSecret, type SecretWrapping } from './webhook-secrets.ts';
import {
  deleteWebhook,
  findWebhook,
  insertWebhook,
  isAddressTaken,
  listWebhooks,
  saveWebhook,
  type WebhookRow,
} from './webhook-store.ts';

const viewOf = ({ id, address, is_enabled: enabled, created_at }: WebhookRow): WebhookView => ({
  ...{ id, address, enabled, created_at: created_at.toISOString() },
});

const taken = () => videoErrors.invalid('address is already that of a webhook of this environment');

function readAddress(address: string): string {
  const isAddress = URL.canParse(address) && new URL(address).username === '';
  if (!isAddress) throw videoErrors.invalid('address must be a URL of http or https without a name or password');
  return address;
}

/** Handlers of `/system/v1/webhooks` (Mux contract §14). */
export function webhookHandlers(database: Database, wrapping: SecretWrapping) {
  const idOf = ({ params }: HttpRequest): string => requireVideoId(params.WEBHOOK_ID);
  const environmentOf = (request: HttpRequest): string => requireTokenCaller(request).environment.id;

  async function requireWebhook(request: HttpRequest, within = database): Promise<WebhookRow> {
    const found = await findWebhook(within, environmentOf(request), idOf(request));
    if (found === undefined) throw videoErrors.notFound();
    return found;
  }

  const createWebhook: RouteHandler = (request) =>
    database.transaction().execute(async (transaction) => {
      const address = readAddress(readVideoBody(WebhookBody, request.bodyBytes).address);
      const row = await insertWebhook(transaction, environmentOf(request), address);
      if (row === undefined) throw taken();
      const secret = await addWebhookSecret(transaction, wrapping, row.id);
      return dataAnswer(201, { ...viewOf(row), signing_secret: secret });
    });

  const list: RouteHandler = async (request) =>
    dataAnswer(200, (await listWebhooks(database, environmentOf(request), readPage(request.rawTarget))).map(viewOf));

  const read: RouteHandler = async (request) => dataAnswer(200, viewOf(await requireWebhook(request)));

  const change: RouteHandler = (request) =>
    database.transaction().execute(async (transaction) => {
      const patch = readVideoBody(WebhookPatch, request.bodyBytes);
      const row = await requireWebhook(request, transaction);
      if (patch.address !== undefined && (await isAddressTaken(transaction, row, readAddress(patch.address)))) {
        throw taken();
      }
      return dataAnswer(200, viewOf(await saveWebhook(transaction, row.id, patch)));
    });

  const remove: RouteHandler = async (request) => {
    const isGone = await deleteWebhook(database, environmentOf(request), idOf(request));
    if (!isGone) throw videoErrors.notFound();
    return goneAnswer;
  };

  const rotate: RouteHandler = (request) =>
    database.transaction().execute(async (transaction) => {
      const row = await requireWebhook(request, transaction);
      const secret = await addWebhookSecret(transaction, wrapping, row.id);
      return dataAnswer(201, { ...viewOf(row), signing_secret: secret });
    });

  return {
    createWebhook,
    listWebhooks: list,
    readWebhook: read,
    changeWebhook: change,
    deleteWebhook: remove,
    rotateWebhookSecret: rotate,
  };
}
