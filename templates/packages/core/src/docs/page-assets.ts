// biome-ignore-all format: generated
// biome-ignore-all lint: generated
// Generated from page/ by scripts/build/docs-page.mjs. Change the sources there.

export const pageStyle: string = `:root {
  color-scheme: light dark;
  --page: light-dark(#ffffff, #101418);
  --surface: light-dark(#f7f9fa, #161b20);
  --raised: light-dark(#ffffff, #1b2127);
  --line: light-dark(#e3e8ec, #28303a);
  --line-strong: light-dark(#8492a0, #66727f);
  --text: light-dark(#17202a, #e4e9ee);
  --muted: light-dark(#56626e, #9aa7b4);
  --accent: light-dark(#0b6b84, #5cc4de);
  --accent-solid: light-dark(#0b6b84, #1a8aa6);
  --accent-solid-hover: light-dark(#085468, #177a93);
  --accent-soft: light-dark(#e6f3f6, #14303a);
  --danger: light-dark(#b3261e, #ff9a91);
  --danger-soft: light-dark(#fdf0ef, #33191a);
  --warning: light-dark(#8a4b00, #f0b35a);
  --warning-soft: light-dark(#fdf5e6, #2e2413);
  --green: light-dark(#146c43, #67d29a);
  --blue: light-dark(#1558b0, #86b8ff);
  --amber: light-dark(#8a4b00, #f0b35a);
  --violet: light-dark(#6d3bb8, #c3a6ff);
  --red: light-dark(#b3261e, #ff9a91);
  --slate: light-dark(#52606d, #a7b3bf);
  --sans: Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, "Liberation Mono", monospace;
  --radius: 10px;
  --bar: 3.5rem;
}

:root[data-theme="light"] {
  color-scheme: light;
}

:root[data-theme="dark"] {
  color-scheme: dark;
}

* {
  box-sizing: border-box;
}

body [hidden] {
  display: none;
}

html {
  font: 400 15px / 1.6 var(--sans);
  color: var(--text);
  background: var(--page);
  scroll-padding-top: calc(var(--bar) + 1rem);
  -webkit-text-size-adjust: 100%;
}

body {
  margin: 0;
}

a {
  color: var(--accent);
  text-underline-offset: 0.18em;
  text-decoration-thickness: 1px;
}

button,
input,
select,
textarea {
  font: inherit;
  color: inherit;
}

code,
pre,
kbd {
  font-family: var(--mono);
  font-size: 0.9em;
}

:focus-visible {
  outline: 2px solid var(--accent);
  outline-offset: 2px;
  border-radius: 4px;
}

h1:focus,
main:focus {
  outline: none;
}

.visually-hidden {
  position: absolute;
  width: 1px;
  height: 1px;
  margin: -1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}

.icon {
  width: 1rem;
  height: 1rem;
  flex: none;
  fill: none;
  stroke: currentcolor;
  stroke-width: 1.5;
  stroke-linecap: round;
  stroke-linejoin: round;
}

.muted {
  color: var(--muted);
}

.skip-link {
  position: fixed;
  top: 0.5rem;
  left: 0.5rem;
  z-index: 3;
  padding: 0.5rem 1rem;
  border-radius: 6px;
  color: #ffffff;
  background: var(--accent-solid);
  transform: translateY(-200%);
}

.skip-link:focus {
  transform: none;
}

.top-bar {
  position: sticky;
  top: 0;
  z-index: 2;
  display: flex;
  align-items: center;
  gap: 0.75rem;
  height: var(--bar);
  padding: 0 1.5rem;
  border-bottom: 1px solid var(--line);
  background: var(--page);
}

.brand {
  display: flex;
  align-items: center;
  gap: 0.6rem;
  min-width: 0;
  color: inherit;
  text-decoration: none;
}

.brand-mark {
  width: 1.4rem;
  height: 1.4rem;
  flex: none;
  border-radius: 6px;
  background:
    radial-gradient(circle at 30% 120%, #7fd6e8 0 42%, transparent 43%),
    linear-gradient(135deg, #0d8aa8, #0a5266);
}

.brand-title {
  overflow: hidden;
  font-weight: 600;
  letter-spacing: -0.01em;
  text-overflow: ellipsis;
  white-space: nowrap;
}

.brand-version {
  padding: 0 0.45rem;
  border: 1px solid var(--line);
  border-radius: 99px;
  color: var(--muted);
  font-size: 0.75rem;
  white-space: nowrap;
}

.top-links {
  display: flex;
  align-items: center;
  gap: 0.25rem;
  margin-left: auto;
}

.top-link {
  padding: 0.3rem 0.6rem;
  border-radius: 6px;
  color: var(--muted);
  font-size: 0.85rem;
  text-decoration: none;
}

.icon-button {
  display: inline-grid;
  place-items: center;
  width: 2rem;
  height: 2rem;
  padding: 0;
  border: 0;
  border-radius: 6px;
  color: var(--muted);
  background: none;
  cursor: pointer;
}

.top-link:hover,
.icon-button:hover {
  color: var(--text);
  background: var(--surface);
}

.menu-button {
  display: none;
  margin-left: -0.5rem;
}

.frame {
  display: grid;
  grid-template-columns: 18.5rem minmax(0, 1fr);
}

main {
  min-width: 0;
  padding: 2.75rem 3rem 5rem;
}

@media (max-width: 75rem) {
  main {
    padding: 2rem 2rem 4rem;
  }
}

@media (max-width: 52rem) {
  .top-bar {
    padding: 0 1rem;
  }

  .menu-button {
    display: inline-grid;
  }

  .frame {
    display: block;
  }

  main {
    padding: 1.5rem 1rem 3rem;
  }
}

@media print {
  .top-bar,
  .sidebar,
  .request-panel,
  .pager {
    display: none;
  }
}

.sidebar {
  position: sticky;
  top: var(--bar);
  height: calc(100dvh - var(--bar));
  padding: 0 0.75rem 3rem;
  overflow-y: auto;
  border-right: 1px solid var(--line);
  background: var(--surface);
  scrollbar-width: thin;
  overscroll-behavior: contain;
}

.search {
  position: sticky;
  top: 0;
  z-index: 1;
  display: flex;
  align-items: center;
  padding: 1rem 0.25rem 0.75rem;
  background: var(--surface);
}

.search .icon {
  position: absolute;
  left: 0.9rem;
  color: var(--muted);
  pointer-events: none;
}

.search input {
  width: 100%;
  height: 2.25rem;
  padding: 0 2rem 0 2.1rem;
  border: 1px solid var(--line);
  border-radius: 8px;
  background: var(--raised);
  font-size: 0.9rem;
}

.search input::placeholder {
  color: var(--muted);
}

.search input:focus {
  border-color: var(--accent);
  outline: 2px solid var(--accent-soft);
  outline-offset: 0;
}

.search kbd {
  position: absolute;
  right: 0.9rem;
  padding: 0 0.4rem;
  border: 1px solid var(--line);
  border-radius: 4px;
  color: var(--muted);
  font-size: 0.75rem;
  line-height: 1.4;
  pointer-events: none;
}

.search input:focus + kbd,
.search input:not(:placeholder-shown) + kbd {
  display: none;
}

.nothing {
  padding: 0 0.75rem;
  color: var(--muted);
  font-size: 0.9rem;
}

.nav-group {
  margin-top: 1rem;
}

.nav-group:first-child {
  margin-top: 0.25rem;
}

.nav-group h2 {
  margin: 0 0.75rem 0.25rem;
  color: var(--muted);
  font-size: 0.75rem;
  font-weight: 600;
  letter-spacing: 0.04em;
  overflow-wrap: anywhere;
}

.nav-group ul {
  margin: 0;
  padding: 0;
  list-style: none;
}

.nav-group a {
  display: flex;
  align-items: baseline;
  justify-content: space-between;
  gap: 0.75rem;
  padding: 0.32rem 0.75rem;
  border-radius: 7px;
  color: var(--text);
  font-size: 0.875rem;
  line-height: 1.45;
  text-decoration: none;
}

.nav-group a:hover {
  background: color-mix(in srgb, var(--text) 5%, transparent);
}

.nav-group a[aria-current] {
  color: var(--accent);
  background: var(--accent-soft);
  font-weight: 500;
}

.nav-text {
  min-width: 0;
  overflow-wrap: anywhere;
}

.nav-group .is-deprecated .nav-text {
  color: var(--muted);
  text-decoration: line-through;
}

.method {
  --method: var(--slate);
  flex: none;
  color: var(--method);
  font: 600 0.6875rem / 1.45 var(--mono);
  letter-spacing: 0.02em;
}

.method[data-method="get"] {
  --method: var(--blue);
}

.method[data-method="post"] {
  --method: var(--green);
}

.method[data-method="put"] {
  --method: var(--amber);
}

.method[data-method="patch"] {
  --method: var(--violet);
}

.method[data-method="delete"] {
  --method: var(--red);
}

@media (max-width: 52rem) {
  .sidebar {
    display: none;
    position: fixed;
    inset: var(--bar) 0 0;
    z-index: 2;
    border: 0;
  }

  .sidebar.is-open {
    display: block;
  }
}

article {
  max-width: 78rem;
  margin: 0 auto;
}

.overview {
  max-width: 50rem;
}

h1,
h2,
h3 {
  margin: 0;
  font-weight: 600;
  letter-spacing: -0.015em;
  line-height: 1.3;
  overflow-wrap: anywhere;
}

h1 {
  font-size: 1.85rem;
  letter-spacing: -0.022em;
}

section {
  margin-top: 2.5rem;
}

.column > section:first-child {
  margin-top: 0;
}

section > h2 {
  display: flex;
  align-items: baseline;
  gap: 0.6rem;
  margin-bottom: 0.6rem;
  font-size: 1.1rem;
}

h3 {
  font-size: 0.9rem;
}

.lead {
  margin: 0.5rem 0 0;
  color: var(--muted);
  font-size: 1.1rem;
}

.eyebrow {
  margin: 0 0 0.35rem;
  color: var(--accent);
  font-size: 0.8rem;
  font-weight: 600;
}

.operation-head {
  margin-bottom: 2rem;
}

.endpoint {
  display: inline-flex;
  align-items: center;
  gap: 0.75rem;
  max-width: 100%;
  margin-top: 0.9rem;
  padding: 0.2rem 0.3rem 0.2rem 0.75rem;
  border: 1px solid var(--line);
  border-radius: 8px;
  background: var(--surface);
}

.endpoint .method {
  font-size: 0.78rem;
}

.endpoint .path {
  padding: 0.2rem 0.4rem 0.2rem 0;
  overflow-wrap: anywhere;
}

.path-parameter {
  color: var(--accent);
}

.security {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 0.35em;
  margin: 0.8rem 0 0;
  color: var(--muted);
  font-size: 0.875rem;
}

.columns {
  display: grid;
  grid-template-columns: minmax(0, 1fr) minmax(22rem, 28rem);
  gap: 3.5rem;
  align-items: start;
}

.column {
  min-width: 0;
}

.column-request {
  position: sticky;
  top: calc(var(--bar) + 1.25rem);
  display: grid;
  gap: 1.25rem;
  max-height: calc(100dvh - var(--bar) - 2.5rem);
  overflow-y: auto;
  border-radius: var(--radius);
  scrollbar-width: thin;
}

.prose {
  max-width: 42rem;
  overflow-wrap: anywhere;
}

.prose > * {
  margin: 0.6rem 0;
}

.prose > :first-child {
  margin-top: 0;
}

.prose > :last-child {
  margin-bottom: 0;
}

.column > .prose {
  margin-bottom: 2rem;
}

.overview > .prose {
  margin-top: 1rem;
}

.prose-heading {
  font-weight: 600;
}

.prose ul,
.prose ol {
  padding-left: 1.3rem;
}

.prose :not(pre) > code,
.value {
  padding: 0.1em 0.35em;
  border-radius: 5px;
  background: color-mix(in srgb, var(--text) 7%, transparent);
  font-size: 0.85em;
}

.facts {
  display: flex;
  flex-wrap: wrap;
  gap: 1rem 2.5rem;
  margin: 1.75rem 0 0;
}

.facts dt {
  color: var(--muted);
  font-size: 0.8rem;
}

.facts dd {
  margin: 0;
  overflow-wrap: anywhere;
}

.operation-list,
.fields {
  margin: 0;
  padding: 0;
  list-style: none;
}

.operation-list {
  border: 1px solid var(--line);
  border-radius: var(--radius);
}

.prose + .operation-list {
  margin-top: 1rem;
}

.operation-list li + li {
  border-top: 1px solid var(--line);
}

.operation-list a {
  display: grid;
  grid-template-columns: 4rem minmax(0, 1fr) minmax(0, 1fr);
  gap: 0.75rem;
  align-items: baseline;
  padding: 0.6rem 1rem;
  border-radius: var(--radius);
  color: inherit;
  text-decoration: none;
}

.operation-list a:hover {
  background: var(--surface);
}

.operation-list .path {
  overflow-wrap: anywhere;
}

.operation-summary {
  color: var(--muted);
  font-size: 0.9rem;
}

.operation-list .is-deprecated .path {
  text-decoration: line-through;
}

.notice {
  margin: 1rem 0 0;
  padding: 0.7rem 1rem;
  border-radius: 8px;
  color: var(--warning);
  background: var(--warning-soft);
  font-size: 0.9rem;
  overflow-wrap: anywhere;
}

.notice-error {
  color: var(--danger);
  background: var(--danger-soft);
}

.pager {
  display: flex;
  justify-content: space-between;
  gap: 1rem;
  margin-top: 4rem;
  padding-top: 1.25rem;
  border-top: 1px solid var(--line);
}

.pager a {
  display: inline-flex;
  align-items: center;
  gap: 0.5rem;
  text-decoration: none;
}

.pager-next {
  margin-left: auto;
  text-align: right;
}

@media (max-width: 75rem) {
  .columns {
    grid-template-columns: minmax(0, 1fr);
    gap: 2.5rem;
  }

  .column-request {
    position: static;
    max-height: none;
  }
}

@media (max-width: 52rem) {
  h1 {
    font-size: 1.5rem;
  }

  .operation-list a {
    grid-template-columns: 3.5rem minmax(0, 1fr);
    gap: 0 0.5rem;
  }

  .operation-summary {
    grid-column: 2;
  }
}

.field {
  padding: 0.85rem 0;
  border-top: 1px solid var(--line);
}

.field > .prose,
.schema > .prose {
  margin-top: 0.2rem;
  color: var(--muted);
  font-size: 0.9rem;
}

.field-head {
  display: flex;
  flex-wrap: wrap;
  align-items: baseline;
  gap: 0.15rem 0.6rem;
}

.field-name {
  font-weight: 600;
  overflow-wrap: anywhere;
}

.type {
  color: var(--muted);
  font-size: 0.85rem;
  overflow-wrap: anywhere;
}

.flag {
  color: var(--muted);
  font: 500 0.75rem / 1.6 var(--sans);
  letter-spacing: 0;
}

.flag-required {
  color: var(--danger);
}

.flag-deprecated {
  color: var(--warning);
}

.rules {
  display: flex;
  flex-wrap: wrap;
  gap: 0.3rem 0.4rem;
  margin-top: 0.4rem;
}

.rule {
  padding: 0 0.45rem;
  border: 1px solid var(--line);
  border-radius: 5px;
  color: var(--muted);
  font-size: 0.78rem;
  overflow-wrap: anywhere;
}

.schema {
  margin-top: 0.1rem;
}

.schema-type {
  display: flex;
  flex-wrap: wrap;
  align-items: baseline;
  gap: 0 0.75rem;
  margin: 0;
  color: var(--muted);
  font-size: 0.9rem;
}

.schema > :is(.fields, .union, .rules) {
  margin-top: 0.75rem;
}

.nested {
  margin-top: 0.6rem;
}

summary {
  cursor: pointer;
}

.nested > summary {
  width: fit-content;
  padding: 0.1rem 0.5rem 0.1rem 0.25rem;
  border-radius: 5px;
  color: var(--accent);
  font-size: 0.85rem;
}

.nested > :not(summary) {
  margin-top: 0.4rem;
  padding-left: 1rem;
  border-left: 2px solid var(--line);
}

.nested .field:first-child {
  border-top: 0;
  padding-top: 0.35rem;
}

.option {
  margin: 0.6rem 0 0;
  color: var(--muted);
  font-size: 0.9rem;
}

.response {
  border-top: 1px solid var(--line);
}

.response:last-child {
  border-bottom: 1px solid var(--line);
}

.response > summary {
  display: flex;
  align-items: baseline;
  gap: 0.75rem;
  padding: 0.7rem 0.25rem;
  list-style: none;
}

.response > summary::-webkit-details-marker {
  display: none;
}

.response > summary::after {
  content: "";
  align-self: center;
  width: 0.45rem;
  height: 0.45rem;
  margin: 0 0.3rem 0.2rem auto;
  border: solid var(--muted);
  border-width: 0 1.5px 1.5px 0;
  rotate: 45deg;
}

.response[open] > summary::after {
  margin-bottom: -0.2rem;
  rotate: 225deg;
}

.response > summary:hover .response-description {
  color: var(--accent);
}

.response-body {
  padding: 0.25rem 0.25rem 1.25rem;
}

.status {
  --status: var(--slate);
  display: inline-flex;
  flex: none;
  align-items: center;
  gap: 0.45rem;
  font: 600 0.85rem / 1.6 var(--mono);
}

.status::before {
  content: "";
  width: 0.5rem;
  height: 0.5rem;
  border-radius: 50%;
  background: var(--status);
}

.status[data-family="2"] {
  --status: var(--green);
}

.status[data-family="3"] {
  --status: var(--blue);
}

.status[data-family="4"] {
  --status: var(--amber);
}

.status[data-family="5"] {
  --status: var(--red);
}

.request-panel {
  display: grid;
  gap: 1.25rem;
}

.card {
  min-width: 0;
  margin: 0;
  overflow: hidden;
  border: 1px solid var(--line);
  border-radius: var(--radius);
  background: var(--raised);
}

.card-head,
.answer-head {
  display: flex;
  align-items: center;
  gap: 0.75rem;
  min-height: 2.75rem;
  padding: 0.25rem 0.5rem 0.25rem 1rem;
}

.card-head {
  border-bottom: 1px solid var(--line);
  background: var(--surface);
}

.card-head h2 {
  font-size: 0.875rem;
  letter-spacing: -0.005em;
}

.card-actions {
  display: flex;
  align-items: center;
  gap: 0.25rem;
  min-width: 0;
  margin-left: auto;
}

.code {
  max-height: 26rem;
  margin: 0;
  padding: 0.9rem 1rem;
  overflow: auto;
  font-size: 0.8125rem;
  line-height: 1.6;
  tab-size: 2;
  scrollbar-width: thin;
}

.code code {
  font-size: inherit;
}

.code:focus-visible {
  outline-offset: -3px;
  border-radius: var(--radius);
}

.prose .code {
  border: 1px solid var(--line);
  border-radius: 8px;
  background: var(--surface);
}

.token-key {
  color: var(--blue);
}

.token-string {
  color: var(--green);
}

.token-number {
  color: var(--amber);
}

.token-literal {
  color: var(--violet);
}

.request-form {
  display: grid;
  gap: 1.25rem;
  padding: 1rem;
}

fieldset,
.form-fields {
  display: grid;
  gap: 0.75rem;
  min-width: 0;
  margin: 0;
  padding: 0;
  border: 0;
}

legend {
  margin-bottom: 0.5rem;
  padding: 0;
  color: var(--muted);
  font-size: 0.78rem;
  font-weight: 600;
}

.form-field {
  display: grid;
  gap: 0.25rem;
  min-width: 0;
}

.form-field label {
  display: flex;
  align-items: baseline;
  gap: 0.5rem;
  font-size: 0.85rem;
  font-weight: 500;
  overflow-wrap: anywhere;
}

.form-field input,
.form-field select,
.form-field textarea,
.compact {
  width: 100%;
  min-width: 0;
  min-height: 2.25rem;
  padding: 0.3rem 0.65rem;
  border: 1px solid var(--line-strong);
  border-radius: 7px;
  background: var(--page);
  font-size: 0.875rem;
}

.compact {
  width: auto;
  max-width: 12rem;
  min-height: 1.9rem;
  padding: 0.1rem 0.4rem;
  border-color: var(--line);
  font-size: 0.8rem;
}

.form-field ::placeholder {
  color: var(--muted);
  opacity: 1;
}

.form-field :is(input, select, textarea):focus {
  border-color: var(--accent);
  outline: 2px solid var(--accent);
  outline-offset: -1px;
}

.form-field [aria-invalid] {
  border-color: var(--danger);
}

.form-field .body-editor {
  padding: 0.6rem 0.75rem;
  font: 0.8125rem / 1.6 var(--mono);
  resize: vertical;
  tab-size: 2;
}

.hint,
.form-error {
  margin: 0;
  color: var(--muted);
  font-size: 0.78rem;
  line-height: 1.45;
}

.hint-warning {
  color: var(--warning);
}

.form-error {
  color: var(--danger);
}

.form-actions {
  display: flex;
  align-items: center;
  gap: 0.75rem;
  font-size: 0.8rem;
}

.send-button {
  padding: 0.45rem 1.1rem;
  border: 0;
  border-radius: 7px;
  color: #ffffff;
  background: light-dark(#0b6b84, #117a95);
  font-size: 0.875rem;
  font-weight: 600;
  cursor: pointer;
}

.send-button:hover {
  background: var(--accent-solid-hover);
}

.result:not(:empty) {
  border-top: 1px solid var(--line);
}

.result[aria-busy] {
  opacity: 0.6;
}

.result > .notice,
.answer > .notice {
  margin: 0;
  border-radius: 0;
}

.answer {
  margin: 0;
}

.answer-head .muted,
.answer-headers,
.answer > .muted {
  font-size: 0.8rem;
}

.answer > .muted {
  margin: 0;
  padding: 0 1rem 0.75rem;
}

.answer .code {
  padding-top: 0.25rem;
}

.answer-headers {
  border-top: 1px solid var(--line);
}

.answer-headers > summary {
  padding: 0.6rem 1rem;
  color: var(--muted);
}

.header-list {
  max-height: 18rem;
  margin: 0;
  padding: 0 1rem 0.75rem;
  overflow: auto;
  font-family: var(--mono);
  overflow-wrap: anywhere;
}

.header-list dt {
  color: var(--muted);
}

.header-list dd {
  margin: 0 0 0.35rem;
}
`;

