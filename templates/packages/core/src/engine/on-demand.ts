/**
 * What the first call loads, and every later one finds: an app that never asks does not carry it. Who asks before it is there
 * gets a promise, and who asks where it cannot be loaded is told so.
 */
export function onDemand<T>(load: () => Promise<T>): () => T | Promise<T> {
  let loaded: T | Promise<T> | undefined;
  return () => {
    if (loaded !== undefined) return loaded;
    const loading = load().then((value) => {
      loaded = value;
      return value;
    });
    // nobody waits where it is only loaded ahead
    loading.catch(() => {});
    loaded = loading;
    return loading;
  };
}
