/** `node import-child.mjs <specifier>…`: imports them and prints how many milliseconds that took. */
const start = performance.now();
for (const specifier of process.argv.slice(2)) await import(specifier);
console.log(performance.now() - start);
