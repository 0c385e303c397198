-- Sends AdmissionReviews as an API server does: the files $REVIEWS/0.json, 1.json ... in turn, to $ENDPOINT.
-- $PAUSE is how long a connection pauses between reviews, in milliseconds on average, exponentially distributed.
local requests, at = {}, 0
local pause = tonumber(os.getenv("PAUSE") or "0")
local seed = 0

function setup(thread)
  seed = seed + 1
  thread:set("seed", seed)
end

function init()
  math.randomseed(seed)
  local folder, replaced = os.getenv("REVIEWS"), os.getenv("OPERATION")
  for i = 0, tonumber(os.getenv("COUNT")) - 1 do
    local file = assert(io.open(folder .. "/" .. i .. ".json"))
    local body = file:read("*a")
    file:close()
    if replaced then
      body = body:gsub('"operation":"CREATE"', '"operation":"' .. replaced .. '"', 1)
    end
    requests[#requests + 1] = wrk.format("POST", os.getenv("ENDPOINT"), {
      ["Content-Type"] = "application/json",
      ["Accept"] = "application/json, */*",
      ["User-Agent"] = "kube-apiserver-admission",
      ["Accept-Encoding"] = "gzip",
    }, body)
  end
  at = math.random(#requests)
end

function request()
  at = at % #requests + 1
  return requests[at]
end

if pause > 0 then
  function delay()
    local wait = -pause * math.log(1 - math.random())
    return math.floor(wait + math.random())
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
