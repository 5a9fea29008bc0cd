package redis

import "github.com/redis/go-redis/v9"

// swap saves ARGV[2] under KEYS[1] if the revision there is ARGV[1], for ARGV[3] milliseconds if that
// is not 0. Revisions are compared as texts: a Lua number has only 53 bits. Of the value only the
// beginning is read.
var swap = redis.NewScript(`
local head = redis.call('GETRANGE', KEYS[1], 0, 63)
local revision = '0'
if head ~= '' then
	revision = string.match(head, '^1 (%d+) %-?%d+\n')
	if not revision then return 'foreign' end
end
if revision ~= ARGV[1] then return 'conflict' end
if ARGV[3] == '0' then
	redis.call('SET', KEYS[1], ARGV[2])
else
	redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
end
return 'saved'
`)

// sweep deletes those of KEYS that were touched before ARGV[1] and counts them. It asks each key
// anew, so that a conversation saved in the meantime stays, and leaves what is no conversation.
var sweep = redis.NewScript(`
local deleted = 0
for _, key in ipairs(KEYS) do
	if redis.call('TYPE', key).ok == 'string' then
		local touched = string.match(redis.call('GETRANGE', key, 0, 63), '^1 %d+ (%-?%d+)\n')
		if touched and tonumber(touched) < tonumber(ARGV[1]) then
			deleted = deleted + redis.call('DEL', key)
		end
	end
end
return deleted
`)
