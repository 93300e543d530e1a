// The least that Node.js can do: a bare `node:http` server that answers from memory and checks nothing. Its folder is its argument.
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const [folder = ''] = process.argv.slice(2);
const objects = new Map(
  readdirSync(folder)
    .filter((name) => name.startsWith('bench-'))
    .map((name) => [`/${name}`, readFileSync(join(folder, name))]),
);

const server = createServer((request, response) => {
  const bytes = objects.get(request.url ?? '');
  if (bytes === undefined) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'Content-Type': 'video/iso.segment', 'Content-Length': bytes.byteLength });
  response.end(bytes);
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit());
