import { describe, expect, it } from 'vitest';
import { parseCommand } from './parse-command.ts';

const orderOf = (...argv: readonly string[]): unknown => {
  const command = parseCommand(argv);
  return command.name === 'storage' ? command.order : command.name;
};

describe('orders of storage', () => {
  it('add a provider by its fields, a file of more and a key file', () => {
    expect(orderOf('providers', 'add', 'p', 's3', 'bucket=a=b', 'pathStyle=true', '--file', '-')).toEqual({
      deed: 'add-provider',
      fields: { name: 'p', type: 's3', bucket: 'a=b', pathStyle: true },
      file: '-',
      keyFile: null,
    });
    expect(orderOf('providers', 'add', 'p', 'gcs', 'bucket=a', 'keyFile=key.json')).toMatchObject({
      fields: { name: 'p', type: 'gcs', bucket: 'a' },
      keyFile: 'key.json',
    });
  });

  it('add an account', () => {
    expect(
      orderOf('accounts', 'add', 'a', '--provider', 'p', '--also', 'q', '--directory', 'd', '--days', '30'),
    ).toEqual({
      deed: 'add-account',
      body: { name: 'a', provider: 'p', providers: ['q'], directory: 'd', dayLimit: 30 },
    });
  });

  it('have an account derive what it names, each once', () => {
    const derive = (text: string) => orderOf('accounts', 'add', 'a', '--provider', 'p', '--derive', text);
    expect(derive('sprite,thumbnail')).toMatchObject({ body: { derive: ['thumbnail', 'sprite'] } });
    for (const text of ['', 'redacted', 'thumbnail,', 'thumbnail sprite']) expect(derive(text)).toBe('mistake');
  });

  it.each([
    [['providers', 'list'], { deed: 'list-providers' }],
    [['providers', 'check', 'p'], { deed: 'check-provider', subject: 'p' }],
    [['providers', 'remove', 'p', '--force'], { deed: 'remove-provider', subject: 'p', isForced: true }],
    [['accounts', 'list'], { deed: 'list-accounts' }],
    [['accounts', 'disable', 'a'], { deed: 'disable-account', subject: 'a' }],
    [['accounts', 'enable', 'a'], { deed: 'enable-account', subject: 'a' }],
    [['accounts', 'secret', 'a'], { deed: 'renew-secret', subject: 'a' }],
    [['accounts', 'remove', 'a'], { deed: 'remove-account', subject: 'a' }],
  ])('are read from %j', (argv, order) => expect(orderOf(...argv)).toEqual(order));

  it.each([
    [['providers']],
    [['providers', 'add', 'p']],
    [['providers', 'add', 'p', 's3', 'bucket']],
    [['providers', 'check']],
    [['providers', 'check', 'p', 'q']],
    [['providers', 'dance', 'p']],
    [['accounts', 'add', 'a']],
    [['accounts', 'add', 'a', '--provider', 'p', '--days', '-1']],
    [['accounts', 'constructor', 'a']],
    [['accounts', 'secret']],
  ])('are no orders: %j', (argv) => expect(orderOf(...argv)).toBe('mistake'));
});
