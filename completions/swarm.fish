complete -c swarm -s c -l clients -l concurrency -d 'How many clients [default: 10]' -r
complete -c swarm -l ramp-rate -d 'Clients to start each second [default: 5]' -r
complete -c swarm -l ramp-jitter -d 'Start each client later by up to this much [default: 200ms]' -r
complete -c swarm -l arrivals -d 'How clients come within the rate' -r -f -a "constant\t'At equal distances'
poisson\t'By chance, as strangers do: a Poisson process'"
complete -c swarm -s d -l duration -d 'End after so long; 0 goes on until a signal' -r
complete -c swarm -l profile -d 'Values for clients, rate, jitter and timeout that go together' -r -f -a "default\t'50 clients, 5 a second, 100 ms, 15 s'
stress\t'200 clients, 20 a second, 50 ms, 10 s'
gentle\t'20 clients, 1 a second, 500 ms, 30 s, the first rendition'
burst\t'100 clients, 50 a second, 10 ms, 5 s, no reconnecting'
extreme\t'500 clients, 50 a second, 20 ms, 5 s'"
complete -c swarm -l engine -d 'What a client is' -r -f -a "ffmpeg\t'A process of ffmpeg'
native\t'A player in this process'
both\t'Players, and some processes that see the same: what both fetched is compared'"
complete -c swarm -l ffmpeg-share -d 'With --engine both: the share of clients that are processes' -r
complete -c swarm -l seed -d 'Repeat the same random choices; told at the start otherwise' -r
complete -c swarm -l variant -d 'Which renditions a client plays [default: all; first with --engine both]' -r -f -a "all\t'A process every one at once; players are spread over them'
highest\t'That of the highest bit rate'
lowest\t'That of the lowest bit rate'
first\t'The first picture and the first sound'"
complete -c swarm -l resolve -d 'Connect to this address whatever the name says (needs --dangerous)' -r
complete -c swarm -s H -l header -d 'Header to send with every request, \'Name: value\'; repeat for more' -r
complete -c swarm -l user-agent -d 'User-Agent to send' -r
complete -c swarm -l timeout -d 'Give up on a server that says nothing for so long [default: 15s]' -r
complete -c swarm -l ffmpeg -d 'The program; ffprobe is looked for beside it' -r -f -a "(__fish_complete_command)"
complete -c swarm -l reconnect -d 'Have ffmpeg connect again after errors [default: true]' -r
complete -c swarm -l reconnect-delay -d 'Longest pause between such attempts, seconds' -r
complete -c swarm -l seg-retry -d 'Attempts at a segment, where this ffmpeg has a word for it' -r
complete -c swarm -l probe-failure-policy -d 'What to do where the renditions cannot be told apart' -r -f -a "fallback\t'Take the first'
fail\t'Start nothing'"
complete -c swarm -l target-duration -d 'Length of segments; twice as long without progress is a stall' -r
complete -c swarm -l max-restarts -d 'Start a client anew at most so often; 0 is without end' -r
complete -c swarm -l stats -d 'Have ffmpeg tell its progress: bytes, speed, stalls' -r
complete -c swarm -l stats-loglevel -d 'How much ffmpeg logs, for what is counted' -r -f -a "info\t'What it opens, and what goes wrong: all that is counted'
verbose\t'Connections as well'
debug\t'All it knows'"
complete -c swarm -l segment-sizes -d 'Ask the server once for the size of each segment, to count bytes' -r
complete -c swarm -l abr -d 'How a player chooses among renditions: fixed, the one of --variant; hlsjs, by the measured speed; trace:FILE, the same on a line that is as wide as the file says (lines `SECONDS RATE`, as in `10 800k`)' -r
complete -c swarm -l low-latency -d 'Play streams of low latency by their parts' -r -f -a "auto\t'Where the playlist has parts and the server can block'
off\t'Never: whole segments alone'"
complete -c swarm -l connections -d 'Whose connections are' -r -f -a "per-client\t'Each player has its own, as viewers do'
pooled\t'Those of a thread share theirs, as a proxy before them would'"
complete -c swarm -l http -d 'The version of HTTP' -r -f -a "1\t'HTTP/1.1'
2\t'HTTP/2: over TLS, or without it where the server knows'"
complete -c swarm -l threads -d 'Threads that players run on; 0 is one for each processor' -r
complete -c swarm -l buffer -d 'Media a player keeps ahead of what it shows' -r
complete -c swarm -l source-ips -d 'Send from these addresses of this machine in turn' -r
complete -c swarm -l url -d 'Watch this stream too, with its weight: URL*3; repeat for more' -r
complete -c swarm -l session -d 'How long a viewer stays: 5m, exp(10m), uniform(1m,5m)' -r
complete -c swarm -l cmcd -d 'Tell servers of each session (CTA-5004), for their logs' -r -f -a "off\t'Not at all'
header\t'In header fields'
query\t'In the query'"
complete -c swarm -l step -d 'With --find-limit: how long each audience watches once it has come' -r
complete -c swarm -l slo -d 'End with exit code 3 unless these limits hold; their names stand below' -r
complete -c swarm -l metrics-port -d 'Serve metrics on this port of every interface [default: 9090]' -r
complete -c swarm -l log-level -d 'How much is logged' -r -f -a "error\t'Errors'
warn\t'Warnings as well'
info\t'What happens to clients'
debug\t'Each line of ffmpeg'"
complete -c swarm -l tui -d 'Show a live display where there is a terminal' -r
complete -c swarm -l cacert -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c swarm -l cert -d 'Present this client certificate (PEM; may hold the key as well)' -r -F
complete -c swarm -l key -d 'The private key of --cert (PEM)' -r -F
complete -c swarm -l stats-buffer -d 'See [`LEFT`]' -r
complete -c swarm -l stats-drop-threshold -d 'See [`LEFT`]' -r
complete -c swarm -l origin-metrics -d 'See [`LEFT`]' -r
complete -c swarm -l nginx-metrics -d 'See [`LEFT`]' -r
complete -c swarm -l origin-metrics-host -d 'See [`LEFT`]' -r
complete -c swarm -l origin-metrics-interval -d 'See [`LEFT`]' -r
complete -c swarm -l origin-metrics-window -d 'See [`LEFT`]' -r
complete -c swarm -l origin-metrics-node-port -d 'See [`LEFT`]' -r
complete -c swarm -l origin-metrics-nginx-port -d 'See [`LEFT`]' -r
complete -c swarm -l segment-sizes-url -d 'See [`LEFT`]' -r
complete -c swarm -l segment-sizes-interval -d 'See [`LEFT`]' -r
complete -c swarm -l segment-sizes-jitter -d 'See [`LEFT`]' -r
complete -c swarm -l segment-cache-window -d 'See [`LEFT`]' -r
complete -c swarm -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c swarm -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c swarm -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c swarm -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c swarm -l config -d 'Read this configuration file and no other' -r -F
complete -c swarm -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c swarm -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c swarm -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c swarm -l dangerous -d 'Allow what turns the check of certificates off: --resolve'
complete -c swarm -l no-cache -d 'Ask caches for nothing'
complete -c swarm -l restart-on-stall -d 'Start a client anew that has stalled'
complete -c swarm -l ffmpeg-debug -d 'Have ffmpeg log all it knows'
complete -c swarm -l find-limit -d 'Find the largest audience for which --slo holds'
complete -c swarm -l compat-metrics -d 'Serve the names of later versions as well'
complete -c swarm -l prom-client-metrics -d 'Serve speed and drift of each client, for audiences below 200'
complete -c swarm -l print-cmd -d 'Print the command of a client and end'
complete -c swarm -l check -d 'One client for ten seconds; fails where it got nothing'
complete -c swarm -l skip-preflight -d 'Start although the machine may not carry so many'
complete -c swarm -s k -l insecure -d 'Accept any server certificate'
complete -c swarm -l json -d 'Short for --format json'
complete -c swarm -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c swarm -l quiet -d 'Say nothing but results, warnings and errors'
complete -c swarm -l no-progress -d 'Show no progress'
complete -c swarm -l no-color -d 'Short for --color never'
complete -c swarm -s h -l help -d 'Print help (see more with \'--help\')'
complete -c swarm -s V -l version -d 'Print version'
