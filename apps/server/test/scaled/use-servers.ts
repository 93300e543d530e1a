import { inject } from 'vitest';
import { useScaledServers } from '../fixtures/scaled-servers.ts';

useScaledServers(inject('scaledServers'));
