# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_toolbox_global_optspecs
    string join \n list install= hard format= json o/output= v/verbose quiet no-progress color= no-color log-format= config= metrics= otlp= otlp-share= h/help V/version
end

function __fish_toolbox_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_toolbox_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_toolbox_using_subcommand
    set -l cmd (__fish_toolbox_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c toolbox -n "__fish_toolbox_needs_command" -l install -d 'Link every applet in DIR, so that it can be called by its own name' -r -f -a "(__fish_complete_directories)"
complete -c toolbox -n "__fish_toolbox_needs_command" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_needs_command" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_needs_command" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_needs_command" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_needs_command" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_needs_command" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_needs_command" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_needs_command" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_needs_command" -l list -d 'List the applets'
complete -c toolbox -n "__fish_toolbox_needs_command" -l hard -d 'With --install: make hard links'
complete -c toolbox -n "__fish_toolbox_needs_command" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_needs_command" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_needs_command" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_needs_command" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_needs_command" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_needs_command" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_needs_command" -f -a "load" -d 'Test how an HTTP server bears load'
complete -c toolbox -n "__fish_toolbox_needs_command" -f -a "rip" -d 'Record an HLS or DASH stream to a file'
complete -c toolbox -n "__fish_toolbox_needs_command" -f -a "kv" -d 'Keep keys and values in memory, as Redis does, faster and smaller'
complete -c toolbox -n "__fish_toolbox_needs_command" -f -a "fetch" -d 'Download files over many connections: resumable, verified'
complete -c toolbox -n "__fish_toolbox_needs_command" -f -a "swarm" -d 'An audience for HLS streams: what they see, and how many a server carries'
complete -c toolbox -n "__fish_toolbox_needs_command" -f -a "scan" -d 'Scan hosts for open ports, and tell who decided each verdict'
complete -c toolbox -n "__fish_toolbox_needs_command" -f -a "books" -d 'Keep audiobooks, and your place in them'
complete -c toolbox -n "__fish_toolbox_needs_command" -f -a "completions" -d 'Print completions for a shell'
complete -c toolbox -n "__fish_toolbox_needs_command" -f -a "man" -d 'Print a manual page, for `man -l -`'
complete -c toolbox -n "__fish_toolbox_needs_command" -f -a "demo" -d 'Show every applet at its main job for a few seconds, against servers of its own'
complete -c toolbox -n "__fish_toolbox_needs_command" -f -a "origin" -d 'Serve test traffic until a signal: files, ranges, delays, errors and faults on demand'
complete -c toolbox -n "__fish_toolbox_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l url -d 'The URL, as a flag; with a plan file, in place of the URL in it' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -s n -l requests -d 'Stop after N requests (10000, 10k, 1m) [default: 100, unless a duration is given]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -s c -l connections -l concurrency -d 'Connections kept open, each with one request at a time (see --streams) [default: 10]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -s d -d 'A duration to run for (30s, 1m; a bare number is seconds); anything else is a body, as in curl and hey' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -s z -l duration -d 'Run for this long' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -s r -l rate -d 'Send at this rate, in total, whatever the server does (100, 100/s, 6000/m, 10k)' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l arrivals -d 'How the requests of --rate and --stages are spread [default: constant]' -r -f -a "constant\t'Evenly spaced'
poisson\t'As independent clients would: exponential gaps'"
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l stages -d 'Rates to ramp to, each in a straight line: 10s:100,1m:1000 starts at 0 (0s:500 jumps)' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l warmup -d 'Run for this long first, without counting' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l threads -d 'Threads that send [default: one for each core, at most one for each connection]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l seed -d 'Makes random values and Poisson arrivals repeatable' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -s m -l method -d 'Method [default: GET, or POST with a body]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -s H -l header -d 'Header to send, \'Name: value\'; repeat for more' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -s b -l body -d 'Body to send: text, @FILE, or @- for standard input' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -s F -l form -d 'Form field, name=value or name=@FILE; repeat for more' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -s u -l user -d 'Basic authentication, NAME:PASSWORD' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l cookies -d 'Cookies to send, \'name=value; name=value\'' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l user-agent -d 'User-Agent to send [default: toolbox-load/VERSION]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l var -d 'Variable for templates, name=value; repeat for more' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l http -d 'Protocol version [default: 1.1]' -r -f -a "1.1\t'HTTP/1.1'
2\t'HTTP/2, by ALPN over TLS and with prior knowledge without'"
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -s p -l streams -d 'HTTP/2 streams at once on each connection [default: 1]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l engine -d 'What drives HTTP/1.1: the raw engine where it can, or hyper [default: auto]' -r -f -a "auto\t'raw where it can serve the plan'
raw\t'Our own HTTP/1.1 loop'
hyper\t'hyper'"
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -s t -l timeout -d 'Give up on a request after this long [default: 30s]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l connect-timeout -d 'Give up on a connection attempt after this long [default: 5s]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -s L -l redirects -d 'Follow up to N redirects [default: 0]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -s x -l proxy -d 'Go through this proxy (http://, https:// or socks5://)' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l connect-to -d 'Connect to HOST2:PORT2 when the URL says HOST1:PORT1; empty parts match anything' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l resolve -d 'Take IP as the address of HOST' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l unix -d 'Connect to this Unix socket' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l source -d 'Local addresses to connect from, used in turn' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l cacert -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l cert -d 'Present this client certificate (PEM; may hold the key as well)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l key -d 'The private key of --cert (PEM)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l threshold -d 'What must hold, or the exit code is 3: \'p99<50ms\', \'err<0.1%\', \'rate>=1000\'; repeat for more' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l check -d 'What every reply must satisfy to count as good: \'status==200\', \'body~"ok"\', \'json $.id\', \'header etag\'' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l server-metrics -d 'Read Prometheus metrics of the server from URL every second, and name those that moved with the latency' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l live -d 'How progress is shown [default: line]' -r -f -a "line\t'One line'
tui\t'The full screen'
none\t'Nothing'"
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l html -d 'Write a self-contained HTML report' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l hlog -d 'Write the latencies of every second as an `HdrHistogram` log' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l raw -d 'Write one CSV row for each request' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l h2c -d 'HTTP/2 without TLS (prior knowledge); implies --http 2'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l no-keepalive -l disable-keepalive -d 'A new connection for every request'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -s 4 -l ipv4 -d 'Use IPv4 only'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -s 6 -l ipv6 -d 'Use IPv6 only'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -s k -l insecure -d 'Accept any server certificate'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -a "find" -d 'Find the highest rate that keeps an objective'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -a "ab" -d 'Compare two servers, URLs or plans, in interleaved rounds'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -a "compare" -d 'Compare the reports of two runs'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -a "report" -d 'Show a saved report'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and not __fish_seen_subcommand_from find ab compare report help" -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l slo -d 'What must hold: \'p99<50ms,err<0.1%\'; repeat for more [default: the thresholds of the plan file]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l from -d 'The rate to start with [default: half of what a closed loop gets through]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l min-rate -d 'Give up when this rate does not hold' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l max-rate -d 'Never go beyond this rate' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l precision -d 'How closely to bracket the answer' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l step -d 'How long a rate is tried' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l max-step -d 'How long a rate is tried while it is open whether it holds' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l max-time -d 'How long the whole search may take' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -s c -l connections -l concurrency -d 'Connections kept open, each with one request at a time (see --streams) [default: 64]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l arrivals -d 'How requests are spread [default: constant]' -r -f -a "constant\t'Evenly spaced'
poisson\t'As independent clients would: exponential gaps'"
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l threads -d 'Threads that send [default: one for each core, at most one for each connection]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l seed -d 'Repeats the order of the last steps, random values and Poisson arrivals' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -s m -l method -d 'Method [default: GET, or POST with a body]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -s H -l header -d 'Header to send, \'Name: value\'; repeat for more' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -s b -l body -d 'Body to send: text, @FILE, or @- for standard input' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -s F -l form -d 'Form field, name=value or name=@FILE; repeat for more' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -s u -l user -d 'Basic authentication, NAME:PASSWORD' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l cookies -d 'Cookies to send, \'name=value; name=value\'' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l user-agent -d 'User-Agent to send [default: toolbox-load/VERSION]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l var -d 'Variable for templates, name=value; repeat for more' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l http -d 'Protocol version [default: 1.1]' -r -f -a "1.1\t'HTTP/1.1'
2\t'HTTP/2, by ALPN over TLS and with prior knowledge without'"
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -s p -l streams -d 'HTTP/2 streams at once on each connection [default: 1]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l engine -d 'What drives HTTP/1.1: the raw engine where it can, or hyper [default: auto]' -r -f -a "auto\t'raw where it can serve the plan'
raw\t'Our own HTTP/1.1 loop'
hyper\t'hyper'"
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -s t -l timeout -d 'Give up on a request after this long [default: 30s]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l connect-timeout -d 'Give up on a connection attempt after this long [default: 5s]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -s L -l redirects -d 'Follow up to N redirects [default: 0]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -s x -l proxy -d 'Go through this proxy (http://, https:// or socks5://)' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l connect-to -d 'Connect to HOST2:PORT2 when the URL says HOST1:PORT1; empty parts match anything' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l resolve -d 'Take IP as the address of HOST' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l unix -d 'Connect to this Unix socket' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l source -d 'Local addresses to connect from, used in turn' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l cacert -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l cert -d 'Present this client certificate (PEM; may hold the key as well)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l key -d 'The private key of --cert (PEM)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l h2c -d 'HTTP/2 without TLS (prior knowledge); implies --http 2'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l no-keepalive -l disable-keepalive -d 'A new connection for every request'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -s 4 -l ipv4 -d 'Use IPv4 only'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -s 6 -l ipv6 -d 'Use IPv6 only'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -s k -l insecure -d 'Accept any server certificate'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from find" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l rounds -d 'Rounds, each of which plays both sides' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l round -d 'How long each side is measured in a round' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l margin -d 'Difference that does not matter' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -s c -l connections -l concurrency -d 'Connections kept open, each with one request at a time (see --streams) [default: 10]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -s r -l rate -d 'Send at this rate, whatever the servers do [default: as fast as they answer]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l arrivals -d 'How the requests of --rate are spread [default: constant]' -r -f -a "constant\t'Evenly spaced'
poisson\t'As independent clients would: exponential gaps'"
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l threads -d 'Threads that send [default: one for each core, at most one for each connection]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l seed -d 'Repeats which side goes first, random values and Poisson arrivals' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l b-http -d 'Protocol version of B' -r -f -a "1.1\t'HTTP/1.1'
2\t'HTTP/2, by ALPN over TLS and with prior knowledge without'"
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l b-streams -d 'HTTP/2 streams at once on each connection of B' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l b-connections -d 'Connections of B' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l b-engine -d 'What drives HTTP/1.1 on B' -r -f -a "auto\t'raw where it can serve the plan'
raw\t'Our own HTTP/1.1 loop'
hyper\t'hyper'"
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l b-header -d 'Header for B, beside those for both; repeat for more' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -s m -l method -d 'Method [default: GET, or POST with a body]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -s H -l header -d 'Header to send, \'Name: value\'; repeat for more' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -s b -l body -d 'Body to send: text, @FILE, or @- for standard input' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -s F -l form -d 'Form field, name=value or name=@FILE; repeat for more' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -s u -l user -d 'Basic authentication, NAME:PASSWORD' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l cookies -d 'Cookies to send, \'name=value; name=value\'' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l user-agent -d 'User-Agent to send [default: toolbox-load/VERSION]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l var -d 'Variable for templates, name=value; repeat for more' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l http -d 'Protocol version [default: 1.1]' -r -f -a "1.1\t'HTTP/1.1'
2\t'HTTP/2, by ALPN over TLS and with prior knowledge without'"
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -s p -l streams -d 'HTTP/2 streams at once on each connection [default: 1]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l engine -d 'What drives HTTP/1.1: the raw engine where it can, or hyper [default: auto]' -r -f -a "auto\t'raw where it can serve the plan'
raw\t'Our own HTTP/1.1 loop'
hyper\t'hyper'"
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -s t -l timeout -d 'Give up on a request after this long [default: 30s]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l connect-timeout -d 'Give up on a connection attempt after this long [default: 5s]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -s L -l redirects -d 'Follow up to N redirects [default: 0]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -s x -l proxy -d 'Go through this proxy (http://, https:// or socks5://)' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l connect-to -d 'Connect to HOST2:PORT2 when the URL says HOST1:PORT1; empty parts match anything' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l resolve -d 'Take IP as the address of HOST' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l unix -d 'Connect to this Unix socket' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l source -d 'Local addresses to connect from, used in turn' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l cacert -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l cert -d 'Present this client certificate (PEM; may hold the key as well)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l key -d 'The private key of --cert (PEM)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l b-h2c -d 'HTTP/2 without TLS for B'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l b-no-keepalive -d 'A new connection for every request to B'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l h2c -d 'HTTP/2 without TLS (prior knowledge); implies --http 2'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l no-keepalive -l disable-keepalive -d 'A new connection for every request'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -s 4 -l ipv4 -d 'Use IPv4 only'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -s 6 -l ipv6 -d 'Use IPv6 only'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -s k -l insecure -d 'Accept any server certificate'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from ab" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from compare" -l margin -d 'Difference that does not matter' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from compare" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from compare" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from compare" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from compare" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from compare" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from compare" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from compare" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from compare" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from compare" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from compare" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from compare" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from compare" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from compare" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from compare" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from compare" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from report" -l html -d 'Write a self-contained HTML page instead' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from report" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from report" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from report" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from report" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from report" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from report" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from report" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from report" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from report" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from report" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from report" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from report" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from report" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from report" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from report" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from help" -f -a "find" -d 'Find the highest rate that keeps an objective'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from help" -f -a "ab" -d 'Compare two servers, URLs or plans, in interleaved rounds'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from help" -f -a "compare" -d 'Compare the reports of two runs'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from help" -f -a "report" -d 'Show a saved report'
complete -c toolbox -n "__fish_toolbox_using_subcommand load; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l pick -d 'Take the one of this number in the list of --find [default: the first that can be recorded]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -s q -l quality -d 'best, worst, 1080p, <=720p, bw<=3M; several limits with commas; auto is the best that the connection carries' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -s s -l select -d 'Tracks by what they are, such as \'v=<=720p,codec=avc1/worst a=en+fr s=all\'; see below' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l from -d 'Begin so long behind the beginning; of a live stream, so long before its newest segment [default: its oldest]; with - in front, so long before the end' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l duration -d 'Record so much of the stream, in whole segments' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l until -d 'Record what begins before this time, by the clock of the stream or else ours: 22:00, 2026-11-27T22:00Z (UTC, unless a zone is given: 22:00+01:00)' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l container -d 'What FILE is: by its name, ts (segments as they come), mp4, m4a (sound alone), fmp4 (fragments as they come)' -r -f -a "auto\t'By the name of the file'
ts\t'MPEG-TS, or packed audio: segments one behind the other'
mp4\t'One MP4 of all tracks'
m4a\t'One MP4 of the sound'
fmp4\t'Fragments one behind the other'"
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l remux -d 'Who makes FILE where it is not the segments as they come: native, or ffmpeg, which knows more formats' -r -f -a "native\t'We do'
ffmpeg\t'The program of that name'"
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l subs -d 'Record subtitles as well: languages or names with commas, or all; into files beside FILE' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l sub-format -d 'What files of subtitles are' -r -f -a "vtt\t'`WebVTT`'
srt\t'`SubRip`'"
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -s c -s j -l concurrency -l jobs -d 'Segments fetched at once' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l per-host -d 'Requests at once for each server (host and port), over all tracks, for segments and what opens them [default: as many as -c]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l retries -d 'Try a segment again so often; live ones as long as they are in the playlist' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l retry-status -d 'Take these statuses for passing ones, besides 408, 425, 429 and 5xx' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l timeout -l stall -d 'Give up on a server that says nothing for so long, or under 128 bytes a second, and try again' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l patience -d 'Take a live stream for over when nothing new has come for so long' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l limit -l limit-rate -d 'Bytes per second, of everything together' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l refresh-cmd -l refresh -d 'Print a new link with this command when a server refuses (401, 403, 410), and go on with that; the URL is in `TOOLBOX_RIP_URL`' -r -f -a "(__fish_complete_command)"
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l decrypt-key -d 'A key, 32 hexadecimal digits: for everything in the stream, or with KID: in front for what that names; repeat for more' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l base-url -d 'What references in a playlist from a file or from standard input are relative to; without it a file may name files beside it and below' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -s H -l header -d 'Header to send with every request, \'Name: value\'; secrets by their names (Authorization, Cookie, X-Token …) go to the host of URL alone; repeat for more' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l user-agent -d 'User-Agent to send [default: toolbox/VERSION]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l referer -d 'Referer to send' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l cookies -d 'Cookies to send: a cookies.txt, or \'name=value; name=value\' for the host of URL alone; those that servers set go along anyway' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -s x -l proxy -d 'Go through this proxy (http://, https:// or socks5://) [default: that of the environment, as curl]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l resolve -d 'Take IP as the address of HOST' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l cacert -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l cert -d 'Present this client certificate (PEM; may hold the key as well)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l key -d 'The private key of --cert (PEM)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l find -d 'List what may be the stream of a page, with what speaks for each, and record nothing'
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l deep -d 'Look into the scripts of a page and what they call as well'
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -s l -l list-quality -d 'List the renditions, with what would be taken of them, and record nothing'
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l audio-only -d 'Record the sound alone, where it has a playlist of its own'
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l accept-gaps -d 'Make FILE even if segments are missing that the same command would ask for again'
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l finish -d 'Make FILE of what was recorded so far, and ask no server: of a stream that is gone'
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -s f -l force -d 'Replace an existing file, and begin anew instead of going on'
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l append-query -d 'Give the query of the playlist\'s URL to segments and keys without one'
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -s k -l insecure -d 'Accept any server certificate'
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand rip" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and not __fish_seen_subcommand_from serve cli bench check convert help" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and not __fish_seen_subcommand_from serve cli bench check convert help" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and not __fish_seen_subcommand_from serve cli bench check convert help" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and not __fish_seen_subcommand_from serve cli bench check convert help" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and not __fish_seen_subcommand_from serve cli bench check convert help" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and not __fish_seen_subcommand_from serve cli bench check convert help" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and not __fish_seen_subcommand_from serve cli bench check convert help" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and not __fish_seen_subcommand_from serve cli bench check convert help" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and not __fish_seen_subcommand_from serve cli bench check convert help" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and not __fish_seen_subcommand_from serve cli bench check convert help" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and not __fish_seen_subcommand_from serve cli bench check convert help" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and not __fish_seen_subcommand_from serve cli bench check convert help" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and not __fish_seen_subcommand_from serve cli bench check convert help" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and not __fish_seen_subcommand_from serve cli bench check convert help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and not __fish_seen_subcommand_from serve cli bench check convert help" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and not __fish_seen_subcommand_from serve cli bench check convert help" -f -a "serve" -d 'Serve Redis clients until a signal'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and not __fish_seen_subcommand_from serve cli bench check convert help" -f -a "cli" -d 'Send commands to a server of Redis\'s protocol'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and not __fish_seen_subcommand_from serve cli bench check convert help" -f -a "bench" -d 'Measure how fast a server answers, or which of two does'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and not __fish_seen_subcommand_from serve cli bench check convert help" -f -a "check" -d 'Check dumps and append-only logs'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and not __fish_seen_subcommand_from serve cli bench check convert help" -f -a "convert" -d 'Turn a dump into one of another version, or into JSON'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and not __fish_seen_subcommand_from serve cli bench check convert help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -l listen -d 'Where to listen: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -l threads -d 'Threads that carry out commands [default: one for each core but one]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -l databases -d 'The number of databases' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -l password-file -d 'Clients must give the password in this file' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -l acl-file -d 'Users and their rules, as ACL SAVE writes them' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -l redis-conf -d 'Parameters, users and addresses from a file in the form of redis.conf; read again on SIGHUP and when it changes' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -l unix -d 'Listen at a Unix socket too' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -l tls-cert -d 'Speak TLS with this certificate chain (PEM)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -l tls-key -d 'The private key of the certificate (PEM); without it, the key is looked for in the certificate\'s file' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -l tls-ca -d 'Let in only clients with a certificate of this authority (PEM)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -l tls-listen -d 'Speak TLS here, and plain text at --listen; without it, TLS is all that is spoken' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -l dir -d 'The folder of dumps and of the append-only log [default: the current one]' -r -f -a "(__fish_complete_directories)"
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -l dbfilename -d 'The dump, in --dir: loaded at the start, written by SAVE, BGSAVE and --save [default: dump.rdb]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -l save -d 'When a dump is due: after SECONDS with CHANGES, repeated; "" for never, also not at the end [default: 3600 1 300 100 60 10000]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -l appendonly -d 'Keep an append-only log of every change, in --dir: "always" is on the disk before the reply, "everysec" (or "yes") a second later at most' -r -f -a "always\t''
everysec\t''
yes\t''
no\t''"
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -l set -d 'A parameter by its Redis name, as CONFIG SET takes it; repeatable' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from serve" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -s u -l url -d 'The server: `redis://[user[:password]@]host[:port][/database]`, `rediss://…` with TLS, `unix:///path`' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -l host -d 'Its host, in place of that in --url [default: 127.0.0.1]' -r -f -a "(__fish_print_hostnames)"
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -s p -l port -d 'Its port, in place of that in --url [default: 6379]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -s s -l socket -d 'Its socket file, in place of host and port' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -l user -d 'The user of the password' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -l password-file -d 'The password is the first line of FILE; the variable `REDISCLI_AUTH` may hold it as well' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -l timeout -d 'How long connecting may take' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -l cacert -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -l cert -d 'Present this client certificate (PEM; may hold the key as well)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -l key -d 'The private key of --cert (PEM)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -s n -l database -d 'The database, in place of that in --url' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -s r -l repeat -d 'Send the command so often; 0 until Ctrl-C' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -s i -l interval -d 'Wait so long between two of --repeat' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -s k -l insecure -d 'Accept any server certificate'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -s x -l stdin -d 'The last argument is all of standard input'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -l raw -d 'Bare values on a terminal too'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -l pretty -d 'Replies as on a terminal in a pipe too'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -s 3 -l resp3 -d 'Speak RESP3, which tells maps, sets and doubles apart; --json does as well'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from cli" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -s u -l url -d 'The server: `redis://[user[:password]@]host[:port][/database]`, `rediss://…` with TLS, `unix:///path`' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -l host -d 'Its host, in place of that in --url [default: 127.0.0.1]' -r -f -a "(__fish_print_hostnames)"
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -s p -l port -d 'Its port, in place of that in --url [default: 6379]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -s s -l socket -d 'Its socket file, in place of host and port' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -l user -d 'The user of the password' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -l password-file -d 'The password is the first line of FILE; the variable `REDISCLI_AUTH` may hold it as well' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -l timeout -d 'How long connecting may take' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -l cacert -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -l cert -d 'Present this client certificate (PEM; may hold the key as well)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -l key -d 'The private key of --cert (PEM)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -l against -d 'Another server to compare with; both are measured in turn, and ratios are quoted' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -s t -l tests -d 'Tests, separated by commas' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -s c -l connections -l concurrency -d 'Connections kept open' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -s n -l requests -d 'Requests of each test and pipeline' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -s P -l pipeline -d 'Commands sent at once on a connection; several numbers are measured one after the other' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -s r -l keys -d 'Keys (members, fields) to choose from at random' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -s d -l size -d 'Bytes of a value' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -l threads -d 'Threads that send' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -l rounds -d 'How often each is measured; medians are quoted [default: 1, with --against 5]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -l seed -d 'Repeats which keys are chosen' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -s k -l insecure -d 'Accept any server certificate'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -l fill -d 'Write all keys of --keys first'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from bench" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from check" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from check" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from check" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from check" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from check" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from check" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from check" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from check" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from check" -l repair -d 'Cut off the end of a log from where it is damaged'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from check" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from check" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from check" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from check" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from check" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from convert" -l to -d 'What it becomes' -r -f -a "9\t''
10\t''
11\t''
12\t''
valkey80\t''
json\t''"
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from convert" -l into -d 'Where to; the dump itself stays as it is' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from convert" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from convert" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from convert" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from convert" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from convert" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from convert" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from convert" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from convert" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from convert" -l overwrite -d 'Replace the file of --into where there is one'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from convert" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from convert" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from convert" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from convert" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from convert" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from convert" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from convert" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from help" -f -a "serve" -d 'Serve Redis clients until a signal'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from help" -f -a "cli" -d 'Send commands to a server of Redis\'s protocol'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from help" -f -a "bench" -d 'Measure how fast a server answers, or which of two does'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from help" -f -a "check" -d 'Check dumps and append-only logs'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from help" -f -a "convert" -d 'Turn a dump into one of another version, or into JSON'
complete -c toolbox -n "__fish_toolbox_using_subcommand kv; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -s o -l output -d 'Where it goes: a file, a folder (with / at its end, or one that is there), or - for standard output' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -s i -l input -d 'Download what this list names; - is standard input' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l metalink -d 'Download the files of this Metalink, a file or a URL' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l mirror -d 'Where the same file lies too; repeat for more' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -s w -l workers -l concurrency -d 'Connections at once for a file, or auto: one, and more while they pay' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -s j -l jobs -d 'Downloads at once' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l range-start -d 'The first byte that is wanted' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l range-end -d 'The byte behind the last one that is wanted' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l max-range -d 'Ask for no more than this at once, where a server refuses long ranges' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l name-from -d 'Whose word counts for a name that was not given with -o: the server\'s, or that of the URL alone' -r -f -a "server\t'What the server calls it, else the end of the URL'
url\t'The end of the URL'"
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -s q -l quality -d 'Which rendition of a stream (.m3u8, .mpd): best, worst, 720p, <=1080p or bw<=3M' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l alloc -d 'How room is made on the disk: reserved at the start, or taken as bytes come' -r -f -a "reserve\t'A full disk is found out at the start'
sparse\t'Nothing is taken before it is needed'"
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l sha256 -d 'The file must have this SHA-256' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l hash -d 'The file must have this hash: md5, sha1, sha256, sha384 or sha512' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l checksum-file -d 'The files must have the hashes in this file, or at this URL: lines of sha256sum, or of BSD' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l window -d 'With -o -, what may be in memory between the connections and the reader [default: 32MiB]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l refresh-cmd -d 'Print a new link with this command when one has expired; the URL is in `TOOLBOX_FETCH_URL`' -r -f -a "(__fish_complete_command)"
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l progress -d 'How progress is shown' -r -f -a "auto\t'A bar, or lines for several files'
json\t'A JSON document a line, on standard error'
none\t'Nothing'"
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l timeout -d 'Give up on a connection when nothing comes for this long [default: 20s]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l retries -d 'Try again this often without a byte of progress [default: 9; 2 where nobody ever listened]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l protocol -d 'The protocol, where not the scheme of the URL decides' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -s H -l header -d 'Header to send, \'Name: value\'; repeat for more' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -s u -l user -d 'User name and password, for Basic and Digest' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l netrc -d 'Take user names and passwords by host from FILE [default: ~/.netrc]' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l cookies -d 'Cookies to send: a cookies.txt, or \'name=value; name=value\'' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l user-agent -d 'User-Agent to send [default: toolbox-fetch/VERSION]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -s x -l proxy -d 'Go through this proxy (http, https, socks5, socks5h, socks4 or socks4a)' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l no-proxy -d 'Go past the proxy for these hosts' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l resolve -d 'Take IP as the address of HOST' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l bind -d 'Local address to connect from; repeat to use several in turn' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l connect-timeout -d 'Give up on a connection attempt after this long [default: 10s]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l limit -l limit-rate -d 'Bytes per second, of everything together' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l limit-host -d 'Bytes per second, of all downloads from one host' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l limit-download -d 'Bytes per second, of each download' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l http -d 'Protocol version [default: 1.1, and 2 where a server has no other]' -r -f -a "1.1\t'HTTP/1.1'
2\t'HTTP/2, by ALPN over TLS and with prior knowledge without'"
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l limit-file -d 'Take the three limits from this file as well, and again whenever it changes: `5MB`, or lines of limit=5MB' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l cacert -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l cert -d 'Present this client certificate (PEM; may hold the key as well)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l key -d 'The private key of --cert (PEM)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l resume -l continue -d 'Go on with a file that is there, whoever began it, where its end is the same; a download of ours goes on unasked'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l fresh -d 'Start over, whatever is there of an earlier attempt'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l overwrite -d 'Replace a file that has the name'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l if-newer -d 'Replace a file that has the name where the server has a newer one, else leave it'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l no-mtime -d 'Leave the time of modification that of the download, not that of the file on the server'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l no-hash -d 'Do not compute SHA-256 of what is not to be compared'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l save-metalink -d 'Keep hashes of pieces in NAME.meta4 beside the file, for verify and repair'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l no-sync -d 'Do not wait at the end until the file is on the disk; a power cut right after may cost it'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l dry-run -d 'Ask what there is, tell what would be done, and do nothing'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -s k -l insecure -d 'Accept any server certificate'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -a "get" -d 'Download a URL: what `fetch URL` does too'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -a "info" -d 'Tell what a URL leads to, without downloading it'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -a "verify" -d 'Tell whether a file is what was promised, and which parts are not'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -a "repair" -d 'Fetch the bad parts of a file again, and nothing else'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -a "clean" -d 'List what downloads left behind, and remove it'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and not __fish_seen_subcommand_from get info verify repair clean help" -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -s o -l output -d 'Where it goes: a file, a folder (with / at its end, or one that is there), or - for standard output' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -s i -l input -d 'Download what this list names; - is standard input' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l metalink -d 'Download the files of this Metalink, a file or a URL' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l mirror -d 'Where the same file lies too; repeat for more' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -s w -l workers -l concurrency -d 'Connections at once for a file, or auto: one, and more while they pay' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -s j -l jobs -d 'Downloads at once' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l range-start -d 'The first byte that is wanted' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l range-end -d 'The byte behind the last one that is wanted' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l max-range -d 'Ask for no more than this at once, where a server refuses long ranges' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l name-from -d 'Whose word counts for a name that was not given with -o: the server\'s, or that of the URL alone' -r -f -a "server\t'What the server calls it, else the end of the URL'
url\t'The end of the URL'"
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -s q -l quality -d 'Which rendition of a stream (.m3u8, .mpd): best, worst, 720p, <=1080p or bw<=3M' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l alloc -d 'How room is made on the disk: reserved at the start, or taken as bytes come' -r -f -a "reserve\t'A full disk is found out at the start'
sparse\t'Nothing is taken before it is needed'"
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l sha256 -d 'The file must have this SHA-256' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l hash -d 'The file must have this hash: md5, sha1, sha256, sha384 or sha512' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l checksum-file -d 'The files must have the hashes in this file, or at this URL: lines of sha256sum, or of BSD' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l window -d 'With -o -, what may be in memory between the connections and the reader [default: 32MiB]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l refresh-cmd -d 'Print a new link with this command when one has expired; the URL is in `TOOLBOX_FETCH_URL`' -r -f -a "(__fish_complete_command)"
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l progress -d 'How progress is shown' -r -f -a "auto\t'A bar, or lines for several files'
json\t'A JSON document a line, on standard error'
none\t'Nothing'"
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l timeout -d 'Give up on a connection when nothing comes for this long [default: 20s]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l retries -d 'Try again this often without a byte of progress [default: 9; 2 where nobody ever listened]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l protocol -d 'The protocol, where not the scheme of the URL decides' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -s H -l header -d 'Header to send, \'Name: value\'; repeat for more' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -s u -l user -d 'User name and password, for Basic and Digest' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l netrc -d 'Take user names and passwords by host from FILE [default: ~/.netrc]' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l cookies -d 'Cookies to send: a cookies.txt, or \'name=value; name=value\'' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l user-agent -d 'User-Agent to send [default: toolbox-fetch/VERSION]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -s x -l proxy -d 'Go through this proxy (http, https, socks5, socks5h, socks4 or socks4a)' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l no-proxy -d 'Go past the proxy for these hosts' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l resolve -d 'Take IP as the address of HOST' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l bind -d 'Local address to connect from; repeat to use several in turn' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l connect-timeout -d 'Give up on a connection attempt after this long [default: 10s]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l limit -l limit-rate -d 'Bytes per second, of everything together' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l limit-host -d 'Bytes per second, of all downloads from one host' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l limit-download -d 'Bytes per second, of each download' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l http -d 'Protocol version [default: 1.1, and 2 where a server has no other]' -r -f -a "1.1\t'HTTP/1.1'
2\t'HTTP/2, by ALPN over TLS and with prior knowledge without'"
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l limit-file -d 'Take the three limits from this file as well, and again whenever it changes: `5MB`, or lines of limit=5MB' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l cacert -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l cert -d 'Present this client certificate (PEM; may hold the key as well)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l key -d 'The private key of --cert (PEM)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l resume -l continue -d 'Go on with a file that is there, whoever began it, where its end is the same; a download of ours goes on unasked'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l fresh -d 'Start over, whatever is there of an earlier attempt'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l overwrite -d 'Replace a file that has the name'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l if-newer -d 'Replace a file that has the name where the server has a newer one, else leave it'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l no-mtime -d 'Leave the time of modification that of the download, not that of the file on the server'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l no-hash -d 'Do not compute SHA-256 of what is not to be compared'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l save-metalink -d 'Keep hashes of pieces in NAME.meta4 beside the file, for verify and repair'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l no-sync -d 'Do not wait at the end until the file is on the disk; a power cut right after may cost it'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l dry-run -d 'Ask what there is, tell what would be done, and do nothing'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -s k -l insecure -d 'Accept any server certificate'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from get" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -l timeout -d 'Give up on a connection when nothing comes for this long [default: 20s]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -l retries -d 'Try again this often without a byte of progress [default: 9; 2 where nobody ever listened]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -l protocol -d 'The protocol, where not the scheme of the URL decides' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -s H -l header -d 'Header to send, \'Name: value\'; repeat for more' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -s u -l user -d 'User name and password, for Basic and Digest' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -l netrc -d 'Take user names and passwords by host from FILE [default: ~/.netrc]' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -l cookies -d 'Cookies to send: a cookies.txt, or \'name=value; name=value\'' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -l user-agent -d 'User-Agent to send [default: toolbox-fetch/VERSION]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -s x -l proxy -d 'Go through this proxy (http, https, socks5, socks5h, socks4 or socks4a)' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -l no-proxy -d 'Go past the proxy for these hosts' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -l resolve -d 'Take IP as the address of HOST' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -l bind -d 'Local address to connect from; repeat to use several in turn' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -l connect-timeout -d 'Give up on a connection attempt after this long [default: 10s]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -l limit -l limit-rate -d 'Bytes per second, of everything together' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -l limit-host -d 'Bytes per second, of all downloads from one host' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -l limit-download -d 'Bytes per second, of each download' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -l http -d 'Protocol version [default: 1.1, and 2 where a server has no other]' -r -f -a "1.1\t'HTTP/1.1'
2\t'HTTP/2, by ALPN over TLS and with prior knowledge without'"
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -l limit-file -d 'Take the three limits from this file as well, and again whenever it changes: `5MB`, or lines of limit=5MB' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -l cacert -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -l cert -d 'Present this client certificate (PEM; may hold the key as well)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -l key -d 'The private key of --cert (PEM)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -s k -l insecure -d 'Accept any server certificate'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from info" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from verify" -l sha256 -d 'The file must have this SHA-256' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from verify" -l hash -d 'The file must have this hash: md5, sha1, sha256, sha384 or sha512' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from verify" -l checksum-file -d 'The file must have the hash in this file: lines of sha256sum, or of BSD' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from verify" -l metalink -d 'The file must be what this Metalink says, piece by piece where it has hashes of pieces' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from verify" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from verify" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from verify" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from verify" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from verify" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from verify" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from verify" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from verify" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from verify" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from verify" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from verify" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from verify" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from verify" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from verify" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l from -d 'Where right bytes are; several share the work' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -s w -l workers -l concurrency -d 'Connections at once, or auto: four' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l timeout -d 'Give up on a connection when nothing comes for this long [default: 20s]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l retries -d 'Try again this often without a byte of progress [default: 9; 2 where nobody ever listened]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l protocol -d 'The protocol, where not the scheme of the URL decides' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l sha256 -d 'The file must have this SHA-256' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l hash -d 'The file must have this hash: md5, sha1, sha256, sha384 or sha512' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l checksum-file -d 'The file must have the hash in this file: lines of sha256sum, or of BSD' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l metalink -d 'The file must be what this Metalink says, piece by piece where it has hashes of pieces' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -s H -l header -d 'Header to send, \'Name: value\'; repeat for more' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -s u -l user -d 'User name and password, for Basic and Digest' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l netrc -d 'Take user names and passwords by host from FILE [default: ~/.netrc]' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l cookies -d 'Cookies to send: a cookies.txt, or \'name=value; name=value\'' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l user-agent -d 'User-Agent to send [default: toolbox-fetch/VERSION]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -s x -l proxy -d 'Go through this proxy (http, https, socks5, socks5h, socks4 or socks4a)' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l no-proxy -d 'Go past the proxy for these hosts' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l resolve -d 'Take IP as the address of HOST' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l bind -d 'Local address to connect from; repeat to use several in turn' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l connect-timeout -d 'Give up on a connection attempt after this long [default: 10s]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l limit -l limit-rate -d 'Bytes per second, of everything together' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l limit-host -d 'Bytes per second, of all downloads from one host' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l limit-download -d 'Bytes per second, of each download' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l http -d 'Protocol version [default: 1.1, and 2 where a server has no other]' -r -f -a "1.1\t'HTTP/1.1'
2\t'HTTP/2, by ALPN over TLS and with prior knowledge without'"
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l limit-file -d 'Take the three limits from this file as well, and again whenever it changes: `5MB`, or lines of limit=5MB' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l cacert -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l cert -d 'Present this client certificate (PEM; may hold the key as well)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l key -d 'The private key of --cert (PEM)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l compare -d 'Where no hashes of pieces are known: read all of it from the source, and write what differs'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -s k -l insecure -d 'Accept any server certificate'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from repair" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from clean" -l older-than -d 'Unfinished downloads are left over when nobody went on with them for this long [default: 30 days]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from clean" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from clean" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from clean" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from clean" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from clean" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from clean" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from clean" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from clean" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from clean" -l remove -d 'Remove what was found'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from clean" -l recursive -d 'Look into the folders below as well'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from clean" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from clean" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from clean" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from clean" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from clean" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from clean" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from clean" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from help" -f -a "get" -d 'Download a URL: what `fetch URL` does too'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from help" -f -a "info" -d 'Tell what a URL leads to, without downloading it'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from help" -f -a "verify" -d 'Tell whether a file is what was promised, and which parts are not'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from help" -f -a "repair" -d 'Fetch the bad parts of a file again, and nothing else'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from help" -f -a "clean" -d 'List what downloads left behind, and remove it'
complete -c toolbox -n "__fish_toolbox_using_subcommand fetch; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -s c -l clients -l concurrency -d 'How many clients [default: 10]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l ramp-rate -d 'Clients to start each second [default: 5]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l ramp-jitter -d 'Start each client later by up to this much [default: 200ms]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l arrivals -d 'How clients come within the rate' -r -f -a "constant\t'At equal distances'
poisson\t'By chance, as strangers do: a Poisson process'"
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -s d -l duration -d 'End after so long; 0 goes on until a signal' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l profile -d 'Values for clients, rate, jitter and timeout that go together' -r -f -a "default\t'50 clients, 5 a second, 100 ms, 15 s'
stress\t'200 clients, 20 a second, 50 ms, 10 s'
gentle\t'20 clients, 1 a second, 500 ms, 30 s, the first rendition'
burst\t'100 clients, 50 a second, 10 ms, 5 s, no reconnecting'
extreme\t'500 clients, 50 a second, 20 ms, 5 s'"
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l engine -d 'What a client is' -r -f -a "ffmpeg\t'A process of ffmpeg'
native\t'A player in this process'
both\t'Players, and some processes that see the same: what both fetched is compared'"
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l ffmpeg-share -d 'With --engine both: the share of clients that are processes' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l seed -d 'Repeat the same random choices; told at the start otherwise' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l variant -d 'Which renditions a client plays [default: all; first with --engine both]' -r -f -a "all\t'A process every one at once; players are spread over them'
highest\t'That of the highest bit rate'
lowest\t'That of the lowest bit rate'
first\t'The first picture and the first sound'"
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l resolve -d 'Connect to this address whatever the name says (needs --dangerous)' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -s H -l header -d 'Header to send with every request, \'Name: value\'; repeat for more' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l user-agent -d 'User-Agent to send' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l timeout -d 'Give up on a server that says nothing for so long [default: 15s]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l ffmpeg -d 'The program; ffprobe is looked for beside it' -r -f -a "(__fish_complete_command)"
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l reconnect -d 'Have ffmpeg connect again after errors [default: true]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l reconnect-delay -d 'Longest pause between such attempts, seconds' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l seg-retry -d 'Attempts at a segment, where this ffmpeg has a word for it' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l probe-failure-policy -d 'What to do where the renditions cannot be told apart' -r -f -a "fallback\t'Take the first'
fail\t'Start nothing'"
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l target-duration -d 'Length of segments; twice as long without progress is a stall' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l max-restarts -d 'Start a client anew at most so often; 0 is without end' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l stats -d 'Have ffmpeg tell its progress: bytes, speed, stalls' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l stats-loglevel -d 'How much ffmpeg logs, for what is counted' -r -f -a "info\t'What it opens, and what goes wrong: all that is counted'
verbose\t'Connections as well'
debug\t'All it knows'"
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l segment-sizes -d 'Ask the server once for the size of each segment, to count bytes' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l abr -d 'How a player chooses among renditions: fixed, the one of --variant; hlsjs, by the measured speed; trace:FILE, the same on a line that is as wide as the file says (lines `SECONDS RATE`, as in `10 800k`)' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l low-latency -d 'Play streams of low latency by their parts' -r -f -a "auto\t'Where the playlist has parts and the server can block'
off\t'Never: whole segments alone'"
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l connections -d 'Whose connections are' -r -f -a "per-client\t'Each player has its own, as viewers do'
pooled\t'Those of a thread share theirs, as a proxy before them would'"
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l http -d 'The version of HTTP' -r -f -a "1\t'HTTP/1.1'
2\t'HTTP/2: over TLS, or without it where the server knows'"
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l threads -d 'Threads that players run on; 0 is one for each processor' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l buffer -d 'Media a player keeps ahead of what it shows' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l source-ips -d 'Send from these addresses of this machine in turn' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l url -d 'Watch this stream too, with its weight: URL*3; repeat for more' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l session -d 'How long a viewer stays: 5m, exp(10m), uniform(1m,5m)' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l cmcd -d 'Tell servers of each session (CTA-5004), for their logs' -r -f -a "off\t'Not at all'
header\t'In header fields'
query\t'In the query'"
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l step -d 'With --find-limit: how long each audience watches once it has come' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l slo -d 'End with exit code 3 unless these limits hold; their names stand below' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l metrics-port -d 'Serve metrics on this port of every interface [default: 9090]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l log-level -d 'How much is logged' -r -f -a "error\t'Errors'
warn\t'Warnings as well'
info\t'What happens to clients'
debug\t'Each line of ffmpeg'"
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l tui -d 'Show a live display where there is a terminal' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l cacert -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l cert -d 'Present this client certificate (PEM; may hold the key as well)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l key -d 'The private key of --cert (PEM)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l stats-buffer -d 'See [`LEFT`]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l stats-drop-threshold -d 'See [`LEFT`]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l origin-metrics -d 'See [`LEFT`]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l nginx-metrics -d 'See [`LEFT`]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l origin-metrics-host -d 'See [`LEFT`]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l origin-metrics-interval -d 'See [`LEFT`]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l origin-metrics-window -d 'See [`LEFT`]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l origin-metrics-node-port -d 'See [`LEFT`]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l origin-metrics-nginx-port -d 'See [`LEFT`]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l segment-sizes-url -d 'See [`LEFT`]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l segment-sizes-interval -d 'See [`LEFT`]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l segment-sizes-jitter -d 'See [`LEFT`]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l segment-cache-window -d 'See [`LEFT`]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l dangerous -d 'Allow what turns the check of certificates off: --resolve'
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l no-cache -d 'Ask caches for nothing'
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l restart-on-stall -d 'Start a client anew that has stalled'
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l ffmpeg-debug -d 'Have ffmpeg log all it knows'
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l find-limit -d 'Find the largest audience for which --slo holds'
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l compat-metrics -d 'Serve the names of later versions as well'
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l prom-client-metrics -d 'Serve speed and drift of each client, for audiences below 200'
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l print-cmd -d 'Print the command of a client and end'
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l check -d 'One client for ten seconds; fails where it got nothing'
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l skip-preflight -d 'Start although the machine may not carry so many'
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -s k -l insecure -d 'Accept any server certificate'
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand swarm" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l targets -d 'Read targets from this file, one or more a line, # begins a comment; - is standard input (also -iL)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l exclude -d 'Never scan these; with commas, or repeated' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l exclude-file -d 'Never scan what stands in this file' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l confirm-public -d 'Scan a large public range without the question that a terminal is asked: the number of its addresses, as proof that it is meant' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -s p -l ports -d 'Ports: 22,80,443 or 1-1000 or - for all, T:80,U:53, names; default: the hundred that tell most' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l top-ports -d 'The N ports that tell most, by our own list' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l services -d 'Names of ports, and which tell most, from a file in the format of nmap-services' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l exclude-ports -d 'Leave these ports out' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l by -d 'With -sn: look for hosts by these alone, of arp, ndp (neighbours), echo (ICMP) and tcp [default: all that this process may]' -r -f -a "arp\t'Neighbours of IPv4, by ARP'
ndp\t'Neighbours of IPv6, by neighbour discovery'
echo\t'An echo of ICMP'
tcp\t'Ports of TCP'"
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -s s -l scan -d 'How: S (SYN, by raw sockets), T (TCP connect), U (UDP), n (hosts alone), V (ask open ports what lives there); several letters, or repeated: -sT -sV [default: S where this process may, else T; and U where -p names ports of it]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -s T -l timing -d 'From 0, a probe in five minutes, to 5, as fast as it goes; see below [default: 3]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l rate -l max-rate -d 'Probes a second, in all; 0 is without a limit [default: by -T, 1000; without one on this machine itself]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -s c -l concurrency -l max-inflight -d 'Probes under way at once, in all [default: by -T, 512]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l timeout -d 'Wait at most so long for an answer [default: by -T and the round trips]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l host-timeout -d 'Give a host at most so long, with what is asked of its services' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l retries -l max-retries -d 'Probe silent ports again so often, whatever was lost [default: by --miss]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l miss -d 'The probability that an open port may be missed for lost packets' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l source -l source-ip -d 'Send from this address, one of this machine\'s' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l seed -d 'Repeat the same order of ports' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l version-intensity -l intensity -d 'How many of the probes are tried on ports that tell nothing: 0, none, to 9, all' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l probes -d 'More probes and patterns, in the format of nmap-service-probes' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l recog -d 'More fingerprints, in the XML of Recog; a file or a folder of them' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l p0f -d 'With -O: signatures of systems, in the format of p0f 3' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l save -d 'Keep the result in this file, as JSON, for show and diff (also -oJ)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l grep -d 'Write a line for each port found, HOST:PORT:STATE:SERVICE:VERSION; - is standard output (also -oG)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l xml -d 'Write XML as nmap does; - is standard output (also -oX)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l resume -d 'Keep what is decided in this file while it goes on, and go on from it' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -s 4 -l ipv4 -d 'Names: addresses of IPv4 alone'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -s 6 -l ipv6 -d 'Names: addresses of IPv6 alone'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l all-addresses -d 'Names: every address instead of the first'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -s F -l fast -d 'The fifty ports that tell most'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -s O -l os -d 'Guess the system of each host from what its services say and how its packets look'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l snmp-public -d 'Ask SNMP with the community `public`'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l open -d 'Show open ports alone'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l reason -d 'Show why each port is what it is, and who said so'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l dry-run -d 'Say what would be sent, how long that takes, and send nothing'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -a "discover" -d 'Find out which hosts of a network are there'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -a "show" -d 'Show a saved scan again, in any form'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -a "replay" -d 'Judge the evidence of a saved scan again, by newer rules; no packet is sent'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -a "diff" -d 'Tell what changed between two saved scans'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -a "watch" -d 'Watch hosts, and tell which ports are not as a policy wants them'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -a "selftest" -d 'Tell what this machine and this user can tell apart, and how to see more'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -l targets -d 'Read targets from this file, one or more a line, # begins a comment; - is standard input (also -iL)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -l exclude -d 'Never scan these; with commas, or repeated' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -l exclude-file -d 'Never scan what stands in this file' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -l confirm-public -d 'Scan a large public range without the question that a terminal is asked: the number of its addresses, as proof that it is meant' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -l by -d 'Ask by these alone, of arp, ndp (neighbours), echo (ICMP) and tcp [default: all that this process may]' -r -f -a "arp\t'Neighbours of IPv4, by ARP'
ndp\t'Neighbours of IPv6, by neighbour discovery'
echo\t'An echo of ICMP'
tcp\t'Ports of TCP'"
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -s p -l ports -d 'Ask at these ports of TCP [default: 443,80,22,445]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -s T -l timing -d 'From 0, a probe in five minutes, to 5, as fast as it goes; see below [default: 3]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -l rate -l max-rate -d 'Probes a second, in all; 0 is without a limit [default: by -T, 1000; without one on this machine itself]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -s c -l concurrency -l max-inflight -d 'Probes under way at once, in all [default: by -T, 512]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -l timeout -d 'Wait at most so long for an answer [default: by -T and the round trips]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -l host-timeout -d 'Give a host at most so long, with what is asked of its services' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -l retries -l max-retries -d 'Probe silent ports again so often, whatever was lost [default: by --miss]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -l miss -d 'The probability that an open port may be missed for lost packets' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -l source -l source-ip -d 'Send from this address, one of this machine\'s' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -l seed -d 'Repeat the same order of ports' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -s 4 -l ipv4 -d 'Names: addresses of IPv4 alone'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -s 6 -l ipv6 -d 'Names: addresses of IPv6 alone'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -l all-addresses -d 'Names: every address instead of the first'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from discover" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from show" -l grep -d 'Write a line for each port, HOST:PORT:STATE:SERVICE:VERSION; - is standard output' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from show" -l xml -d 'Write XML as nmap does; - is standard output' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from show" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from show" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from show" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from show" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from show" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from show" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from show" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from show" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from show" -l open -d 'Show open ports alone'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from show" -l reason -d 'Show why each port is what it is, and who said so'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from show" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from show" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from show" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from show" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from replay" -l probes -d 'More probes and patterns, in the format of nmap-service-probes' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from replay" -l recog -d 'More fingerprints, in the XML of Recog; a file or a folder of them' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from replay" -l p0f -d 'Signatures of systems, in the format of p0f 3' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from replay" -l save -d 'Keep the result in this file, as JSON' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from replay" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from replay" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from replay" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from replay" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from replay" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from replay" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from replay" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from replay" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from replay" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from replay" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from replay" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from replay" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from replay" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from replay" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from replay" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from diff" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from diff" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from diff" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from diff" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from diff" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from diff" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from diff" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from diff" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from diff" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from diff" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from diff" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from diff" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from diff" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from diff" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from watch" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from watch" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from watch" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from watch" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from watch" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from watch" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from watch" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from watch" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from watch" -l once -d 'One round, its confirmations included, and an end: 3 where something is not as expected'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from watch" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from watch" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from watch" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from watch" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from watch" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from watch" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from watch" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from selftest" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from selftest" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from selftest" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from selftest" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from selftest" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from selftest" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from selftest" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from selftest" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from selftest" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from selftest" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from selftest" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from selftest" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from selftest" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from selftest" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from selftest" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from help" -f -a "discover" -d 'Find out which hosts of a network are there'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a saved scan again, in any form'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from help" -f -a "replay" -d 'Judge the evidence of a saved scan again, by newer rules; no packet is sent'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from help" -f -a "diff" -d 'Tell what changed between two saved scans'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from help" -f -a "watch" -d 'Watch hosts, and tell which ports are not as a policy wants them'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from help" -f -a "selftest" -d 'Tell what this machine and this user can tell apart, and how to see more'
complete -c toolbox -n "__fish_toolbox_using_subcommand scan; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "add" -d 'Add books: files, or folders of files'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "import" -d 'Add every book below folders, and remember the folders'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "scan" -d 'Look for changes in the folders that were imported'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "list" -d 'List books'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "search" -d 'Find books by words'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "info" -d 'Tell all about a book'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "save-progress" -d 'Save where you are in a book'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "where" -d 'Tell where you are in a book, or were'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "resume" -d 'List the books that you are in'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "complete" -d 'Mark a book as finished'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "restart" -d 'Begin a book again, as another time'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "history" -d 'Tell what happened to your place in a book'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "undo" -d 'Take back the last jump'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "play" -d 'Play a book from where you are, through mpv'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "bookmark" -d 'Set, list and remove bookmarks'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "edit" -d 'Change what is known of a book'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "cover" -d 'Give a book another picture, or take out its own'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "chapters" -d 'Show the chapters of a book, or set them'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "tag" -d 'Add, remove and list tags'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "shelf" -d 'Put books on lists: want to listen, and others'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "stats" -d 'Tell how much you listened'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "remove" -d 'Take a book out of the library'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "export" -d 'Write everything that was told to a file'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "restore" -d 'Take in what export wrote'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "sync" -d 'Share places with your other devices'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "doctor" -d 'Check a library, or make it anew'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "slugs" -d 'Slugs for completions'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from add" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from add" -l profile -d 'Whose place: several people may use one library' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from add" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from add" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from add" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from add" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from add" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from add" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from add" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from add" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from add" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from add" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from add" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from add" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from add" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from import" -l organize -d 'Where each book goes, as folders; alone, it shows the plan' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from import" -l settle -d 'How long new files must stay as they are, with --watch' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from import" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from import" -l profile -d 'Whose place: several people may use one library' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from import" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from import" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from import" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from import" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from import" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from import" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from import" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from import" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from import" -l dry-run -d 'Tell what would be done, and do nothing'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from import" -l copy -d 'Copy files there'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from import" -l move -d 'Move files there'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from import" -l link -d 'Give files a second name there, which takes no room'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from import" -l watch -d 'Stay, and import what is added'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from import" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from import" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from import" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from import" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from import" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from import" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from scan" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from scan" -l profile -d 'Whose place: several people may use one library' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from scan" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from scan" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from scan" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from scan" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from scan" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from scan" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from scan" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from scan" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from scan" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from scan" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from scan" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from scan" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from scan" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from scan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from scan" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from list" -l status -d 'Only these' -r -f -a "new\t'Not begun'
started\t'Begun and not finished'
finished\t'Finished'
missing\t'Whose files are gone'
forked\t'With several places to choose from'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from list" -l author -d 'Only with these words in the author\'s name' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from list" -l narrator -d 'Only with these words in the narrator\'s name' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from list" -l series -d 'Only with these words in the name of the series' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from list" -l tag -d 'Only with this tag' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from list" -l list -d 'Only on this list' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from list" -l sort -d 'In which order' -r -f -a "title\t'By title, articles aside'
author\t'By author, series and part'
added\t'The newest in the library first'
recent\t'The last listened to first'
duration\t'The longest first'
progress\t'The nearest to its end first'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from list" -l limit -d 'How many at most; 0 for all' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from list" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from list" -l profile -d 'Whose place: several people may use one library' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from list" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from list" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from list" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from list" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from list" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from list" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from list" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from list" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from list" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from list" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from list" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from list" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from search" -l limit -d 'How many at most' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from search" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from search" -l profile -d 'Whose place: several people may use one library' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from search" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from search" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from search" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from search" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from search" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from search" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from search" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from search" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from search" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from search" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from search" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from search" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from search" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from search" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from search" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from info" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from info" -l profile -d 'Whose place: several people may use one library' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from info" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from info" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from info" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from info" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from info" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from info" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from info" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from info" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from info" -l chapters -d 'Its chapters as well'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from info" -l files -d 'Its files as well'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from info" -l why -d 'Where each value comes from, and why the files are in their order'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from info" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from info" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from info" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from info" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from info" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from info" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from info" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from save-progress" -l speed -d 'How fast you listen to this book, from 0.25 to 8' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from save-progress" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from save-progress" -l profile -d 'Whose place: several people may use one library' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from save-progress" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from save-progress" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from save-progress" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from save-progress" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from save-progress" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from save-progress" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from save-progress" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from save-progress" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from save-progress" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from save-progress" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from save-progress" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from save-progress" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from save-progress" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from save-progress" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from save-progress" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from where" -l at -d 'Where it was then: yesterday, \'yesterday 22:40\', \'2h ago\', 2026-11-03' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from where" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from where" -l profile -d 'Whose place: several people may use one library' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from where" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from where" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from where" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from where" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from where" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from where" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from where" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from where" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from where" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from where" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from where" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from where" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from where" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from where" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from where" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from resume" -l limit -d 'How many at most; 0 for all' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from resume" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from resume" -l profile -d 'Whose place: several people may use one library' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from resume" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from resume" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from resume" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from resume" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from resume" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from resume" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from resume" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from resume" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from resume" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from resume" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from resume" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from resume" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from resume" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from resume" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from resume" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from complete" -l on -d 'The day it was finished on' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from complete" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from complete" -l profile -d 'Whose place: several people may use one library' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from complete" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from complete" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from complete" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from complete" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from complete" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from complete" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from complete" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from complete" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from complete" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from complete" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from complete" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from complete" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from complete" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from complete" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from complete" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restart" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restart" -l profile -d 'Whose place: several people may use one library' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restart" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restart" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restart" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restart" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restart" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restart" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restart" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restart" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restart" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restart" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restart" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restart" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restart" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restart" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restart" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from history" -l limit -d 'How many at most, the last ones; 0 for all' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from history" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from history" -l profile -d 'Whose place: several people may use one library' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from history" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from history" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from history" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from history" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from history" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from history" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from history" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from history" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from history" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from history" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from history" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from history" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from history" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from history" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from history" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from undo" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from undo" -l profile -d 'Whose place: several people may use one library' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from undo" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from undo" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from undo" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from undo" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from undo" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from undo" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from undo" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from undo" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from undo" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from undo" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from undo" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from undo" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from undo" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from undo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from undo" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from play" -l from -d 'From where [default: where you are]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from play" -l speed -d 'How fast, from 0.25 to 8 [default: as fast as this book last time]' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from play" -l sleep -d 'Stop after this long, or at the end of the chapter' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from play" -l ao -d 'mpv\'s sound output, such as null, alsa, pulse' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from play" -l mpv -d 'The program' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from play" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from play" -l profile -d 'Whose place: several people may use one library' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from play" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from play" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from play" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from play" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from play" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from play" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from play" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from play" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from play" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from play" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from play" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from play" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from play" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from play" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from play" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from bookmark" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from bookmark" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from bookmark" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from bookmark" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from bookmark" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from bookmark" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from bookmark" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from bookmark" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from bookmark" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from bookmark" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from bookmark" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from bookmark" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from bookmark" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from bookmark" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from bookmark" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from bookmark" -f -a "add" -d 'Set a bookmark'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from bookmark" -f -a "list" -d 'List the bookmarks of a book'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from bookmark" -f -a "rm" -d 'Remove a bookmark'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from bookmark" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from edit" -l lock -d 'Keep the value of this field as it is' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from edit" -l unlock -d 'Take the value that files say' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from edit" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from edit" -l profile -d 'Whose place: several people may use one library' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from edit" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from edit" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from edit" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from edit" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from edit" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from edit" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from edit" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from edit" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from edit" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from edit" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from edit" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from edit" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from edit" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from edit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from edit" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from cover" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from cover" -l profile -d 'Whose place: several people may use one library' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from cover" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from cover" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from cover" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from cover" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from cover" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from cover" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from cover" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from cover" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from cover" -l unset -d 'Take the picture of its files again'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from cover" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from cover" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from cover" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from cover" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from cover" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from cover" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from cover" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from chapters" -l set -d 'Take the chapters of this file: lines with POS and a title' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from chapters" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from chapters" -l profile -d 'Whose place: several people may use one library' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from chapters" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from chapters" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from chapters" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from chapters" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from chapters" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from chapters" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from chapters" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from chapters" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from chapters" -l unset -d 'Take the chapters of the files again'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from chapters" -l clear -d 'Say that it has no chapters'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from chapters" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from chapters" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from chapters" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from chapters" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from chapters" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from chapters" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from chapters" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from tag" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from tag" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from tag" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from tag" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from tag" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from tag" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from tag" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from tag" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from tag" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from tag" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from tag" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from tag" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from tag" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from tag" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from tag" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from tag" -f -a "add" -d 'Add tags to a book'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from tag" -f -a "rm" -d 'Take tags off a book'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from tag" -f -a "list" -d 'List all tags'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from tag" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from shelf" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from shelf" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from shelf" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from shelf" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from shelf" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from shelf" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from shelf" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from shelf" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from shelf" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from shelf" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from shelf" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from shelf" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from shelf" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from shelf" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from shelf" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from shelf" -f -a "add" -d 'Put books on a list, behind those that are there'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from shelf" -f -a "rm" -d 'Take books off a list'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from shelf" -f -a "show" -d 'Show a list in its order'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from shelf" -f -a "list" -d 'List all lists'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from shelf" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from stats" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from stats" -l profile -d 'Whose place: several people may use one library' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from stats" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from stats" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from stats" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from stats" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from stats" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from stats" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from stats" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from stats" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from stats" -l week -d 'The last seven days'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from stats" -l month -d 'The last thirty days'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from stats" -l year -d 'The last twelve months'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from stats" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from stats" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from stats" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from stats" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from stats" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from stats" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from stats" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from remove" -l folder -d 'Take out a folder that was imported, with its books' -r -f -a "(__fish_complete_directories)"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from remove" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from remove" -l profile -d 'Whose place: several people may use one library' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from remove" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from remove" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from remove" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from remove" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from remove" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from remove" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from remove" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from remove" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from remove" -l delete-files -d 'Delete its audio files, too'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from remove" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from remove" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from remove" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from remove" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from remove" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from export" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from export" -l profile -d 'Whose place: several people may use one library' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from export" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from export" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from export" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from export" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from export" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from export" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from export" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from export" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from export" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from export" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from export" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from export" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from export" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restore" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restore" -l profile -d 'Whose place: several people may use one library' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restore" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restore" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restore" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restore" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restore" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restore" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restore" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restore" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restore" -l merge -d 'Add it to what is here: what happens anyway'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restore" -l replace -d 'Let what is here give way'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restore" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restore" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restore" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restore" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restore" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restore" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restore" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from sync" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from sync" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from sync" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from sync" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from sync" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from sync" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from sync" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from sync" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from sync" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from sync" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from sync" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from sync" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from sync" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from sync" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from sync" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from sync" -f -a "add" -d 'Meet other devices in a folder or a bucket, and do so at once'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from sync" -f -a "rm" -d 'Leave a place; what is in it stays'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from sync" -f -a "now" -d 'Tell and learn what is new'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from sync" -f -a "status" -d 'Tell where devices meet, and how far each is known'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from sync" -f -a "resolve" -d 'Choose one of several places in a book'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from sync" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from doctor" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from doctor" -l profile -d 'Whose place: several people may use one library' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from doctor" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from doctor" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from doctor" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from doctor" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from doctor" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from doctor" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from doctor" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from doctor" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from doctor" -l rebuild -d 'Make the library anew; the old file is kept beside it'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from doctor" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from doctor" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from doctor" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from doctor" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from doctor" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from doctor" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from slugs" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from slugs" -l profile -d 'Whose place: several people may use one library' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from slugs" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from slugs" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from slugs" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from slugs" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from slugs" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from slugs" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from slugs" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from slugs" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from slugs" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from slugs" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from slugs" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from slugs" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from slugs" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from slugs" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from slugs" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from help" -f -a "add" -d 'Add books: files, or folders of files'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from help" -f -a "import" -d 'Add every book below folders, and remember the folders'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from help" -f -a "scan" -d 'Look for changes in the folders that were imported'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from help" -f -a "list" -d 'List books'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from help" -f -a "search" -d 'Find books by words'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from help" -f -a "info" -d 'Tell all about a book'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from help" -f -a "save-progress" -d 'Save where you are in a book'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from help" -f -a "where" -d 'Tell where you are in a book, or were'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from help" -f -a "resume" -d 'List the books that you are in'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from help" -f -a "complete" -d 'Mark a book as finished'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from help" -f -a "restart" -d 'Begin a book again, as another time'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from help" -f -a "history" -d 'Tell what happened to your place in a book'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from help" -f -a "undo" -d 'Take back the last jump'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from help" -f -a "play" -d 'Play a book from where you are, through mpv'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from help" -f -a "bookmark" -d 'Set, list and remove bookmarks'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from help" -f -a "edit" -d 'Change what is known of a book'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from help" -f -a "cover" -d 'Give a book another picture, or take out its own'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from help" -f -a "chapters" -d 'Show the chapters of a book, or set them'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from help" -f -a "tag" -d 'Add, remove and list tags'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from help" -f -a "shelf" -d 'Put books on lists: want to listen, and others'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from help" -f -a "stats" -d 'Tell how much you listened'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from help" -f -a "remove" -d 'Take a book out of the library'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from help" -f -a "export" -d 'Write everything that was told to a file'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from help" -f -a "restore" -d 'Take in what export wrote'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from help" -f -a "sync" -d 'Share places with your other devices'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from help" -f -a "doctor" -d 'Check a library, or make it anew'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from help" -f -a "slugs" -d 'Slugs for completions'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c toolbox -n "__fish_toolbox_using_subcommand completions" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand completions" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand completions" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand completions" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand completions" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand completions" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand completions" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand completions" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand completions" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand completions" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand completions" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand completions" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand completions" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand completions" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand man" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand man" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand man" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand man" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand man" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand man" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand man" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand man" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand man" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand man" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand man" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand man" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand man" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand man" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand demo" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand demo" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand demo" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand demo" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand demo" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand demo" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand demo" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand demo" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand demo" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand demo" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand demo" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand demo" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand demo" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand demo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand demo" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -l listen -d 'Listen here: a port, :port for every interface, or address:port; port 0 takes a free one' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -l unix-socket -d 'Listen on a unix socket instead' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -l threads -d 'Threads that serve' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -l dir -d 'Serve the files below DIR under /static/' -r -f -a "(__fish_complete_directories)"
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -l cert -d 'The server\'s certificate chain (PEM)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -l key -d 'The server\'s private key (PEM)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -l write-certs -d 'Write ca.pem and client.pem into DIR, for --cacert and --cert of a client' -r -f -a "(__fish_complete_directories)"
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -l capacity -d 'Serve this many requests a second, one after another; the others wait in line' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -l latency -d 'Added latency, 5ms, or over time, 5ms,30s:50ms' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -l jitter -d 'Share of the latency that is random, the mean unchanged' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -l error-rate -d 'Share of requests that are answered with an error' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -l error-status -d 'The status of these' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -l stall -d 'Answer nothing for LENGTH, beginning AFTER the start: 10s:2s; may be repeated' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -l seed -d 'Repeat the same random choices' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -l config -d 'Read this configuration file and no other' -r -F
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -l tls -d 'Speak TLS, with a certificate made for localhost unless --cert is given'
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -l require-client-cert -d 'Let only clients in that show a certificate of the origin\'s own authority'
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -l json -d 'Short for --format json'
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -l no-progress -d 'Show no progress'
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -l no-color -d 'Short for --color never'
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c toolbox -n "__fish_toolbox_using_subcommand origin" -s V -l version -d 'Print version'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and not __fish_seen_subcommand_from load rip kv fetch swarm scan books completions man demo origin help" -f -a "load" -d 'Test how an HTTP server bears load'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and not __fish_seen_subcommand_from load rip kv fetch swarm scan books completions man demo origin help" -f -a "rip" -d 'Record an HLS or DASH stream to a file'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and not __fish_seen_subcommand_from load rip kv fetch swarm scan books completions man demo origin help" -f -a "kv" -d 'Keep keys and values in memory, as Redis does, faster and smaller'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and not __fish_seen_subcommand_from load rip kv fetch swarm scan books completions man demo origin help" -f -a "fetch" -d 'Download files over many connections: resumable, verified'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and not __fish_seen_subcommand_from load rip kv fetch swarm scan books completions man demo origin help" -f -a "swarm" -d 'An audience for HLS streams: what they see, and how many a server carries'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and not __fish_seen_subcommand_from load rip kv fetch swarm scan books completions man demo origin help" -f -a "scan" -d 'Scan hosts for open ports, and tell who decided each verdict'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and not __fish_seen_subcommand_from load rip kv fetch swarm scan books completions man demo origin help" -f -a "books" -d 'Keep audiobooks, and your place in them'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and not __fish_seen_subcommand_from load rip kv fetch swarm scan books completions man demo origin help" -f -a "completions" -d 'Print completions for a shell'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and not __fish_seen_subcommand_from load rip kv fetch swarm scan books completions man demo origin help" -f -a "man" -d 'Print a manual page, for `man -l -`'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and not __fish_seen_subcommand_from load rip kv fetch swarm scan books completions man demo origin help" -f -a "demo" -d 'Show every applet at its main job for a few seconds, against servers of its own'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and not __fish_seen_subcommand_from load rip kv fetch swarm scan books completions man demo origin help" -f -a "origin" -d 'Serve test traffic until a signal: files, ranges, delays, errors and faults on demand'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and not __fish_seen_subcommand_from load rip kv fetch swarm scan books completions man demo origin help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from load" -f -a "find" -d 'Find the highest rate that keeps an objective'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from load" -f -a "ab" -d 'Compare two servers, URLs or plans, in interleaved rounds'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from load" -f -a "compare" -d 'Compare the reports of two runs'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from load" -f -a "report" -d 'Show a saved report'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from kv" -f -a "serve" -d 'Serve Redis clients until a signal'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from kv" -f -a "cli" -d 'Send commands to a server of Redis\'s protocol'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from kv" -f -a "bench" -d 'Measure how fast a server answers, or which of two does'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from kv" -f -a "check" -d 'Check dumps and append-only logs'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from kv" -f -a "convert" -d 'Turn a dump into one of another version, or into JSON'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from fetch" -f -a "get" -d 'Download a URL: what `fetch URL` does too'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from fetch" -f -a "info" -d 'Tell what a URL leads to, without downloading it'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from fetch" -f -a "verify" -d 'Tell whether a file is what was promised, and which parts are not'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from fetch" -f -a "repair" -d 'Fetch the bad parts of a file again, and nothing else'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from fetch" -f -a "clean" -d 'List what downloads left behind, and remove it'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from scan" -f -a "discover" -d 'Find out which hosts of a network are there'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from scan" -f -a "show" -d 'Show a saved scan again, in any form'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from scan" -f -a "replay" -d 'Judge the evidence of a saved scan again, by newer rules; no packet is sent'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from scan" -f -a "diff" -d 'Tell what changed between two saved scans'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from scan" -f -a "watch" -d 'Watch hosts, and tell which ports are not as a policy wants them'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from scan" -f -a "selftest" -d 'Tell what this machine and this user can tell apart, and how to see more'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from books" -f -a "add" -d 'Add books: files, or folders of files'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from books" -f -a "import" -d 'Add every book below folders, and remember the folders'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from books" -f -a "scan" -d 'Look for changes in the folders that were imported'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from books" -f -a "list" -d 'List books'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from books" -f -a "search" -d 'Find books by words'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from books" -f -a "info" -d 'Tell all about a book'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from books" -f -a "save-progress" -d 'Save where you are in a book'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from books" -f -a "where" -d 'Tell where you are in a book, or were'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from books" -f -a "resume" -d 'List the books that you are in'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from books" -f -a "complete" -d 'Mark a book as finished'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from books" -f -a "restart" -d 'Begin a book again, as another time'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from books" -f -a "history" -d 'Tell what happened to your place in a book'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from books" -f -a "undo" -d 'Take back the last jump'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from books" -f -a "play" -d 'Play a book from where you are, through mpv'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from books" -f -a "bookmark" -d 'Set, list and remove bookmarks'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from books" -f -a "edit" -d 'Change what is known of a book'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from books" -f -a "cover" -d 'Give a book another picture, or take out its own'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from books" -f -a "chapters" -d 'Show the chapters of a book, or set them'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from books" -f -a "tag" -d 'Add, remove and list tags'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from books" -f -a "shelf" -d 'Put books on lists: want to listen, and others'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from books" -f -a "stats" -d 'Tell how much you listened'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from books" -f -a "remove" -d 'Take a book out of the library'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from books" -f -a "export" -d 'Write everything that was told to a file'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from books" -f -a "restore" -d 'Take in what export wrote'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from books" -f -a "sync" -d 'Share places with your other devices'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from books" -f -a "doctor" -d 'Check a library, or make it anew'
complete -c toolbox -n "__fish_toolbox_using_subcommand help; and __fish_seen_subcommand_from books" -f -a "slugs" -d 'Slugs for completions'
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from info" -f -a "(toolbox books slugs -- (commandline -ct) 2>/dev/null)"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from save-progress" -f -a "(toolbox books slugs -- (commandline -ct) 2>/dev/null)"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from where" -f -a "(toolbox books slugs -- (commandline -ct) 2>/dev/null)"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from complete" -f -a "(toolbox books slugs -- (commandline -ct) 2>/dev/null)"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from restart" -f -a "(toolbox books slugs -- (commandline -ct) 2>/dev/null)"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from history" -f -a "(toolbox books slugs -- (commandline -ct) 2>/dev/null)"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from undo" -f -a "(toolbox books slugs -- (commandline -ct) 2>/dev/null)"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from play" -f -a "(toolbox books slugs -- (commandline -ct) 2>/dev/null)"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from bookmark; and __fish_seen_subcommand_from add" -f -a "(toolbox books slugs -- (commandline -ct) 2>/dev/null)"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from bookmark; and __fish_seen_subcommand_from list" -f -a "(toolbox books slugs -- (commandline -ct) 2>/dev/null)"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from bookmark; and __fish_seen_subcommand_from rm" -f -a "(toolbox books slugs -- (commandline -ct) 2>/dev/null)"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from edit" -f -a "(toolbox books slugs -- (commandline -ct) 2>/dev/null)"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from cover" -f -a "(toolbox books slugs -- (commandline -ct) 2>/dev/null)"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from chapters" -f -a "(toolbox books slugs -- (commandline -ct) 2>/dev/null)"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from tag; and __fish_seen_subcommand_from add" -f -a "(toolbox books slugs -- (commandline -ct) 2>/dev/null)"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from tag; and __fish_seen_subcommand_from rm" -f -a "(toolbox books slugs -- (commandline -ct) 2>/dev/null)"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from shelf; and __fish_seen_subcommand_from add" -f -a "(toolbox books slugs -- (commandline -ct) 2>/dev/null)"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from shelf; and __fish_seen_subcommand_from rm" -f -a "(toolbox books slugs -- (commandline -ct) 2>/dev/null)"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from remove" -f -a "(toolbox books slugs -- (commandline -ct) 2>/dev/null)"
complete -c toolbox -n "__fish_toolbox_using_subcommand books; and __fish_seen_subcommand_from sync; and __fish_seen_subcommand_from resolve" -f -a "(toolbox books slugs -- (commandline -ct) 2>/dev/null)"
