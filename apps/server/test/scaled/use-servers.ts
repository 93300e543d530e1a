import { inject } from 'vitest';
import { standOn } from '../fixtures/backends.ts';
import { scaledBackends } from '../fixtures/scaled-backends.ts';

const servers = inject('scaledServers');
standOn(() => scaledBackends(servers));
