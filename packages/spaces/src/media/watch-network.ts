/** Calls `onChange` when this machine has another network, until the returned function is called. */
export function watchNetwork(onChange: () => void): () => void {
  const network = (navigator as { readonly connection?: EventTarget }).connection;
  addEventListener('online', onChange);
  network?.addEventListener('change', onChange);
  return () => {
    removeEventListener('online', onChange);
    network?.removeEventListener('change', onChange);
  };
}
