import type { Config } from '../config/index.ts';
import { nginxCommand, prepareNginxEdge, startNginxEdge } from '../edge-nginx/index.ts';
import { SluiceError } from '../ports/sluice-error.ts';
import type { EdgeNginxOrder } from './edge-nginx-order.ts';

function originOf({ origin }: EdgeNginxOrder, { EDGE_ORIGIN }: Config): URL {
  if (origin !== null) return origin;
  if (EDGE_ORIGIN !== '') return new URL(EDGE_ORIGIN);
  throw new SluiceError('edge/no-origin', {
    status: 422,
    message: 'Say where the origin is: --origin or EDGE_ORIGIN.',
  });
}

/** Workers of an nginx that root starts run under Debian's account for web servers. */
const workerUser = (): string | null => (process.getuid?.() === 0 ? 'www-data' : null);

/** Runs `sluice edge nginx` until `stopped` resolves or nginx ends; gives the exit status. */
export async function runEdgeNginx(
  order: EdgeNginxOrder,
  config: Config,
  stopped: Promise<void>,
  say: (line: string) => void,
): Promise<number> {
  const options = {
    ...order,
    origin: originOf(order, config),
    user: order.user ?? workerUser(),
    edgeSecret: config.EDGE_SECRET,
    workers: null,
    startsNginx: order.mode === 'start',
  };
  const command = nginxCommand(order.folder).join(' ');
  if (order.mode === 'once') {
    await prepareNginxEdge(options, new AbortController().signal);
    say(`Written. Start it with: ${command}`);
    say('Without `sluice edge nginx --no-start` beside it the edge closes a minute from now.');
    return 0;
  }
  const edge = await startNginxEdge(options);
  say(order.mode === 'start' ? `nginx serves at http://${order.listen}` : `Start nginx with: ${command}`);
  const hasEnded = await Promise.race([stopped.then(() => false), edge.ended.then(() => true)]);
  await edge.stop();
  if (hasEnded) say(`nginx has ended; see ${order.folder}/error.log`);
  return hasEnded ? 1 : 0;
}
