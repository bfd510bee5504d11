/** A package name as cloud platforms take names: `@acme/Shop.api` is `shop-api`. */
export function slugOf(name: string): string {
  const own = name.slice(name.indexOf("/") + 1).toLowerCase();
  const dashed = own.replace(/[^a-z\d]+/g, "-").replace(/^-+|-+$/g, "");
  const slug = /^[a-z]/.test(dashed) ? dashed : `app-${dashed}`;
  return slug.slice(0, 50).replace(/-+$/, "");
}