export const themeScript: string = `(function() {
	// templates/packages/core/src/docs/page/stored-theme.ts
	try {
		const theme = localStorage.getItem("docs-theme");
		if (theme === "light" || theme === "dark") document.documentElement.dataset["theme"] = theme;
	} catch {}
})();
`;

export const pageScript: string = `(function() {
	// templates/packages/core/src/docs/server-url.ts
	function serverUrl(server) {
		return server.url.replaceAll(/\\{([^{}]*)\\}/g, (whole, name) => {
			const value = server.variables?.[name]?.default;
			return typeof value === "string" ? value : whole;
		});
	}
	// templates/packages/core/src/docs/page/json.ts
	function isObject(value) {
		return typeof value === "object" && value !== null && !Array.isArray(value);
	}
	function objectOf(value) {
		return isObject(value) ? value : {};
	}
	function listOf(value) {
		return Array.isArray(value) ? value : [];
	}
	function textOf(value) {
		return typeof value === "string" ? value : "";
	}
	function textsOf(value) {
		return listOf(value).filter((item) => typeof item === "string");
	}
	function numberOf(value) {
		return typeof value === "number" && Number.isFinite(value) ? value : void 0;
	}
	// templates/packages/core/src/docs/page/reference.ts
	function resolverOf(root) {
		return (value) => {
			let node = objectOf(value);
			let name;
			for (const seen = new Set(); typeof node["$ref"] === "string";) {
				const { $ref: pointer, ...beside } = node;
				if (typeof pointer !== "string" || seen.has(pointer)) return {
					node: beside,
					name
				};
				seen.add(pointer);
				const target = find(root, pointer);
				if (!isObject(target)) return {
					node: beside,
					name
				};
				name ??= lastToken(pointer);
				node = Object.keys(beside).length === 0 ? target : {
					...target,
					...beside
				};
			}
			return {
				node,
				name
			};
		};
	}
	function find(root, pointer) {
		if (!pointer.startsWith("#")) return void 0;
		let target = root;
		for (const token of tokensOf(pointer)) {
			if (typeof target !== "object" || target === null || !Object.hasOwn(target, token)) return void 0;
			target = Reflect.get(target, token);
		}
		return target;
	}
	function lastToken(pointer) {
		return tokensOf(pointer).at(-1) ?? pointer;
	}
	function tokensOf(pointer) {
		return decode$1(pointer).split("/").slice(1).map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
	}
	function decode$1(text) {
		try {
			return decodeURIComponent(text);
		} catch {
			return text;
		}
	}
	// templates/packages/core/src/docs/page/api.ts
	const methods = [
		"get",
		"post",
		"put",
		"patch",
		"delete",
		"head",
		"options",
		"trace"
	];
	const untagged = "Operations";
	function readApi(document) {
		const root = objectOf(document);
		const info = objectOf(root["info"]);
		const resolve = resolverOf(root);
		const operations = readOperations(root, resolve);
		return {
			title: textOf(info["title"]),
			version: textOf(info["version"]),
			info,
			servers: listOf(root["servers"]).filter(isObject).map(readServer),
			schemes: new Map(Object.entries(objectOf(objectOf(root["components"])["securitySchemes"])).map(([name, scheme]) => [name, resolve(scheme).node])),
			groups: groupsOf(operations, listOf(root["tags"])),
			operations,
			resolve
		};
	}
	function readServer(server) {
		const variables = objectOf(server["variables"]);
		const defaults = Object.fromEntries(Object.entries(variables).map(([name, variable]) => [name, { default: objectOf(variable)["default"] }]));
		return {
			url: serverUrl({
				url: textOf(server["url"]),
				variables: defaults
			}),
			description: textOf(server["description"])
		};
	}
	function readOperations(root, resolve) {
		const ids = new Set();
		return Object.entries(objectOf(root["paths"])).flatMap(([path, value]) => {
			const item = resolve(value).node;
			return methods.filter((method) => isObject(item[method])).map((method) => {
				const node = objectOf(item[method]);
				let id = textOf(node["operationId"]) || \`\${method}\${path}\`;
				while (ids.has(id)) id += "-";
				ids.add(id);
				return readOperation(id, method, path, {
					item,
					node,
					root,
					resolve
				});
			});
		});
	}
	function readOperation(id, method, path, source) {
		const { item, node, root, resolve } = source;
		const parameters = new Map();
		for (const value of [...listOf(item["parameters"]), ...listOf(node["parameters"])]) {
			const parameter = readParameter(resolve(value).node, resolve);
			if (parameter.name !== "") parameters.set(\`\${parameter.place} \${parameter.name}\`, parameter);
		}
		return {
			id,
			method: method.toUpperCase(),
			path,
			summary: textOf(node["summary"]) || textOf(node["operationId"]) || \`\${method.toUpperCase()} \${path}\`,
			description: textOf(node["description"]),
			tags: textsOf(node["tags"]),
			deprecated: node["deprecated"] === true,
			security: listOf(node["security"] ?? root["security"]).filter(isObject).map(readRequirement),
			parameters: [...parameters.values()],
			body: isObject(node["requestBody"]) ? readBody(resolve(node["requestBody"]).node, resolve) : void 0,
			responses: Object.entries(objectOf(node["responses"])).map(([status, response]) => readResponse(status, resolve(response).node, resolve))
		};
	}
	function readRequirement(requirement) {
		return Object.entries(requirement).map(([scheme, scopes]) => ({
			scheme,
			scopes: textsOf(scopes)
		}));
	}
	function readParameter(node, resolve, name = textOf(node["name"])) {
		const [content] = readContents(node["content"], resolve);
		const schema = objectOf(node["schema"] ?? content?.schema);
		const [named] = Object.values(objectOf(node["examples"])).map((example) => resolve(example).node["value"]);
		return {
			name,
			place: textOf(node["in"]),
			required: node["required"] === true,
			deprecated: node["deprecated"] === true,
			description: textOf(node["description"]) || textOf(resolve(schema).node["description"]),
			schema,
			example: node["example"] ?? named
		};
	}
	function readBody(node, resolve) {
		return {
			required: node["required"] === true,
			description: textOf(node["description"]),
			contents: readContents(node["content"], resolve)
		};
	}
	function readResponse(status, node, resolve) {
		return {
			status,
			description: textOf(node["description"]),
			headers: Object.entries(objectOf(node["headers"])).map(([name, header]) => readParameter(resolve(header).node, resolve, name)),
			contents: readContents(node["content"], resolve)
		};
	}
	function readContents(value, resolve) {
		return Object.entries(objectOf(value)).map(([mediaType, media]) => {
			const node = objectOf(media);
			const named = Object.entries(objectOf(node["examples"])).map(([key, example]) => {
				const { summary, value: shown } = resolve(example).node;
				return {
					name: textOf(summary) || key,
					value: shown
				};
			});
			const single = node["example"] === void 0 ? [] : [{
				name: "Example",
				value: node["example"]
			}];
			return {
				mediaType,
				schema: node["schema"],
				examples: [...named, ...single]
			};
		});
	}
	function groupsOf(operations, tags) {
		const members = new Map();
		const descriptions = new Map();
		for (const tag of tags.filter(isObject)) {
			members.set(textOf(tag["name"]), []);
			descriptions.set(textOf(tag["name"]), textOf(tag["description"]));
		}
		for (const operation of operations) {
			const name = operation.tags[0] ?? untagged;
			const list = members.get(name) ?? [];
			members.set(name, list);
			list.push(operation);
		}
		return [...members].filter(([, list]) => list.length > 0).map(([name, list]) => ({
			name,
			description: descriptions.get(name) ?? "",
			operations: list
		}));
	}
	// templates/packages/core/src/docs/page/dom.ts
	function el(tag, attributes = {}, ...children) {
		const element = document.createElement(tag);
		for (const [name, value] of Object.entries(attributes)) if (value !== void 0 && value !== false) element.setAttribute(name, value === true ? "" : value);
		element.append(...present(children));
		return element;
	}
	function present(children) {
		return children.filter((child) => child !== void 0 && child !== false);
	}
	function byId(id) {
		const element = document.getElementById(id);
		if (!element) throw new Error(\`The page has no #\${id}.\`);
		return element;
	}
	let lastId = 0;
	function freshId() {
		lastId += 1;
		return \`d\${lastId}\`;
	}
	function announce(text) {
		byId("announcer").textContent = text;
	}
	const icons$1 = {
		search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Zm3.6-1.4L14 14",
		copy: "M5.5 5.5V3.2c0-.7.5-1.2 1.2-1.2h6.1c.7 0 1.2.5 1.2 1.2v6.1c0 .7-.5 1.2-1.2 1.2h-2.3M3.2 5.5h6.1c.7 0 1.2.5 1.2 1.2v6.1c0 .7-.5 1.2-1.2 1.2H3.2c-.7 0-1.2-.5-1.2-1.2V6.7c0-.7.5-1.2 1.2-1.2Z",
		check: "m3 8.5 3.2 3.2L13 4.5",
		lock: "M4.5 7.2V5a3.5 3.5 0 0 1 7 0v2.2M4 7.2h8c.6 0 1 .4 1 1V13c0 .6-.4 1-1 1H4c-.6 0-1-.4-1-1V8.2c0-.6.4-1 1-1Z",
		open: "M4.5 7.2V5a3.5 3.5 0 0 1 6.7-1.4M4 7.2h8c.6 0 1 .4 1 1V13c0 .6-.4 1-1 1H4c-.6 0-1-.4-1-1V8.2c0-.6.4-1 1-1Z",
		sun: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1.1 1.1M11.9 11.9 13 13M13 3l-1.1 1.1M4.1 11.9 3 13",
		moon: "M13.5 9.8A6 6 0 0 1 6.2 2.5a6 6 0 1 0 7.3 7.3Z",
		auto: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 2v12M10 3v10M12 4.7v6.6",
		menu: "M2 4h12M2 8h12M2 12h8",
		previous: "M10 3 5 8l5 5",
		next: "m6 3 5 5-5 5"
	};
	function icon(name) {
		const namespace = "http://www.w3.org/2000/svg";
		const svg = document.createElementNS(namespace, "svg");
		svg.setAttribute("viewBox", "0 0 16 16");
		svg.setAttribute("class", "icon");
		svg.setAttribute("aria-hidden", "true");
		const path = document.createElementNS(namespace, "path");
		path.setAttribute("d", icons$1[name]);
		svg.append(path);
		return svg;
	}
	// templates/packages/core/src/docs/page/link.ts
	function linkTo(operation) {
		return \`#\${encodeURIComponent(operation.id)}\`;
	}
	function operationAt(api, fragment) {
		const id = decode(fragment.replace(/^#/, ""));
		return api.operations.find((operation) => operation.id === id);
	}
	function decode(text) {
		try {
			return decodeURIComponent(text);
		} catch {
			return text;
		}
	}
	// templates/packages/core/src/docs/page/menu.ts
	function connectMenu(button, sidebar, main) {
		const narrow = matchMedia("(max-width: 52rem)");
		const set = (isOpen) => {
			const covers = isOpen && narrow.matches;
			sidebar.classList.toggle("is-open", covers);
			main.inert = covers;
			button.setAttribute("aria-expanded", String(covers));
		};
		button.append(icon("menu"));
		button.addEventListener("click", () => set(button.getAttribute("aria-expanded") !== "true"));
		sidebar.addEventListener("keydown", (event) => {
			if (event.key !== "Escape" || event.defaultPrevented || !narrow.matches) return;
			set(false);
			button.focus();
		});
		narrow.addEventListener("change", () => set(false));
		return {
			open: () => set(true),
			close: () => set(false)
		};
	}
	// templates/packages/core/src/docs/page/json-tokens.ts
	const pattern = /("(?:[^"\\\\]|\\\\.)*")(\\s*:)?|(-?\\d[\\d.eE+-]*)|\\b(true|false|null)\\b/g;
	function jsonTokens(text) {
		const tokens = [];
		let end = 0;
		const push = (kind, part) => {
			if (part !== "") tokens.push({
				kind,
				text: part
			});
		};
		for (const match of text.matchAll(pattern)) {
			push("plain", text.slice(end, match.index));
			const [, string, colon, number, literal] = match;
			if (string !== void 0) push(colon === void 0 ? "string" : "key", string);
			push("plain", colon ?? "");
			push("number", number ?? "");
			push("literal", literal ?? "");
			end = match.index + match[0].length;
		}
		push("plain", text.slice(end));
		return tokens;
	}
	function layOutJson(text) {
		try {
			const value = JSON.parse(text);
			return jsonTokens(text).every(({ kind, text: part }) => kind !== "number" || !/\\d{16}/.test(part)) ? JSON.stringify(value, void 0, 2) : text;
		} catch {
			return text;
		}
	}
	// templates/packages/core/src/docs/page/code-view.ts
	const longestColoured = 6e4;
	function codeBlock(text, label, language = "text") {
		const code = el("code");
		if (language === "json" && text.length <= longestColoured) for (const token of jsonTokens(text)) code.append(token.kind === "plain" ? token.text : el("span", { class: \`token-\${token.kind}\` }, token.text));
		else code.textContent = text;
		return el("pre", {
			class: "code",
			tabindex: "0",
			role: "region",
			"aria-label": label
		}, code);
	}
	function copyButton(what, text) {
		if (!("clipboard" in navigator)) return void 0;
		const button = el("button", {
			type: "button",
			class: "icon-button",
			title: \`Copy \${what}\`
		});
		const show = (done) => button.replaceChildren(icon(done ? "check" : "copy"), el("span", { class: "visually-hidden" }, \`Copy \${what}\`));
		show(false);
		button.addEventListener("click", async () => {
			try {
				await navigator.clipboard.writeText(text());
				show(true);
				announce("Copied");
				setTimeout(() => show(false), 1500);
			} catch {
				announce("The browser did not allow copying");
			}
		});
		return button;
	}
	function card(title, actions, ...content) {
		return el("section", { class: "card" }, el("div", { class: "card-head" }, title, el("div", { class: "card-actions" }, ...present(actions))), ...content);
	}
	function methodBadge(method) {
		return el("span", {
			class: "method",
			"data-method": method.toLowerCase()
		}, method);
	}
	function pathText(path) {
		return el("code", { class: "path" }, ...path.split(/(\\{[^{}]*\\})/).map((part) => part.startsWith("{") ? el("span", { class: "path-parameter" }, part) : part).flatMap((part) => typeof part === "string" ? breakable(part) : [part]));
	}
	function breakable(text) {
		return text.split(/(?<=\\/)/).flatMap((part, index) => index === 0 ? [part] : [el("wbr"), part]);
	}
	// templates/packages/core/src/docs/page/markdown.ts
	const item = /^\\s{0,3}(?:([-*+])|\\d{1,9}[.)])\\s+(.*)$/;
	function parseMarkdown(source) {
		const lines = source.replaceAll("\\r\\n", "\\n").split("\\n");
		const blocks = [];
		let paragraph = [];
		const endParagraph = () => {
			if (paragraph.length > 0) blocks.push({
				kind: "paragraph",
				spans: parseSpans(paragraph.join(" "))
			});
			paragraph = [];
		};
		for (let index = 0; index < lines.length; index++) {
			const line = lines[index] ?? "";
			const fence = /^\\s{0,3}(\`\`\`|~~~)/.exec(line)?.[1];
			const heading = /^\\s{0,3}#{1,6}\\s+(.*)$/.exec(line)?.[1];
			const bullet = item.exec(line);
			if (fence !== void 0) {
				endParagraph();
				const code = [];
				while (++index < lines.length && !lines[index]?.trimStart().startsWith(fence)) code.push(lines[index] ?? "");
				blocks.push({
					kind: "code",
					text: code.join("\\n")
				});
			} else if (heading !== void 0) {
				endParagraph();
				blocks.push({
					kind: "heading",
					spans: parseSpans(heading)
				});
			} else if (bullet) {
				endParagraph();
				const items = [bullet[2] ?? ""];
				for (; index + 1 < lines.length; index++) {
					const next = lines[index + 1] ?? "";
					const more = item.exec(next);
					if (more) items.push(more[2] ?? "");
					else if (/^\\s+\\S/.test(next)) items.push(\`\${items.pop()} \${next.trim()}\`);
					else break;
				}
				blocks.push({
					kind: "list",
					ordered: bullet[1] === void 0,
					items: items.map(parseSpans)
				});
			} else if (line.trim() === "") endParagraph();
			else paragraph.push(line.trim());
		}
		endParagraph();
		return blocks;
	}
	const spanStart = /\`([^\`\\n]+)\`|\\*\\*([^*\\n]+)\\*\\*|(?<!\\*)\\*([^*\\s](?:[^*\\n]*[^*\\s])?)\\*|\\[([^[\\]\\n]+)\\]\\(([^()\\s]+)\\)/g;
	function parseSpans(text) {
		const spans = [];
		let end = 0;
		for (const match of text.matchAll(spanStart)) {
			const [whole, code, strong, emphasis, label, target] = match;
			const span = spanOf(code, strong, emphasis, label, target);
			if (span === void 0) continue;
			if (match.index > end) spans.push({
				kind: "text",
				text: text.slice(end, match.index)
			});
			spans.push(span);
			end = match.index + whole.length;
		}
		if (end < text.length) spans.push({
			kind: "text",
			text: text.slice(end)
		});
		return spans;
	}
	function spanOf(code, strong, emphasis, label, target) {
		if (code !== void 0) return {
			kind: "code",
			text: code
		};
		if (strong !== void 0) return {
			kind: "strong",
			text: strong
		};
		if (emphasis !== void 0) return {
			kind: "emphasis",
			text: emphasis
		};
		const href = webUrl(target ?? "");
		return label === void 0 || href === void 0 ? void 0 : {
			kind: "link",
			text: label,
			href
		};
	}
	function webUrl(text) {
		if (!URL.canParse(text)) return void 0;
		const url = new URL(text);
		return url.protocol === "https:" || url.protocol === "http:" ? url.href : void 0;
	}
	// templates/packages/core/src/docs/page/markdown-view.ts
	function markdown(source) {
		const blocks = parseMarkdown(source);
		return blocks.length === 0 ? void 0 : el("div", { class: "prose" }, ...blocks.map(block));
	}
	function block(part) {
		if (part.kind === "code") return el("pre", {
			class: "code",
			tabindex: "0"
		}, el("code", {}, part.text));
		if (part.kind === "list") return el(part.ordered ? "ol" : "ul", {}, ...part.items.map((spans) => el("li", {}, ...spans.map(span))));
		return el("p", { class: part.kind === "heading" ? "prose-heading" : void 0 }, ...part.spans.map(span));
	}
	function span(part) {
		if (part.kind === "link") return el("a", {
			href: part.href,
			rel: "noopener noreferrer"
		}, part.text);
		if (part.kind === "code") return el("code", {}, part.text);
		if (part.kind === "strong") return el("strong", {}, part.text);
		if (part.kind === "emphasis") return el("em", {}, part.text);
		return document.createTextNode(part.text);
	}
	// templates/packages/core/src/docs/page/credentials.ts
	function credentialKind(scheme) {
		const type = textOf(scheme["type"]);
		if (type === "http") {
			const name = textOf(scheme["scheme"]).toLowerCase();
			return name === "basic" ? "basic" : name === "bearer" ? "bearer" : "none";
		}
		if (type === "apiKey") {
			const place = textOf(scheme["in"]);
			return place === "header" || place === "query" || place === "cookie" ? place : "none";
		}
		return type === "oauth2" || type === "openIdConnect" ? "bearer" : "none";
	}
	function basicValue({ username, secret }) {
		const bytes = new TextEncoder().encode(\`\${username}:\${secret}\`);
		return \`Basic \${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))}\`;
	}
	const shared = new Map();
	function credentialOf(scheme) {
		const known = shared.get(scheme);
		if (known) return known;
		const fresh = {
			secret: "",
			username: ""
		};
		shared.set(scheme, fresh);
		return fresh;
	}
	function maskedCredentialOf(scheme) {
		const { secret, username } = credentialOf(scheme);
		return {
			secret: secret === "" ? "YOUR_SECRET" : "•".repeat(12),
			username
		};
	}
	// templates/packages/core/src/docs/page/overview-view.ts
	function overviewView(api) {
		const summary = textOf(api.info["summary"]);
		return el("article", { class: "overview" }, el("h1", { tabindex: "-1" }, api.title), summary !== "" && el("p", { class: "lead" }, summary), markdown(textOf(api.info["description"])), facts(api), authentication(api), ...api.groups.map(groupView));
	}
	function facts(api) {
		const rows = [["Version", api.version]];
		for (const server of api.servers.filter(({ url }) => url !== "/" && url !== "")) rows.push([server.description || "Server", el("code", {}, server.url)]);
		const contact = objectOf(api.info["contact"]);
		const licence = objectOf(api.info["license"]);
		const contactName = textOf(contact["name"]) || textOf(contact["email"]) || textOf(contact["url"]);
		if (contactName !== "") rows.push(["Contact", linked(contactName, textOf(contact["url"]))]);
		if (licence["name"] !== void 0) rows.push(["Licence", linked(textOf(licence["name"]), textOf(licence["url"]))]);
		const terms = textOf(api.info["termsOfService"]);
		if (terms !== "") rows.push(["Terms", linked(terms, terms)]);
		return el("dl", { class: "facts" }, ...rows.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));
	}
	function linked(text, target) {
		const href = webUrl(target);
		return href === void 0 ? text : el("a", {
			href,
			rel: "noopener noreferrer"
		}, text);
	}
	function authentication(api) {
		if (api.schemes.size === 0) return void 0;
		return el("section", {}, el("h2", {}, "Authentication"), el("ul", { class: "fields" }, ...[...api.schemes].map(([name, scheme]) => el("li", { class: "field" }, el("div", { class: "field-head" }, el("code", { class: "field-name" }, name), el("span", { class: "type" }, schemeText(scheme))), markdown(textOf(scheme["description"]))))));
	}
	function schemeText(scheme) {
		const kind = credentialKind(scheme);
		const name = textOf(scheme["name"]);
		if (kind === "basic") return "user name and password (HTTP Basic)";
		if (kind === "header" || kind === "query" || kind === "cookie") return \`API key in the \${kind} \${name}\`;
		const type = textOf(scheme["type"]);
		if (type === "oauth2") return "access token (OAuth 2)";
		if (type === "openIdConnect") return "access token (OpenID Connect)";
		if (type === "mutualTLS") return "client certificate";
		const format = textOf(scheme["bearerFormat"]);
		return kind === "bearer" ? \`bearer token\${format === "" ? "" : \` (\${format})\`}\` : textOf(scheme["scheme"]) || type;
	}
	function groupView(group) {
		return el("section", {}, el("h2", {}, group.name), markdown(group.description), el("ul", { class: "operation-list" }, ...group.operations.map((operation) => el("li", { class: operation.deprecated ? "is-deprecated" : void 0 }, el("a", { href: linkTo(operation) }, methodBadge(operation.method), pathText(operation.path), el("span", { class: "operation-summary" }, operation.summary))))));
	}
	// templates/packages/core/src/docs/page/object-shape.ts
	const mostParts = 100;
	function objectShape(schema, resolve, merged = new Set([schema])) {
		const parts = listOf(schema["allOf"]).map((part) => resolve(part).node).filter((part) => !merged.has(part) && merged.size < mostParts && merged.add(part));
		const shapes = parts.map((part) => objectShape(part, resolve, merged)).filter((shape) => shape !== void 0);
		if (!(isObject(schema["properties"]) || schema["additionalProperties"] !== void 0) && schema["type"] !== "object" && shapes.length === 0) return void 0;
		const required = new Set([schema, ...parts].flatMap((part) => textsOf(part["required"])));
		return {
			properties: [...new Map([...shapes.flatMap((shape) => shape.properties), ...ownProperties(schema)].map(({ name, schema: member }) => [name, member]))].map(([name, member]) => ({
				name,
				schema: member,
				required: required.has(name)
			})),
			additional: schema["additionalProperties"] ?? shapes.find((shape) => shape.additional !== void 0)?.additional
		};
	}
	function ownProperties(schema) {
		return Object.entries(objectOf(schema["properties"])).map(([name, member]) => ({
			name,
			schema: member,
			required: false
		}));
	}
	function alternativesOf(schema) {
		return [...listOf(schema["oneOf"]), ...listOf(schema["anyOf"])];
	}
	function typesOf(schema) {
		const { type } = schema;
		return (typeof type === "string" ? [type] : textsOf(type)).filter((name) => name !== "null");
	}
	function withoutNull(node, resolve) {
		const { oneOf, anyOf, ...own } = node;
		const others = [...listOf(oneOf), ...listOf(anyOf)].map((part) => resolve(part).node).filter((part) => part["type"] !== "null");
		const [only] = others;
		return only !== void 0 && others.length === 1 ? {
			...only,
			...own
		} : node;
	}
	// templates/packages/core/src/docs/page/pattern-example.ts
	function patternExample(pattern) {
		if (pattern.length > 500) return void 0;
		const reader = new Reader(pattern);
		try {
			const text = reader.alternatives();
			return reader.isAtEnd ? text : void 0;
		} catch (error) {
			if (error instanceof Unsupported) return void 0;
			throw error;
		}
	}
	var Unsupported = class extends Error {};
	const classExamples = {
		d: "1",
		w: "a",
		s: " ",
		D: "a",
		W: "-",
		S: "a"
	};
	const controls = {
		t: "	",
		n: "\\n",
		r: "\\r",
		f: "\\f",
		v: "\\v"
	};
	const longestRepeat = 200;
	var Reader = class {
		#pattern;
		#at = 0;
		constructor(pattern) {
			this.#pattern = pattern;
		}
		get isAtEnd() {
			return this.#at >= this.#pattern.length;
		}
		alternatives() {
			const first = this.#sequence();
			while (this.#take("|")) this.#sequence();
			return first;
		}
		#sequence() {
			let text = "";
			while (!this.isAtEnd && this.#peek() !== "|" && this.#peek() !== ")") {
				if (this.#take("^") || this.#take("$") || this.#take("\\\\b")) continue;
				const atom = this.#atom();
				text += atom.repeat(this.#repeats());
				if (text.length > longestRepeat) throw new Unsupported();
			}
			return text;
		}
		#atom() {
			if (this.#take("(?:")) return this.#group();
			const named = /^\\(\\?<[A-Za-z_]\\w*>/.exec(this.#pattern.slice(this.#at));
			if (named) {
				this.#at += named[0].length;
				return this.#group();
			}
			if (this.#peek() === "(" && this.#pattern[this.#at + 1] === "?") throw new Unsupported();
			if (this.#take("(")) return this.#group();
			if (this.#take("[")) return this.#class();
			if (this.#take("\\\\")) return this.#escape();
			if (this.#take(".")) return "a";
			return this.#next();
		}
		#group() {
			const text = this.alternatives();
			if (!this.#take(")")) throw new Unsupported();
			return text;
		}
		#class() {
			const negated = this.#take("^");
			const start = this.#at;
			let first;
			while (this.#peek() !== "]") {
				const member = this.#take("\\\\") ? this.#escape() : this.#next();
				first ??= member;
			}
			const body = this.#pattern.slice(start, this.#at);
			this.#at += 1;
			if (!negated) return first ?? "";
			const outside = [..."aA1-_ "].find((char) => new RegExp(\`[^\${body}]\`).test(char));
			if (outside === void 0) throw new Unsupported();
			return outside;
		}
		#escape() {
			const char = this.#next();
			const code = /^(?:u([0-9a-f]{4})|x([0-9a-f]{2}))/i.exec(char + this.#pattern.slice(this.#at));
			if (code) {
				this.#at += code[0].length - 1;
				return String.fromCharCode(Number.parseInt(code[1] ?? code[2] ?? "", 16));
			}
			if (/[1-9bBkpPcux0]/.test(char)) throw new Unsupported();
			return classExamples[char] ?? controls[char] ?? char;
		}
		#repeats() {
			let count = 1;
			if (this.#take("*") || this.#take("?")) count = 0;
			else if (!this.#take("+")) {
				const braces = /^\\{(\\d+)(?:,\\d*)?\\}/.exec(this.#pattern.slice(this.#at));
				if (braces) {
					this.#at += braces[0].length;
					count = Number(braces[1]);
					if (count > longestRepeat) throw new Unsupported();
				}
			}
			this.#take("?");
			return count;
		}
		#peek() {
			const char = this.#pattern[this.#at];
			if (char === void 0) throw new Unsupported();
			return char;
		}
		#next() {
			const char = this.#peek();
			this.#at += 1;
			return char;
		}
		#take(text) {
			if (!this.#pattern.startsWith(text, this.#at)) return false;
			this.#at += text.length;
			return true;
		}
	};
	// templates/packages/core/src/docs/page/text-example.ts
	const formats = new Map(Object.entries({
		"date-time": [
			"2026-01-31T09:30:00Z",
			"2026-01-31T09:30:00",
			"2026-01-31T09:30:00.000Z",
			"2026-01-31T09:30Z"
		],
		date: ["2026-01-31"],
		time: [
			"09:30:00Z",
			"09:30:00",
			"09:30"
		],
		duration: ["PT15M"],
		email: ["ada@example.com"],
		"idn-email": ["ada@example.com"],
		hostname: ["example.com"],
		ipv4: ["192.0.2.1"],
		ipv6: ["2001:db8::1"],
		uri: ["https://example.com/"],
		url: ["https://example.com/"],
		"uri-reference": ["/books/1"],
		iri: ["https://example.com/"],
		uuid: ["3f2c8a4e-9b1d-4c7a-8e5f-6d0b2a1c9e73"],
		guid: ["3f2c8a4e-9b1d-4c7a-8e5f-6d0b2a1c9e73"],
		byte: ["aGVsbG8="],
		base64: ["aGVsbG8="],
		base64url: ["aGVsbG8"],
		ulid: ["01HZX3N9T5K2M8Q4R6V7W0Y1ZB"],
		cuid2: ["tz4a98xxat96iws9zmbrgj3a"],
		cidrv4: ["192.0.2.0/24"],
		cidrv6: ["2001:db8::/32"],
		"json-pointer": ["/name"],
		regex: ["^[a-z]+$"],
		password: ["correct horse battery staple"]
	}));
	function textExample(schema, fallback, index) {
		const pattern = textOf(schema["pattern"]);
		const known = formats.get(textOf(schema["format"])) ?? [];
		const made = pattern === "" ? void 0 : patternExample(pattern);
		const candidates = [
			...known,
			fallback,
			made
		].filter((text) => text !== void 0).map((text) => fit(text, schema));
		const plain = fit(index === 0 ? fallback : \`\${fallback} \${index + 1}\`, schema);
		if (pattern === "") return known.length === 0 ? plain : candidates[0] ?? plain;
		return candidates.find((text) => satisfies(text, pattern)) ?? plain;
	}
	function satisfies(text, pattern) {
		try {
			return new RegExp(pattern, "u").test(text);
		} catch {
			return false;
		}
	}
	function fit(text, schema) {
		const least = Math.min(numberOf(schema["minLength"]) ?? 0, 1e4);
		const most = numberOf(schema["maxLength"]) ?? Number.POSITIVE_INFINITY;
		const padded = text.length < least ? text.padEnd(least, text === "" ? "a" : text) : text;
		return padded.length > most ? padded.slice(0, Math.max(0, most)).trimEnd().padEnd(least, "a") : padded;
	}
	// templates/packages/core/src/docs/page/example.ts
	const deepest$1 = 12;
	const mostValues = 2e3;
	function exampleOf(schema, options, name = "string") {
		return make(schema, options, {
			name,
			index: 0,
			path: [],
			budget: { left: mostValues }
		});
	}
	function make(schema, options, place) {
		const { node } = options.resolve(schema);
		const given = givenExample(node, place.index);
		if (given !== void 0) return given;
		place.budget.left -= 1;
		if (place.path.length > deepest$1 || place.budget.left < 0) return null;
		const inside = {
			...place,
			path: [...place.path, node]
		};
		const [alternative] = alternativesOf(node).map((part) => ({
			part,
			node: options.resolve(part).node
		})).filter((candidate) => candidate.node["type"] !== "null" && !place.path.includes(candidate.node));
		const shape = objectShape(node, options.resolve);
		if (alternative) {
			const made = make(alternative.part, options, inside);
			return shape && typeof made === "object" && made !== null && !Array.isArray(made) ? {
				...makeObject(node, options, inside),
				...made
			} : made;
		}
		if (alternativesOf(node).length > 0) return null;
		const parts = listOf(node["allOf"]);
		if (!shape && parts.length > 0) return make(Object.assign({}, ...parts.map((part) => options.resolve(part).node)), options, inside);
		const type = typesOf(node)[0] ?? (shape ? "object" : node["items"] ? "array" : void 0);
		if (type === "object") return makeObject(node, options, inside);
		if (type === "array") return makeArray(node, options, inside);
		if (type === "integer" || type === "number") return numberExample(node, type, place.index);
		if (type === "boolean") return true;
		if (type === "string") return textExample(node, place.name, place.index);
		return node["type"] === "null" ? null : place.path.length === 0 ? {} : "anything";
	}
	function givenExample(node, index) {
		const values = listOf(node["enum"]);
		if ("const" in node) return node["const"];
		return node["example"] ?? listOf(node["examples"])[0] ?? node["default"] ?? values[index % values.length];
	}
	function makeObject(node, options, place) {
		const shape = objectShape(node, options.resolve);
		const hidden = options.direction === "request" ? "readOnly" : "writeOnly";
		const members = (shape?.properties ?? []).filter(({ schema, required }) => {
			const member = options.resolve(schema).node;
			if (schema === false || member[hidden] === true && !(required && options.direction === "response")) return false;
			return required || member["deprecated"] !== true && !containsItself(schema, options, place);
		});
		return Object.fromEntries(members.map(({ name, schema }) => [name, make(schema, options, {
			...place,
			name,
			index: 0
		})]));
	}
	function containsItself(schema, { resolve }, place) {
		const { node } = resolve(schema);
		return [
			node,
			resolve(node["items"]).node,
			...alternativesOf(node).map((part) => resolve(part).node)
		].some((candidate) => place.path.some((outer) => isSame(outer, candidate)));
	}
	function isSame(a, b) {
		return a === b || a["properties"] !== void 0 && a["properties"] === b["properties"];
	}
	function makeArray(node, options, place) {
		const first = listOf(node["prefixItems"]).map((item, index) => make(item, options, {
			...place,
			index
		}));
		const most = numberOf(node["maxItems"]) ?? Number.POSITIVE_INFINITY;
		const least = Math.min(numberOf(node["minItems"]) ?? 0, 20);
		const recursive = node["items"] !== void 0 && containsItself(node["items"], options, place);
		const wanted = node["items"] === void 0 || node["items"] === false || recursive ? least : Math.max(1, least);
		const count = Math.max(0, Math.min(wanted, most) - first.length);
		const rest = Array.from({ length: count }, (_, index) => make(node["items"], options, {
			...place,
			name: singular(place.name),
			index
		}));
		return [...first, ...rest];
	}
	function singular(name) {
		return name.length > 3 && name.endsWith("s") ? name.slice(0, -1) : name;
	}
	function numberExample(node, type, index) {
		const step = numberOf(node["multipleOf"]) ?? (type === "integer" ? 1 : void 0);
		const above = numberOf(node["exclusiveMinimum"]);
		const below = numberOf(node["exclusiveMaximum"]);
		const least = numberOf(node["minimum"]) ?? (above === void 0 ? void 0 : above + (step ?? .5));
		const most = numberOf(node["maximum"]) ?? (below === void 0 ? void 0 : below - (step ?? .5));
		const low = least === void 0 || least === Number.MIN_SAFE_INTEGER ? Math.min(1, most ?? 1) : least;
		const wanted = (low === 0 && (most ?? 1) >= 1 ? 1 : low) + index * (step ?? 1);
		const value = step === void 0 ? wanted : Math.ceil(wanted / step) * step;
		return most !== void 0 && value > most ? low : value;
	}
	// templates/packages/core/src/docs/page/form-field.ts
	function labelled(label, control, hint = "", required = false) {
		control.id = freshId();
		const hintId = freshId();
		if (hint !== "") control.setAttribute("aria-describedby", hintId);
		if (required) control.setAttribute("aria-required", "true");
		return el("div", { class: "form-field" }, el("label", { for: control.id }, label, required && el("span", { class: "flag flag-required" }, "required")), control, hint !== "" && el("p", {
			class: "hint",
			id: hintId
		}, hint));
	}
	function selectOf(options, selected) {
		return el("select", {}, ...options.map(({ value, label }) => el("option", {
			value,
			selected: value === selected
		}, label)));
	}
	function fieldset(legend, ...content) {
		return el("fieldset", {}, el("legend", {}, legend), ...present(content));
	}
	// templates/packages/core/src/docs/page/body-editor.ts
	function bodyEditor(body, resolve) {
		const area = el("textarea", {
			class: "body-editor",
			spellcheck: "false",
			autocomplete: "off",
			autocapitalize: "off"
		});
		const complaint = el("p", {
			class: "hint hint-warning",
			hidden: true
		});
		const type = selectOf(body.contents.map(({ mediaType }) => ({
			value: mediaType,
			label: mediaType
		})));
		const check = () => {
			const fault = isJson$1(type.value) && area.value !== "" ? jsonFault(area.value) : void 0;
			complaint.hidden = fault === void 0;
			complaint.textContent = fault === void 0 ? "" : \`Not valid JSON: \${fault}\`;
		};
		const fill = () => {
			const content = body.contents.find(({ mediaType }) => mediaType === type.value);
			area.value = content ? bodyExample(content, resolve) : "";
			area.rows = Math.min(18, Math.max(4, area.value.split("\\n").length));
			check();
		};
		fill();
		type.addEventListener("input", fill);
		area.addEventListener("input", check);
		return {
			element: fieldset("Body", body.contents.length > 1 ? labelled("Media type", type) : void 0, labelled(body.contents.length > 1 ? "Content" : type.value || "Content", area), complaint),
			mediaType: () => type.value === "" ? void 0 : type.value,
			text: () => area.value
		};
	}
	function bodyExample(content, resolve) {
		const value = content.examples[0]?.value ?? exampleOf(content.schema, {
			resolve,
			direction: "request"
		});
		if (isJson$1(content.mediaType)) return JSON.stringify(value, void 0, 2) ?? "";
		if (content.mediaType === "application/x-www-form-urlencoded" && isObject(value)) return formText(value);
		return typeof value === "string" ? value : "";
	}
	function formText(value) {
		const pairs = Object.entries(value).flatMap(([name, member]) => (Array.isArray(member) ? member : [member]).map((one) => [name, typeof one === "string" ? one : JSON.stringify(one) ?? ""]));
		return new URLSearchParams(pairs).toString();
	}
	function isJson$1(mediaType) {
		return /[/+]json$/.test(mediaType);
	}
	function jsonFault(text) {
		try {
			JSON.parse(text);
			return;
		} catch (error) {
			return error instanceof Error ? error.message : String(error);
		}
	}
	// templates/packages/core/src/docs/page/credential-fields.ts
	function credentialFields(alternatives, schemes) {
		const inputs = [];
		const bound = (credential, member, type) => {
			const input = el("input", {
				type,
				autocomplete: "off",
				spellcheck: "false",
				autocapitalize: "off"
			});
			input.addEventListener("input", () => {
				credential[member] = input.value;
			});
			inputs.push({
				input,
				credential,
				member
			});
			return input;
		};
		const partOf = (requirement) => el("div", { class: "form-fields" }, ...requirement.flatMap(({ scheme }) => schemeFields(scheme, schemes.get(scheme) ?? {}, bound)));
		const parts = alternatives.map(partOf);
		const choice = selectOf(alternatives.map((requirement, index) => ({
			value: String(index),
			label: requirement.map(({ scheme }) => scheme).join(" + ") || "without credentials"
		})));
		const showChosen = () => {
			for (const [index, part] of parts.entries()) part.hidden = String(index) !== choice.value;
		};
		choice.addEventListener("input", showChosen);
		showChosen();
		return {
			element: alternatives.length === 0 ? void 0 : fieldset("Authentication", alternatives.length > 1 ? labelled("Scheme", choice) : void 0, ...parts),
			requirement: () => alternatives[Number(choice.value)] ?? [],
			refresh() {
				for (const { input, credential, member } of inputs) if (input.value !== credential[member]) input.value = credential[member];
			}
		};
	}
	function schemeFields(name, scheme, bound) {
		const kind = credentialKind(scheme);
		const credential = credentialOf(name);
		if (kind === "none") return [el("p", { class: "hint" }, \`This page cannot send: \${schemeText(scheme)}.\`)];
		if (kind === "basic") return [labelled("User name", bound(credential, "username", "text")), labelled("Password", bound(credential, "secret", "password"), kept)];
		const label = kind === "bearer" ? "Bearer token" : textOf(scheme["name"]) || "API key";
		const hint = kind === "cookie" ? "A page cannot set cookies: only the curl line carries it." : kept;
		return [labelled(label, bound(credential, "secret", "password"), hint)];
	}
	const kept = "Kept until this page is closed, for every operation. Never stored.";
	// templates/packages/core/src/docs/page/curl.ts
	function curlLine(request) {
		const { method, url, headers, body } = request;
		const parts = [\`curl \${methodFlag(method, body)}\${/[[\\]{}]/.test(url) ? "--globoff " : ""}\${quote(url)}\`];
		for (const [name, value] of headers) parts.push(\`-H \${quote(value === "" ? \`\${name};\` : \`\${name}: \${value}\`)}\`);
		if (body !== void 0) parts.push(\`--data-raw \${quote(body)}\`);
		return parts.join(" \\\\\\n  ");
	}
	function methodFlag(method, body) {
		if (method === "HEAD") return "--head ";
		return method === (body === void 0 ? "GET" : "POST") ? "" : \`-X \${quote(method)} \`;
	}
	function quote(text) {
		const word = text.replaceAll("\\0", "");
		return /^[A-Za-z0-9_./:@%+,-]+$/.test(word) ? word : \`'\${word.replaceAll("'", \`'\\\\''\`)}'\`;
	}
	// templates/packages/core/src/docs/page/request-plan.ts
	function parameterKey({ place, name }) {
		return \`\${place} \${name}\`;
	}
	function planRequest(operation, input, context) {
		const filledIn = (parameter) => input.values.get(parameterKey(parameter)) ?? "";
		const filled = operation.parameters.filter((parameter) => filledIn(parameter) !== "");
		const at = (place) => filled.filter((parameter) => parameter.place === place);
		const auth = credentialParts(input.requirement, context);
		const path = operation.path.replaceAll(/\\{([^{}]+)\\}/g, (whole, name) => {
			const value = input.values.get(parameterKey({
				place: "path",
				name
			})) ?? "";
			return value === "" ? whole : encodeSegment(value);
		});
		const query = [...at("query").flatMap((parameter) => queryValues(parameter, filledIn(parameter), context.resolve).map((value) => [parameter.name, value])), ...auth.query];
		const cookies = [...at("cookie").map((parameter) => \`\${parameter.name}=\${encodeURIComponent(filledIn(parameter))}\`), ...auth.cookies];
		const body = operation.body && input.body !== "" ? input.body : void 0;
		return {
			method: operation.method,
			url: withQuery(input.server.replace(/\\/+$/, "") + path, query),
			headers: [
				...body !== void 0 && input.mediaType ? [["content-type", input.mediaType]] : [],
				...auth.headers,
				...at("header").map((parameter) => [parameter.name, filledIn(parameter)]),
				...cookies.length > 0 ? [["cookie", cookies.join("; ")]] : []
			],
			body
		};
	}
	function encodeSegment(value) {
		return encodeURIComponent(value).replace(/^\\.{1,2}$/, (dots) => dots.replaceAll(".", "%2E"));
	}
	function withQuery(url, query) {
		if (query.length === 0) return url;
		const text = query.map(([name, value]) => \`\${encodeURIComponent(name)}=\${encodeURIComponent(value)}\`).join("&");
		return \`\${url}\${url.includes("?") ? "&" : "?"}\${text}\`;
	}
	function queryValues(parameter, value, resolve) {
		if (!typesOf(resolve(parameter.schema).node).includes("array")) return [value];
		return value.split(",").map((part) => part.trim()).filter((part) => part !== "");
	}
	function credentialParts(requirement, context) {
		const parts = {
			headers: [],
			query: [],
			cookies: []
		};
		for (const { scheme } of requirement) {
			const description = context.schemes.get(scheme) ?? {};
			const credential = context.credentialOf(scheme);
			if (credential.secret === "" && credential.username === "") continue;
			const name = textOf(description["name"]);
			const kind = credentialKind(description);
			if (kind === "bearer") parts.headers.push(["authorization", \`Bearer \${credential.secret}\`]);
			else if (kind === "basic") parts.headers.push(["authorization", basicValue(credential)]);
			else if (kind === "header") parts.headers.push([name, credential.secret]);
			else if (kind === "query") parts.query.push([name, credential.secret]);
			else if (kind === "cookie") parts.cookies.push(\`\${name}=\${credential.secret}\`);
		}
		return parts;
	}
	// templates/packages/core/src/docs/page/parameter-fields.ts
	function parameterFields(parameters, resolve) {
		const inputs = parameters.map((parameter) => ({
			parameter,
			input: inputFor(parameter, resolve)
		}));
		const fields = inputs.map(({ parameter, input }) => labelled(el("code", {}, parameter.name), input, isList(parameter, resolve) ? "Several values: separated by commas." : "", parameter.required));
		return {
			element: parameters.length === 0 ? void 0 : fieldset("Parameters", ...fields),
			values: () => new Map(inputs.map(({ parameter, input }) => [parameterKey(parameter), input.value])),
			firstMissing() {
				let first;
				for (const { parameter, input } of inputs) {
					const isMissing = parameter.place === "path" && input.value === "";
					if (isMissing) input.setAttribute("aria-invalid", "true");
					else input.removeAttribute("aria-invalid");
					if (isMissing) first ??= {
						name: parameter.name,
						input
					};
				}
				return first;
			}
		};
	}
	function inputFor(parameter, resolve) {
		const { node } = resolve(parameter.schema);
		const example = asText$1(parameter.example ?? exampleOf(parameter.schema, {
			resolve,
			direction: "request"
		}, parameter.name));
		const choices = typesOf(node).includes("boolean") ? [true, false] : listOf(node["enum"]);
		if (choices.length > 0) {
			const options = choices.map((choice) => ({
				value: asText$1(choice),
				label: asText$1(choice)
			}));
			if (!parameter.required) options.unshift({
				value: "",
				label: "not sent"
			});
			return selectOf(options, parameter.required ? example : "");
		}
		return el("input", {
			type: "text",
			autocomplete: "off",
			spellcheck: "false",
			autocapitalize: "off",
			inputmode: /^(integer|number)$/.test(typesOf(node)[0] ?? "") ? "decimal" : void 0,
			value: parameter.required ? example : void 0,
			placeholder: parameter.required ? void 0 : asText$1(node["default"] ?? "")
		});
	}
	function isList(parameter, resolve) {
		return parameter.place === "query" && typesOf(resolve(parameter.schema).node).includes("array");
	}
	function asText$1(value) {
		if (Array.isArray(value)) return value.map(asText$1).join(", ");
		return typeof value === "string" ? value : JSON.stringify(value) ?? "";
	}
	// templates/packages/core/src/docs/page/schema-text.ts
	const deepest = 4;
	const mostAlternatives = 4;
	function typeText(schema, resolve, depth = 0) {
		if (schema === false) return "nothing";
		const { node, name } = resolve(schema);
		if (depth > deepest) return name ?? "…";
		const alternatives = alternativesOf(node);
		if (alternatives.length > 0) {
			if (name !== void 0 && depth > 0) return name;
			const texts = [...new Set(alternatives.map((part) => typeText(part, resolve, depth + 1)))];
			return texts.length > mostAlternatives ? \`one of \${texts.length}\` : texts.join(" | ");
		}
		if ("const" in node) return JSON.stringify(node["const"]);
		const types = typesOf(node).map((type) => {
			if (type === "array") return arrayText(node, resolve, depth);
			return type === "object" ? name ?? "object" : withFormat(type, node);
		});
		if (types.length === 0) types.push(untypedText(node, name, resolve));
		if (listOf(node["type"]).includes("null")) types.push("null");
		return types.join(" | ");
	}
	function untypedText(node, name, resolve) {
		if (node["type"] === "null") return "null";
		if (objectShape(node, resolve)) return name ?? "object";
		const [value] = listOf(node["enum"]);
		return value === void 0 ? name ?? "any" : typeof value;
	}
	function arrayText(node, resolve, depth) {
		if (node["items"] === void 0) return "array";
		const item = typeText(node["items"], resolve, depth + 1);
		return item.includes(" ") ? \`(\${item})[]\` : \`\${item}[]\`;
	}
	function withFormat(type, node) {
		const format = textOf(node["format"]);
		return format === "" ? type : \`\${type} · \${format}\`;
	}
	function ruleTexts(node) {
		return [
			range(node["minLength"], node["maxLength"], "character"),
			range(node["minItems"], node["maxItems"], "item"),
			range(node["minProperties"], node["maxProperties"], "member"),
			bound("≥", node["minimum"]),
			bound(">", node["exclusiveMinimum"]),
			bound("≤", isSafeLimit(node["maximum"]) ? void 0 : node["maximum"]),
			bound("<", node["exclusiveMaximum"]),
			bound("multiple of", node["multipleOf"]),
			node["uniqueItems"] === true ? "all different" : void 0,
			node["format"] === void 0 && typeof node["pattern"] === "string" ? \`matches \${node["pattern"]}\` : void 0,
			node["default"] === void 0 ? void 0 : \`default \${JSON.stringify(node["default"])}\`
		].filter((rule) => rule !== void 0);
	}
	function isSafeLimit(value) {
		return value === Number.MAX_SAFE_INTEGER;
	}
	function bound(sign, value) {
		const limit = numberOf(value);
		return limit === void 0 || limit === Number.MIN_SAFE_INTEGER ? void 0 : \`\${sign} \${limit}\`;
	}
	function range(low, high, unit) {
		const [least, most] = [numberOf(low), numberOf(high)];
		if (least === void 0 && most === void 0) return void 0;
		const plural = (count) => \`\${count} \${unit}\${count === 1 ? "" : "s"}\`;
		if (most === void 0) return \`at least \${plural(least ?? 0)}\`;
		if (least === void 0 || least === 0) return \`at most \${plural(most)}\`;
		return least === most ? plural(most) : \`\${least}–\${plural(most)}\`;
	}
	// templates/packages/core/src/docs/page/schema-view.ts
	function schemaView(schema, resolve, mediaTypes = []) {
		const node = withoutNull(resolve(schema).node, resolve);
		return el("div", { class: "schema" }, el("p", { class: "schema-type" }, ...mediaTypes.map((mediaType) => el("code", {}, mediaType)), el("span", { class: "type" }, typeText(schema, resolve))), markdown(textOf(node["description"])), rules(node), insideOf(node, resolve)?.view());
	}
	function fieldView(field, resolve) {
		const node = withoutNull(resolve(field.schema).node, resolve);
		const flags = [
			[
				field.required,
				"required",
				"flag-required"
			],
			[
				field.deprecated === true || node["deprecated"] === true,
				"deprecated",
				"flag-deprecated"
			],
			[
				node["readOnly"] === true,
				"read-only",
				""
			],
			[
				node["writeOnly"] === true,
				"write-only",
				""
			]
		];
		const inside = insideOf(node, resolve);
		return el("li", { class: "field" }, el("div", { class: "field-head" }, el("code", { class: "field-name" }, field.name), el("span", { class: "type" }, typeText(field.schema, resolve, 1)), ...flags.filter(([on]) => on).map(([, text, name]) => el("span", { class: \`flag \${name}\` }, text))), markdown(field.description ?? textOf(node["description"])), rules(node), inside && (inside.isLazy ? inside.view() : nested(inside.label, inside.view)));
	}
	function fieldList(fields, resolve) {
		return el("ul", { class: "fields" }, ...fields.map((field) => fieldView(field, resolve)));
	}
	function insideOf(node, resolve) {
		const shape = objectShape(node, resolve);
		const alternatives = alternativesOf(node);
		if (alternatives.some((part) => hasMore(resolve(part).node, resolve))) {
			const common = () => shape ? shapeView(node, resolve) : void 0;
			return {
				label: "Options",
				view: () => unionView(alternatives, common, resolve),
				isLazy: shape === void 0
			};
		}
		if (shape && (shape.properties.length > 0 || typeof shape.additional === "object")) return {
			label: "Members",
			view: () => shapeView(node, resolve)
		};
		if (node["items"] === void 0) return void 0;
		const item = resolve(node["items"]).node;
		if (!hasMore(item, resolve)) return void 0;
		return objectShape(item, resolve) ? {
			label: "Members of each item",
			view: () => shapeView(item, resolve)
		} : {
			label: "Each item",
			view: () => schemaView(item, resolve)
		};
	}
	function hasMore(node, resolve) {
		const shape = objectShape(node, resolve);
		return shape !== void 0 && (shape.properties.length > 0 || typeof shape.additional === "object") || alternativesOf(node).length > 0 || "items" in node || "enum" in node || ruleTexts(node).length > 0;
	}
	function shapeView(node, resolve) {
		const shape = objectShape(node, resolve);
		const fields = (shape?.properties ?? []).map((property) => ({ ...property }));
		if (typeof shape?.additional === "object") fields.push({
			name: "any other name",
			schema: shape.additional,
			required: false
		});
		return fieldList(fields, resolve);
	}
	function unionView(alternatives, common, resolve) {
		const parts = alternatives.map((part, index) => {
			const { node } = resolve(part);
			const label = \`Option \${index + 1}: \${optionText(part, resolve)}\`;
			if (!hasMore(node, resolve)) return el("p", { class: "option" }, label);
			return nested(label, (objectShape(node, resolve) ? insideOf(node, resolve) : void 0)?.view ?? (() => schemaView(part, resolve)));
		});
		return el("div", { class: "union" }, ...present([common()]), ...parts);
	}
	function optionText(part, resolve) {
		const { node, name } = resolve(part);
		const fixed = (objectShape(node, resolve)?.properties ?? []).map((property) => ({
			name: property.name,
			node: resolve(property.schema).node
		})).filter((property) => "const" in property.node).map((property) => \`\${property.name}: \${JSON.stringify(property.node["const"])}\`);
		return name ?? (textOf(node["title"]) || fixed.join(", ") || typeText(part, resolve, 1));
	}
	function nested(label, content) {
		const details = el("details", { class: "nested" }, el("summary", {}, label));
		details.addEventListener("toggle", () => details.append(content()), { once: true });
		return details;
	}
	function rules(node) {
		const texts = ruleTexts(node).map((text) => el("span", { class: "rule" }, text));
		const values = listOf(node["enum"]).map((value) => el("code", { class: "value" }, JSON.stringify(value)));
		if (texts.length + values.length === 0) return void 0;
		return el("div", { class: "rules" }, ...texts, ...values);
	}
	// templates/packages/core/src/docs/page/response-view.ts
	function responseList(responses, resolve) {
		return el("div", { class: "responses" }, ...responses.map((response, index) => responseView(response, index === 0, resolve)));
	}
	function responseView(response, isOpen, resolve) {
		const details = el("details", { class: "response" }, el("summary", {}, statusBadge(response.status), el("span", { class: "response-description" }, response.description)));
		const fill = () => details.append(responseBody(response, resolve));
		if (isOpen) {
			details.open = true;
			fill();
		} else details.addEventListener("toggle", fill, { once: true });
		return details;
	}
	function responseBody(response, resolve) {
		const parts = response.contents.map(({ schema, mediaType }) => schemaView(schema, resolve, [mediaType]));
		if (response.headers.length > 0) parts.unshift(el("h3", {}, "Headers"), fieldList(response.headers, resolve));
		if (parts.length === 0) parts.push(el("p", { class: "muted" }, "No described body."));
		return el("div", { class: "response-body" }, ...parts);
	}
	function statusBadge(status) {
		return el("span", {
			class: "status",
			"data-family": /^[1-5]/.exec(status)?.[0] ?? "default"
		}, status);
	}
	function exampleCard(responses, resolve) {
		const examples = responses.flatMap((response) => response.contents.slice(0, 1).flatMap((content) => examplesOf(response, content, resolve)));
		const [first] = examples;
		if (!first) return void 0;
		const title = el("h2", { id: freshId() }, "Example response");
		const body = el("div");
		let shown = first;
		const show = (example) => {
			shown = example;
			body.replaceChildren(codeBlock(example.text, \`Example of \${example.status}\`, example.language));
		};
		show(first);
		const select = el("select", {
			"aria-label": "Example of which response",
			class: "compact"
		}, ...examples.map(({ label }, index) => el("option", { value: String(index) }, label)));
		select.addEventListener("change", () => show(examples[Number(select.value)] ?? first));
		return card(title, [select, copyButton("the example", () => shown.text)], body);
	}
	function examplesOf(response, content, resolve) {
		const given = content.examples.map(({ name, value }) => ({
			label: \`\${response.status} · \${name}\`,
			value
		}));
		const schema = withStatus(content, response.status);
		const made = {
			label: response.status,
			value: exampleOf(schema, {
				resolve,
				direction: "response"
			})
		};
		return (given.length > 0 ? given : [made]).map(({ label, value }) => ({
			label,
			status: response.status,
			...asText(value, content.mediaType)
		}));
	}
	function withStatus({ mediaType, schema }, status) {
		if (mediaType !== "application/problem+json" || !/^\\d{3}$/.test(status)) return schema;
		const listed = status === "422" ? {} : { errors: false };
		return { allOf: [schema, { properties: {
			status: { const: Number(status) },
			...listed
		} }] };
	}
	function asText(value, mediaType) {
		if (typeof value === "string" && !/[/+]json$/.test(mediaType)) return {
			text: value,
			language: "text"
		};
		return {
			text: JSON.stringify(value, void 0, 2) ?? "",
			language: "json"
		};
	}
	// templates/packages/core/src/docs/page/result-view.ts
	const longestShown = 2e5;
	function answerView(answer) {
		const text = bodyText(answer);
		return el("section", {
			class: "answer",
			"aria-label": "Response"
		}, el("div", { class: "answer-head" }, el("h3", {}, "Response"), statusBadge(String(answer.status)), el("span", { class: "muted" }, \`\${Math.round(answer.milliseconds)} ms · \${sizeText(answer.body.length)}\`), el("div", { class: "card-actions" }, ...present([text !== void 0 && text !== "" && copyButton("the response", () => text)]))), cutNote(answer), body(answer, text), el("details", { class: "answer-headers" }, el("summary", {}, \`Headers (\${answer.headers.length})\`), el("dl", { class: "header-list" }, ...answer.headers.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]))));
	}
	function body(answer, text) {
		if (answer.body.length === 0) return el("p", { class: "muted" }, "No body.");
		if (text === void 0) return el("p", { class: "muted" }, \`Not text: \${answer.mediaType || "no media type"}.\`);
		return codeBlock(text.length > longestShown ? \`\${text.slice(0, longestShown)}\\n…\` : text, "Response body", isJson(answer.mediaType) ? "json" : "text");
	}
	function bodyText({ body: bytes, mediaType }) {
		try {
			const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
			return isJson(mediaType) ? layOutJson(text) : text;
		} catch {
			return isText(mediaType) ? new TextDecoder().decode(bytes) : void 0;
		}
	}
	function isText(mediaType) {
		return mediaType.startsWith("text/") || isJson(mediaType);
	}
	function isJson(mediaType) {
		return /[/+]json$/.test(mediaType);
	}
	function cutNote({ cut }) {
		if (cut === void 0) return void 0;
		return el("p", { class: "notice" }, cut === "size" ? "Only the first 1 MiB was read." : "The response ended before it was complete.");
	}
	function sizeText(bytes) {
		return bytes < 1e3 ? \`\${bytes} B\` : \`\${(bytes / 1e3).toFixed(1)} kB\`;
	}
	function failureView(error, wasCancelled, url) {
		if (wasCancelled) return el("p", { class: "notice" }, "Cancelled.");
		const message = error instanceof Error ? error.message : String(error);
		const hint = URL.canParse(url) && new URL(url).origin !== location.origin ? \`Is \${new URL(url).origin} reachable, and does it allow this page's origin (CORS)?\` : "Is the server still running, and is every value allowed where it stands?";
		return el("div", { class: "notice notice-error" }, el("strong", {}, "No answer."), \` \${message}. \${hint}\`);
	}
	// templates/packages/core/src/docs/page/send.ts
	const largestBody = 1048576;
	function isOutOfReach(header) {
		return /^(?:cookie|host|origin|referer|content-length|connection|date|te|trailer|upgrade|via|keep-alive|expect)$|^(?:proxy|sec)-/i.test(header);
	}
	async function send(plan, signal, onProgress) {
		const started = performance.now();
		const headers = new Headers();
		for (const [name, value] of plan.headers) if (!isOutOfReach(name)) headers.append(name, value);
		const response = await fetch(plan.url, {
			method: plan.method,
			headers,
			body: plan.body ?? null,
			signal,
			cache: "no-store",
			referrerPolicy: "no-referrer"
		});
		const answerWith = (body, cut) => ({
			status: response.status,
			statusText: response.statusText,
			headers: [...response.headers],
			mediaType: (response.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "",
			body,
			cut,
			milliseconds: performance.now() - started
		});
		let body = new Uint8Array();
		const reader = response.body?.getReader();
		if (!reader) return answerWith(body, void 0);
		try {
			for (let part = await reader.read(); !part.done; part = await reader.read()) {
				body = joined(body, part.value);
				if (body.length > largestBody) {
					await reader.cancel();
					return answerWith(body.slice(0, largestBody), "size");
				}
				onProgress(answerWith(body, void 0));
			}
		} catch {
			return answerWith(body, "stopped");
		}
		return answerWith(body, void 0);
	}
	function joined(a, b) {
		const both = new Uint8Array(a.length + b.length);
		both.set(a);
		both.set(b, a.length);
		return both;
	}
	// templates/packages/core/src/docs/page/request-panel.ts
	function requestPanel(operation, api) {
		const servers = serverChoices(api);
		const server = selectOf(servers.map(({ url, label }) => ({
			value: url,
			label
		})));
		const credentials = credentialFields(operation.security, api.schemes);
		const parameters = parameterFields(operation.parameters, api.resolve);
		const editor = operation.body && bodyEditor(operation.body, api.resolve);
		const button = el("button", {
			type: "submit",
			class: "send-button"
		}, "Send request");
		const problem = el("p", {
			class: "form-error",
			id: freshId(),
			hidden: true
		});
		const curl = el("div");
		const result = el("div", { class: "result" });
		const title = el("h2", { id: freshId() }, "Try it");
		const form = el("form", {
			class: "request-form",
			novalidate: true,
			"aria-labelledby": title.id
		}, ...present([
			servers.length > 1 && labelled("Server", server),
			credentials.element,
			parameters.element,
			editor?.element
		]), problem, el("div", { class: "form-actions" }, button, el("span", { class: "muted" }, sendHint(operation))));
		const plan = (credential = credentialOf) => planRequest(operation, {
			server: server.value,
			values: parameters.values(),
			requirement: credentials.requirement(),
			mediaType: editor?.mediaType(),
			body: editor?.text() ?? ""
		}, {
			schemes: api.schemes,
			credentialOf: credential,
			resolve: api.resolve
		});
		const refresh = () => {
			credentials.refresh();
			curl.replaceChildren(codeBlock(curlLine(plan(maskedCredentialOf)), "curl line"));
		};
		form.addEventListener("input", refresh);
		refresh();
		let running;
		form.addEventListener("submit", (event) => {
			event.preventDefault();
			if (running) return running.abort();
			const missing = parameters.firstMissing();
			problem.hidden = missing === void 0;
			if (missing) {
				problem.textContent = \`\${missing.name} is part of the path: it needs a value.\`;
				announce(problem.textContent);
				missing.input.focus();
				return;
			}
			running = new AbortController();
			button.textContent = "Cancel";
			result.setAttribute("aria-busy", "true");
			run(plan(), running.signal, result).finally(() => {
				running = void 0;
				button.textContent = "Send request";
				result.removeAttribute("aria-busy");
			});
		});
		form.addEventListener("keydown", (event) => {
			if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
		});
		const curlTitle = el("h2", {}, "curl");
		return {
			element: el("div", { class: "request-panel" }, card(title, [], form, result), card(curlTitle, [copyButton("the curl line with its credentials", () => curlLine(plan()))], curl)),
			refresh
		};
	}
	async function run(plan, signal, result) {
		let frame = 0;
		const show = (answer) => result.replaceChildren(answerView(answer));
		const later = (answer) => {
			cancelAnimationFrame(frame);
			frame = requestAnimationFrame(() => show(answer));
		};
		try {
			const answer = await send(plan, signal, later);
			cancelAnimationFrame(frame);
			show(answer);
			result.scrollIntoView({ block: "nearest" });
			announce(\`Answered \${answer.status} after \${Math.round(answer.milliseconds)} milliseconds\`);
		} catch (error) {
			const view = failureView(error, signal.aborted, plan.url);
			result.replaceChildren(view);
			result.scrollIntoView({ block: "nearest" });
			announce(view.textContent);
		}
	}
	function serverChoices(api) {
		const declared = api.servers.filter(({ url }) => URL.canParse(url, location.href)).map(({ url, description }) => ({
			url: new URL(url, location.href).href,
			label: [url, description].filter((text) => text !== "").join(" – ")
		}));
		const own = declared.filter(({ url }) => new URL(url).origin === location.origin);
		if (own.length === 0) own.push({
			url: \`\${location.origin}/\`,
			label: \`\${location.origin} – this server\`
		});
		return [...own, ...declared.filter((choice) => !own.includes(choice))];
	}
	function sendHint(operation) {
		const names = operation.parameters.filter(({ place, name }) => place === "cookie" || place === "header" && isOutOfReach(name)).map(({ name }) => name);
		return names.length === 0 ? "" : \`Browsers do not send \${names.join(", ")}; curl does.\`;
	}
	// templates/packages/core/src/docs/page/operation-view.ts
	function operationView(operation, api) {
		const panel = requestPanel(operation, api);
		return {
			element: el("article", { class: "operation" }, head(operation, api), el("div", { class: "columns" }, el("div", { class: "column" }, markdown(operation.description), ...[
				"path",
				"query",
				"header",
				"cookie"
			].map((place) => parameterSection(place, operation, api)), operation.body && bodySection(operation.body, api), el("section", {}, el("h2", {}, "Responses"), responseList(operation.responses, api.resolve))), el("div", { class: "column column-request" }, panel.element, exampleCard(operation.responses, api.resolve))), pager(operation, api)),
			refresh: panel.refresh
		};
	}
	function head(operation, api) {
		return el("header", { class: "operation-head" }, operation.tags.length > 0 && el("p", { class: "eyebrow" }, operation.tags.join(" · ")), el("h1", { tabindex: "-1" }, operation.summary), el("div", { class: "endpoint" }, methodBadge(operation.method), pathText(operation.path), copyButton("the path", () => operation.path)), operation.deprecated && el("p", { class: "notice" }, el("strong", {}, "Deprecated."), " It still answers, but new code should not call it."), security(operation, api));
	}
	function security(operation, api) {
		if (operation.security.length === 0 || operation.security.every((requirement) => requirement.length === 0)) return el("p", { class: "security" }, icon("open"), "No authentication");
		const alternatives = operation.security.map((requirement) => requirement.length === 0 ? "nothing" : requirement.map(({ scheme }) => schemeText(api.schemes.get(scheme) ?? { type: scheme })).join(" and "));
		const scopes = [...new Set(operation.security.flatMap((requirement) => requirement.flatMap((one) => one.scopes)))];
		return el("p", { class: "security" }, icon("lock"), \`Requires \${alternatives.join(", or ")}\`, scopes.length > 0 && \` with \${scopes.length === 1 ? "scope" : "scopes"} \`, ...scopes.map((scope) => el("code", { class: "value" }, scope)));
	}
	const placeTitles = {
		path: "Path parameters",
		query: "Query parameters",
		header: "Headers",
		cookie: "Cookies"
	};
	function parameterSection(place, operation, api) {
		const parameters = operation.parameters.filter((parameter) => parameter.place === place);
		if (parameters.length === 0) return void 0;
		return el("section", {}, el("h2", {}, placeTitles[place] ?? place), fieldList(parameters, api.resolve));
	}
	function bodySection(body, api) {
		return el("section", {}, el("h2", {}, "Request body", body.required ? el("span", { class: "flag flag-required" }, "required") : void 0), markdown(body.description), ...contentViews(body.contents, api));
	}
	function contentViews(contents, api) {
		const bySchema = new Map();
		for (const content of contents) {
			const key = JSON.stringify(content.schema) ?? "";
			bySchema.set(key, [...bySchema.get(key) ?? [], content]);
		}
		return [...bySchema.values()].map((group) => schemaView(group[0]?.schema, api.resolve, group.map(({ mediaType }) => mediaType)));
	}
	function pager(operation, api) {
		const order = api.groups.flatMap((group) => group.operations);
		const at = order.indexOf(operation);
		const [before, after] = [order[at - 1], order[at + 1]];
		return el("nav", {
			class: "pager",
			"aria-label": "Neighbouring operations"
		}, before && el("a", { href: linkTo(before) }, icon("previous"), el("span", {}, before.summary)), after && el("a", {
			href: linkTo(after),
			class: "pager-next"
		}, el("span", {}, after.summary), icon("next")));
	}
	// templates/packages/core/src/docs/page/search.ts
	function searchText(operation) {
		const { method, path, summary, id, tags } = operation;
		return [
			method,
			path,
			summary,
			id,
			...tags
		].join("\\n").toLowerCase();
	}
	function matches(text, query) {
		return query.toLowerCase().split(/\\s+/).every((word) => text.includes(word));
	}
	function bestMatch(found, query) {
		const phrase = query.trim().toLowerCase();
		return found.find(({ text }) => text.includes(phrase)) ?? found[0];
	}
	// templates/packages/core/src/docs/page/sidebar.ts
	function fillSidebar(container, api) {
		const search = el("input", {
			type: "search",
			id: "search",
			placeholder: "Search",
			autocomplete: "off",
			spellcheck: "false",
			"aria-label": "Search operations",
			"aria-keyshortcuts": "/",
			"aria-controls": "operations"
		});
		const list = el("div", { id: "operations" });
		const nothing = el("p", {
			class: "nothing",
			hidden: true
		}, "Nothing matches.");
		const links = new Map();
		const groups = api.groups.map((group, index) => {
			const heading = el("h2", { id: \`group-\${index}\` }, group.name);
			const entries = group.operations.map((operation) => {
				const link = el("a", {
					href: linkTo(operation),
					class: operation.deprecated ? "is-deprecated" : void 0
				}, el("span", { class: "nav-text" }, operation.summary), methodBadge(operation.method));
				links.set(operation, link);
				return {
					text: searchText(operation),
					item: el("li", {}, link),
					link
				};
			});
			const items = entries.map(({ item }) => item);
			const section = el("div", { class: "nav-group" }, heading, el("ul", { "aria-labelledby": heading.id }, ...items));
			list.append(section);
			return {
				section,
				entries
			};
		});
		const visible = () => groups.flatMap(({ entries }) => entries.filter(({ item }) => !item.hidden));
		search.addEventListener("input", () => {
			for (const { section, entries } of groups) {
				for (const { item, text } of entries) item.hidden = !matches(text, search.value);
				section.hidden = entries.every(({ item }) => item.hidden);
			}
			const count = visible().length;
			nothing.hidden = count > 0;
			announce(\`\${count} of \${api.operations.length} operations\`);
		});
		search.addEventListener("keydown", (event) => {
			if (event.key === "Enter") bestMatch(visible(), search.value)?.link.click();
			else if (event.key === "ArrowDown") visible()[0]?.link.focus();
			else if (event.key === "Escape" && search.value !== "") {
				search.value = "";
				search.dispatchEvent(new Event("input"));
			} else return;
			event.preventDefault();
		});
		list.addEventListener("keydown", (event) => {
			const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
			if (step === 0) return;
			const shown = visible();
			(shown[shown.findIndex(({ link }) => link === document.activeElement) + step]?.link ?? (step < 0 ? search : void 0))?.focus();
			event.preventDefault();
		});
		const key = el("kbd", { "aria-hidden": "true" }, "/");
		container.append(el("div", { class: "search" }, icon("search"), search, key), nothing, list);
		let marked;
		return {
			search,
			mark(operation) {
				marked?.removeAttribute("aria-current");
				marked = operation && links.get(operation);
				marked?.setAttribute("aria-current", "page");
				marked?.scrollIntoView({ block: "nearest" });
			}
		};
	}
	// templates/packages/core/src/docs/page/theme.ts
	const themes = [
		"auto",
		"light",
		"dark"
	];
	const icons = {
		auto: "auto",
		light: "sun",
		dark: "moon"
	};
	const names = {
		auto: "system",
		light: "light",
		dark: "dark"
	};
	function connectThemeButton(button) {
		const root = document.documentElement;
		const current = () => themes.find((theme) => theme === root.dataset["theme"]) ?? "auto";
		const show = () => {
			const label = \`Colour theme: \${names[current()]}\`;
			button.title = label;
			button.replaceChildren(icon(icons[current()]), el("span", { class: "visually-hidden" }, label));
		};
		button.addEventListener("click", () => {
			const next = themes[(themes.indexOf(current()) + 1) % themes.length] ?? "auto";
			if (next === "auto") delete root.dataset["theme"];
			else root.dataset["theme"] = next;
			try {
				localStorage.setItem("docs-theme", next);
			} catch {}
			show();
		});
		show();
	}
	// templates/packages/core/src/docs/page/main.ts
	const api = readApi(JSON.parse(byId("openapi-document").textContent));
	const siteTitle = document.title;
	const main = byId("main");
	const sidebarElement = byId("sidebar");
	const sidebar = fillSidebar(sidebarElement, api);
	const menu = connectMenu(byId("menu-button"), sidebarElement, main);
	connectThemeButton(byId("theme-button"));
	const views = new Map();
	function viewOf(operation) {
		const view = views.get(operation) ?? operationView(operation, api);
		views.set(operation, view);
		view.refresh();
		return view.element;
	}
	function show() {
		const operation = operationAt(api, location.hash);
		main.replaceChildren(operation ? viewOf(operation) : overviewView(api));
		document.title = operation ? \`\${operation.summary} · \${siteTitle}\` : siteTitle;
		sidebar.mark(operation);
		menu.close();
	}
	addEventListener("hashchange", () => {
		show();
		scrollTo(0, 0);
		main.querySelector("h1")?.focus({ preventScroll: true });
		announce(document.title);
	});
	document.querySelector(".skip-link")?.addEventListener("click", (event) => {
		event.preventDefault();
		main.focus();
	});
	document.addEventListener("keydown", (event) => {
		if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
		event.preventDefault();
		menu.open();
		sidebar.search.focus();
		sidebar.search.select();
	});
	function isTyping(target) {
		return target instanceof HTMLElement && target.matches("input, textarea, select");
	}
	show();
})();
`;
