/**
 * Settles as the promise does, or rejects once the time is over. The time runs in two halves: where the event loop was
 * blocked for longer than the first, the answer that lies in the socket by then is read before the second begins. So a busy
 * process does not take itself for a broken server.
 */
export function within<T>(promise: Promise<T>, milliseconds: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`No answer within ${milliseconds} ms.`));
    let timer = setTimeout(() => {
      timer = setTimeout(late, milliseconds / 2);
    }, milliseconds / 2);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
