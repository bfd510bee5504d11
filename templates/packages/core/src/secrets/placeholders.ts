/**
 * What stands in examples, templates and tutorials where a secret belongs; compared in lower case, letters
 * and digits only.
 */

/** Values that were published and look strong. */
export const publishedSecrets = [
  // FastAPI and Flask documentation
  "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7",
  "192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf",
  // Spring Boot tutorials
  "404E635266556A586E3272357538782F413F4428472B4B6250645367566B5970",
  // RFC 7515, appendix A.1
  "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
  // AWS documentation
  "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  // Standard Webhooks and Svix documentation
  "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
] as const;

/** Prefixes by which frameworks mark the secrets that they generate for development. */
export const insecurePrefixes = [
  "django-insecure-",
  "insecure-",
  "unsafe-",
  "dev-only-",
  "changeme",
  "change-me",
] as const;

/**
 * What placeholders are made of: a secret that is little more than these is one, in whatever order and
 * however padded. None is made of others ("password" is "pass" and "word").
 */
export const placeholderWords: readonly string[] = [
  // asking to be replaced
  "change replace insert enter put set add fill fixme tbd",
  "placeholder default example sample demo dummy fake mock temp temporary test testing tests tester",
  "generate generated openssl rand base64 hex random randomly",
  // what it is
  "secret secrets ssecret passwd pass passw0rd key keys token",
  "tokens jwt session sessions cookie cookies csrf auth authentication oauth api webhook hmac sha256",
  "hs256 signing signature sign encrypt private public access refresh bearer salt pepper",
  "hash string value text phrase word credential credentials",
  // how it is said to be
  "super very really ultra mega top strong secure secured unsafe safe hard guess",
  "complex long longer short unique hidden good best weak bit bits byte bytes char chars character",
  "characters letters symbols minimum min least more than 16 24 32 48 64 128 256 384 512",
  // where it is
  "production prod development dev develop local localhost staging stage env environment variable",
  "config app application server service backend frontend project company website site node nodejs",
  "express nestjs nextauth django flask laravel rails spring fastapi hono daloy",
  // small words
  "your yours my mine our the this that these it its is are be was as a an and or at in on of off to",
  "too for from with by here there me you i we us not no never dont do use used using must should",
  "please only keep so any something anything somewhere new old own instead create outside source",
  "code shared sharing",
  // favourites
  "keyboard cat cats shh shhh shhhh shhhhh ssh sssh hello world foo bar baz qux lorem ipsum",
  "dolor sit amet admin administrator root user username guest login letmein welcome iloveyou monkey",
  "dragon master sunshine princess football baseball batman superman trustno1 deadbeef cafebabe",
  // rows and runs
  "qwerty qwertyuiop qwertz azerty asdf asdfgh asdfghjkl zxcvbn zxcvbnm 1q2w3e4r 1q2w3e4r5t qazwsx",
  "qazwsxedc 123 1234 12345 123456 1234567 12345678 123456789 1234567890 0123456789 abc abcd abcdef",
  "abcdefgh abcdefghijklmnopqrstuvwxyz xxx xyz 2020 2021 2022 2023 2024 2025 2026 2027 2028",
].flatMap((line) => line.split(" "));
