import { Gauge, type Registry } from 'prom-client';

const CIRCUIT_LEVELS = { closed: 0, 'half-open': 1, open: 2 } as const;

/** What is known of the providers of objects. */
export function createStoreMetrics(registry: Registry) {
  const circuit = new Gauge({
    name: 'sluice_storage_circuit',
    help: 'Circuit of a provider: 0 closed, calls go through; 1 half open, one call looks whether it is back; 2 open.',
    labelNames: ['provider'] as const,
    registers: [registry],
  });
  return {
    showCircuit: (provider: string, state: keyof typeof CIRCUIT_LEVELS): void =>
      circuit.set({ provider }, CIRCUIT_LEVELS[state]),
  };
}
