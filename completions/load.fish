complete -c load -l url -d 'The URL, as a flag; with a plan file, in place of the URL in it' -r -f
complete -c load -s n -l requests -d 'Stop after N requests (10000, 10k, 1m) [default: 100, unless a duration is given]' -r
complete -c load -s c -l connections -l concurrency -d 'Connections kept open, each with one request at a time (see --streams) [default: 10]' -r
complete -c load -s d -d 'A duration to run for (30s, 1m; a bare number is seconds); anything else is a body, as in curl and hey' -r
complete -c load -s z -l duration -d 'Run for this long' -r
complete -c load -s r -l rate -d 'Send at this rate, in total, whatever the server does (100, 100/s, 6000/m, 10k)' -r
complete -c load -l arrivals -d 'How the requests of --rate and --stages are spread [default: constant]' -r -f -a "constant\t'Evenly spaced'
poisson\t'As independent clients would: exponential gaps'"
complete -c load -l stages -d 'Rates to ramp to, each in a straight line: 10s:100,1m:1000 starts at 0 (0s:500 jumps)' -r
complete -c load -l warmup -d 'Run for this long first, without counting' -r
complete -c load -l threads -d 'Threads that send [default: one for each core, at most one for each connection]' -r
complete -c load -l seed -d 'Makes random values and Poisson arrivals repeatable' -r
complete -c load -s m -l method -d 'Method [default: GET, or POST with a body]' -r
complete -c load -s H -l header -d 'Header to send, \'Name: value\'; repeat for more' -r
complete -c load -s b -l body -d 'Body to send: text, @FILE, or @- for standard input' -r
complete -c load -s F -l form -d 'Form field, name=value or name=@FILE; repeat for more' -r
complete -c load -s u -l user -d 'Basic authentication, NAME:PASSWORD' -r
complete -c load -l cookies -d 'Cookies to send, \'name=value; name=value\'' -r
complete -c load -l user-agent -d 'User-Agent to send [default: toolbox-load/VERSION]' -r
complete -c load -l var -d 'Variable for templates, name=value; repeat for more' -r
complete -c load -l http -d 'Protocol version [default: 1.1]' -r -f -a "1.1\t'HTTP/1.1'
2\t'HTTP/2, by ALPN over TLS and with prior knowledge without'"
complete -c load -s p -l streams -d 'HTTP/2 streams at once on each connection [default: 1]' -r
complete -c load -l engine -d 'What drives HTTP/1.1: the raw engine where it can, or hyper [default: auto]' -r -f -a "auto\t'raw where it can serve the plan'
raw\t'Our own HTTP/1.1 loop'
hyper\t'hyper'"
complete -c load -s t -l timeout -d 'Give up on a request after this long [default: 30s]' -r
complete -c load -l connect-timeout -d 'Give up on a connection attempt after this long [default: 5s]' -r
complete -c load -s L -l redirects -d 'Follow up to N redirects [default: 0]' -r
complete -c load -s x -l proxy -d 'Go through this proxy (http://, https:// or socks5://)' -r
complete -c load -l connect-to -d 'Connect to HOST2:PORT2 when the URL says HOST1:PORT1; empty parts match anything' -r
complete -c load -l resolve -d 'Take IP as the address of HOST' -r
complete -c load -l unix -d 'Connect to this Unix socket' -r -F
complete -c load -l source -d 'Local addresses to connect from, used in turn' -r
complete -c load -l cacert -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c load -l cert -d 'Present this client certificate (PEM; may hold the key as well)' -r -F
complete -c load -l key -d 'The private key of --cert (PEM)' -r -F
complete -c load -l threshold -d 'What must hold, or the exit code is 3: \'p99<50ms\', \'err<0.1%\', \'rate>=1000\'; repeat for more' -r
complete -c load -l check -d 'What every reply must satisfy to count as good: \'status==200\', \'body~"ok"\', \'json $.id\', \'header etag\'' -r
complete -c load -l server-metrics -d 'Read Prometheus metrics of the server from URL every second, and name those that moved with the latency' -r
complete -c load -l live -d 'How progress is shown [default: line]' -r -f -a "line\t'One line'
tui\t'The full screen'
none\t'Nothing'"
complete -c load -l html -d 'Write a self-contained HTML report' -r -F
complete -c load -l hlog -d 'Write the latencies of every second as an `HdrHistogram` log' -r -F
complete -c load -l raw -d 'Write one CSV row for each request' -r -F
complete -c load -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c load -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c load -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c load -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c load -l config -d 'Read this configuration file and no other' -r -F
complete -c load -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c load -l h2c -d 'HTTP/2 without TLS (prior knowledge); implies --http 2'
complete -c load -l no-keepalive -l disable-keepalive -d 'A new connection for every request'
complete -c load -s 4 -l ipv4 -d 'Use IPv4 only'
complete -c load -s 6 -l ipv6 -d 'Use IPv6 only'
complete -c load -s k -l insecure -d 'Accept any server certificate'
complete -c load -l json -d 'Short for --format json'
complete -c load -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c load -l quiet -d 'Say nothing but results, warnings and errors'
complete -c load -l no-progress -d 'Show no progress'
complete -c load -l no-color -d 'Short for --color never'
complete -c load -s h -l help -d 'Print help (see more with \'--help\')'
complete -c load -s V -l version -d 'Print version'
