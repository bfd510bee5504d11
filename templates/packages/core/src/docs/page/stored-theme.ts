// Runs before the page is painted, so that a chosen theme does not flash in as the other one.
try {
  const theme = localStorage.getItem("docs-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset["theme"] = theme;
} catch {
  // storage is switched off: the system's theme it is
}
