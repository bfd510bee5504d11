/**
 * Counts a hit, or takes one back, and answers `{hits, previous, elapsedMs}`. One script and one key: nothing can come
 * between reading and writing, and in a cluster everything lies on one node. The clock is the server's, because those of
 * several instances differ. A hash is a few dozen bytes, and expires with the window after its own.
 *
 * Needs Redis 5 or Valkey: a script that reads the clock and then writes is replicated by its effects there.
 *
 * KEYS[1] the key; ARGV[1] the window in milliseconds; ARGV[2] 1 or -1
 */
export const slidingWindowScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local window = tonumber(ARGV[1])
local delta = tonumber(ARGV[2])
local index = math.floor(now / window)
local stored = redis.call('HMGET', KEYS[1], 'window', 'hits', 'previous')
local at = tonumber(stored[1] or -1)
local hits = tonumber(stored[2] or 0)
local previous = tonumber(stored[3] or 0)
if at < index then
  if at == index - 1 then previous = hits else previous = 0 end
  hits = 0
else
  -- the clock went back, as when a replica took over: its window goes on
  index = at
end
if delta > 0 then
  hits = hits + 1
elseif hits > 0 then
  hits = hits - 1
elseif previous > 0 then
  previous = previous - 1
else
  return {0, 0, 0}
end
redis.call('HSET', KEYS[1], 'window', index, 'hits', hits, 'previous', previous)
redis.call('PEXPIRE', KEYS[1], (index + 2) * window - now)
return {hits, previous, math.max(0, now - index * window)}
`;
