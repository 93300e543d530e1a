import { keepAccessTokens } from '../compose/keep-access-tokens.ts';
import type { Config } from '../config/index.ts';
import { SluiceError } from '../ports/sluice-error.ts';
import type { TokenOrder } from './token-order.ts';

const line = (...columns: readonly string[]): string => `${columns.join('  ')}\n`;

/** Carries out an order on access tokens; what there is to print. */
export function keepTokens(config: Config, order: TokenOrder): Promise<string> {
  return keepAccessTokens(config, async (tokens) => {
    switch (order.act) {
      case 'create-token': {
        const { id, secret } = await tokens.createToken(order.environment, order.tokenName, order.permissions);
        return `MUX_TOKEN_ID=${id}\nMUX_TOKEN_SECRET=${secret}\n`;
      }
      case 'list-tokens': {
        const rows = await tokens.listTokens();
        return rows
          .map((token) => line(token.id, token.environmentName, token.permissions.join(','), token.name))
          .join('');
      }
      case 'delete-token': {
        if (await tokens.deleteToken(order.id)) return line('deleted', order.id);
        throw new SluiceError('identity/token-not-found', { status: 404, message: 'There is no such access token.' });
      }
      case 'create-environment': {
        const { id, name } = await tokens.createEnvironment(order.environment);
        return line(id, name);
      }
      case 'list-environments':
        return (await tokens.listEnvironments()).map(({ id, name }) => line(id, name)).join('');
    }
  });
}
