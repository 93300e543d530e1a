import { inject } from 'vitest';
import { standOn } from '../fixtures/backends.ts';
import { sharedDatabaseBackends } from '../fixtures/shared-database.ts';

const database = inject('sharedDatabase');
standOn(() => sharedDatabaseBackends(database));
