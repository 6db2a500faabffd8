# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_load_global_optspecs
    string join \n url= n/requests= c/connections= d= z/duration= r/rate= arrivals= stages= warmup= threads= seed= m/method= H/header= b/body= F/form= u/user= cookies= user-agent= var= http= h2c p/streams= engine= no-keepalive t/timeout= connect-timeout= L/redirects= x/proxy= connect-to= resolve= unix= source= 4/ipv4 6/ipv6 k/insecure cacert= cert= key= threshold= check= server-metrics= live= html= hlog= raw= format= json o/output= v/verbose quiet no-progress color= no-color log-format= config= metrics= otlp= otlp-share= h/help V/version
end

function __fish_load_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_load_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_load_using_subcommand
    set -l cmd (__fish_load_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c load -n "__fish_load_needs_command" -l url -d 'The URL, as a flag; with a plan file, in place of the URL in it' -r -f
complete -c load -n "__fish_load_needs_command" -s n -l requests -d 'Stop after N requests (10000, 10k, 1m) [default: 100, unless a duration is given]' -r
complete -c load -n "__fish_load_needs_command" -s c -l connections -l concurrency -d 'Connections kept open, each with one request at a time (see --streams) [default: 10]' -r
complete -c load -n "__fish_load_needs_command" -s d -d 'A duration to run for (30s, 1m; a bare number is seconds); anything else is a body, as in curl and hey' -r
complete -c load -n "__fish_load_needs_command" -s z -l duration -d 'Run for this long' -r
complete -c load -n "__fish_load_needs_command" -s r -l rate -d 'Send at this rate, in total, whatever the server does (100, 100/s, 6000/m, 10k)' -r
complete -c load -n "__fish_load_needs_command" -l arrivals -d 'How the requests of --rate and --stages are spread [default: constant]' -r -f -a "constant\t'Evenly spaced'
poisson\t'As independent clients would: exponential gaps'"
complete -c load -n "__fish_load_needs_command" -l stages -d 'Rates to ramp to, each in a straight line: 10s:100,1m:1000 starts at 0 (0s:500 jumps)' -r
complete -c load -n "__fish_load_needs_command" -l warmup -d 'Run for this long first, without counting' -r
complete -c load -n "__fish_load_needs_command" -l threads -d 'Threads that send [default: one for each core, at most one for each connection]' -r
complete -c load -n "__fish_load_needs_command" -l seed -d 'Makes random values and Poisson arrivals repeatable' -r
complete -c load -n "__fish_load_needs_command" -s m -l method -d 'Method [default: GET, or POST with a body]' -r
complete -c load -n "__fish_load_needs_command" -s H -l header -d 'Header to send, \'Name: value\'; repeat for more' -r
complete -c load -n "__fish_load_needs_command" -s b -l body -d 'Body to send: text, @FILE, or @- for standard input' -r
complete -c load -n "__fish_load_needs_command" -s F -l form -d 'Form field, name=value or name=@FILE; repeat for more' -r
complete -c load -n "__fish_load_needs_command" -s u -l user -d 'Basic authentication, NAME:PASSWORD' -r
complete -c load -n "__fish_load_needs_command" -l cookies -d 'Cookies to send, \'name=value; name=value\'' -r
complete -c load -n "__fish_load_needs_command" -l user-agent -d 'User-Agent to send [default: toolbox-load/VERSION]' -r
complete -c load -n "__fish_load_needs_command" -l var -d 'Variable for templates, name=value; repeat for more' -r
complete -c load -n "__fish_load_needs_command" -l http -d 'Protocol version [default: 1.1]' -r -f -a "1.1\t'HTTP/1.1'
2\t'HTTP/2, by ALPN over TLS and with prior knowledge without'"
complete -c load -n "__fish_load_needs_command" -s p -l streams -d 'HTTP/2 streams at once on each connection [default: 1]' -r
complete -c load -n "__fish_load_needs_command" -l engine -d 'What drives HTTP/1.1: the raw engine where it can, or hyper [default: auto]' -r -f -a "auto\t'raw where it can serve the plan'
raw\t'Our own HTTP/1.1 loop'
hyper\t'hyper'"
complete -c load -n "__fish_load_needs_command" -s t -l timeout -d 'Give up on a request after this long [default: 30s]' -r
complete -c load -n "__fish_load_needs_command" -l connect-timeout -d 'Give up on a connection attempt after this long [default: 5s]' -r
complete -c load -n "__fish_load_needs_command" -s L -l redirects -d 'Follow up to N redirects [default: 0]' -r
complete -c load -n "__fish_load_needs_command" -s x -l proxy -d 'Go through this proxy (http://, https:// or socks5://)' -r
complete -c load -n "__fish_load_needs_command" -l connect-to -d 'Connect to HOST2:PORT2 when the URL says HOST1:PORT1; empty parts match anything' -r
complete -c load -n "__fish_load_needs_command" -l resolve -d 'Take IP as the address of HOST' -r
complete -c load -n "__fish_load_needs_command" -l unix -d 'Connect to this Unix socket' -r -F
complete -c load -n "__fish_load_needs_command" -l source -d 'Local addresses to connect from, used in turn' -r
complete -c load -n "__fish_load_needs_command" -l cacert -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c load -n "__fish_load_needs_command" -l cert -d 'Present this client certificate (PEM; may hold the key as well)' -r -F
complete -c load -n "__fish_load_needs_command" -l key -d 'The private key of --cert (PEM)' -r -F
complete -c load -n "__fish_load_needs_command" -l threshold -d 'What must hold, or the exit code is 3: \'p99<50ms\', \'err<0.1%\', \'rate>=1000\'; repeat for more' -r
complete -c load -n "__fish_load_needs_command" -l check -d 'What every reply must satisfy to count as good: \'status==200\', \'body~"ok"\', \'json $.id\', \'header etag\'' -r
complete -c load -n "__fish_load_needs_command" -l server-metrics -d 'Read Prometheus metrics of the server from URL every second, and name those that moved with the latency' -r
complete -c load -n "__fish_load_needs_command" -l live -d 'How progress is shown [default: line]' -r -f -a "line\t'One line'
tui\t'The full screen'
none\t'Nothing'"
complete -c load -n "__fish_load_needs_command" -l html -d 'Write a self-contained HTML report' -r -F
complete -c load -n "__fish_load_needs_command" -l hlog -d 'Write the latencies of every second as an `HdrHistogram` log' -r -F
complete -c load -n "__fish_load_needs_command" -l raw -d 'Write one CSV row for each request' -r -F
complete -c load -n "__fish_load_needs_command" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c load -n "__fish_load_needs_command" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c load -n "__fish_load_needs_command" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c load -n "__fish_load_needs_command" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c load -n "__fish_load_needs_command" -l config -d 'Read this configuration file and no other' -r -F
complete -c load -n "__fish_load_needs_command" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c load -n "__fish_load_needs_command" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c load -n "__fish_load_needs_command" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c load -n "__fish_load_needs_command" -l h2c -d 'HTTP/2 without TLS (prior knowledge); implies --http 2'
complete -c load -n "__fish_load_needs_command" -l no-keepalive -l disable-keepalive -d 'A new connection for every request'
complete -c load -n "__fish_load_needs_command" -s 4 -l ipv4 -d 'Use IPv4 only'
complete -c load -n "__fish_load_needs_command" -s 6 -l ipv6 -d 'Use IPv6 only'
complete -c load -n "__fish_load_needs_command" -s k -l insecure -d 'Accept any server certificate'
complete -c load -n "__fish_load_needs_command" -l json -d 'Short for --format json'
complete -c load -n "__fish_load_needs_command" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c load -n "__fish_load_needs_command" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c load -n "__fish_load_needs_command" -l no-progress -d 'Show no progress'
complete -c load -n "__fish_load_needs_command" -l no-color -d 'Short for --color never'
complete -c load -n "__fish_load_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c load -n "__fish_load_needs_command" -s V -l version -d 'Print version'
complete -c load -n "__fish_load_needs_command" -a "find" -d 'Find the highest rate that keeps an objective'
complete -c load -n "__fish_load_needs_command" -a "ab" -d 'Compare two servers, URLs or plans, in interleaved rounds'
complete -c load -n "__fish_load_needs_command" -a "compare" -d 'Compare the reports of two runs'
complete -c load -n "__fish_load_needs_command" -a "report" -d 'Show a saved report'
complete -c load -n "__fish_load_needs_command" -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c load -n "__fish_load_using_subcommand find" -l slo -d 'What must hold: \'p99<50ms,err<0.1%\'; repeat for more [default: the thresholds of the plan file]' -r
complete -c load -n "__fish_load_using_subcommand find" -l from -d 'The rate to start with [default: half of what a closed loop gets through]' -r
complete -c load -n "__fish_load_using_subcommand find" -l min-rate -d 'Give up when this rate does not hold' -r
complete -c load -n "__fish_load_using_subcommand find" -l max-rate -d 'Never go beyond this rate' -r
complete -c load -n "__fish_load_using_subcommand find" -l precision -d 'How closely to bracket the answer' -r
complete -c load -n "__fish_load_using_subcommand find" -l step -d 'How long a rate is tried' -r
complete -c load -n "__fish_load_using_subcommand find" -l max-step -d 'How long a rate is tried while it is open whether it holds' -r
complete -c load -n "__fish_load_using_subcommand find" -l max-time -d 'How long the whole search may take' -r
complete -c load -n "__fish_load_using_subcommand find" -s c -l connections -l concurrency -d 'Connections kept open, each with one request at a time (see --streams) [default: 64]' -r
complete -c load -n "__fish_load_using_subcommand find" -l arrivals -d 'How requests are spread [default: constant]' -r -f -a "constant\t'Evenly spaced'
poisson\t'As independent clients would: exponential gaps'"
complete -c load -n "__fish_load_using_subcommand find" -l threads -d 'Threads that send [default: one for each core, at most one for each connection]' -r
complete -c load -n "__fish_load_using_subcommand find" -l seed -d 'Repeats the order of the last steps, random values and Poisson arrivals' -r
complete -c load -n "__fish_load_using_subcommand find" -s m -l method -d 'Method [default: GET, or POST with a body]' -r
complete -c load -n "__fish_load_using_subcommand find" -s H -l header -d 'Header to send, \'Name: value\'; repeat for more' -r
complete -c load -n "__fish_load_using_subcommand find" -s b -l body -d 'Body to send: text, @FILE, or @- for standard input' -r
complete -c load -n "__fish_load_using_subcommand find" -s F -l form -d 'Form field, name=value or name=@FILE; repeat for more' -r
complete -c load -n "__fish_load_using_subcommand find" -s u -l user -d 'Basic authentication, NAME:PASSWORD' -r
complete -c load -n "__fish_load_using_subcommand find" -l cookies -d 'Cookies to send, \'name=value; name=value\'' -r
complete -c load -n "__fish_load_using_subcommand find" -l user-agent -d 'User-Agent to send [default: toolbox-load/VERSION]' -r
complete -c load -n "__fish_load_using_subcommand find" -l var -d 'Variable for templates, name=value; repeat for more' -r
complete -c load -n "__fish_load_using_subcommand find" -l http -d 'Protocol version [default: 1.1]' -r -f -a "1.1\t'HTTP/1.1'
2\t'HTTP/2, by ALPN over TLS and with prior knowledge without'"
complete -c load -n "__fish_load_using_subcommand find" -s p -l streams -d 'HTTP/2 streams at once on each connection [default: 1]' -r
complete -c load -n "__fish_load_using_subcommand find" -l engine -d 'What drives HTTP/1.1: the raw engine where it can, or hyper [default: auto]' -r -f -a "auto\t'raw where it can serve the plan'
raw\t'Our own HTTP/1.1 loop'
hyper\t'hyper'"
complete -c load -n "__fish_load_using_subcommand find" -s t -l timeout -d 'Give up on a request after this long [default: 30s]' -r
complete -c load -n "__fish_load_using_subcommand find" -l connect-timeout -d 'Give up on a connection attempt after this long [default: 5s]' -r
complete -c load -n "__fish_load_using_subcommand find" -s L -l redirects -d 'Follow up to N redirects [default: 0]' -r
complete -c load -n "__fish_load_using_subcommand find" -s x -l proxy -d 'Go through this proxy (http://, https:// or socks5://)' -r
complete -c load -n "__fish_load_using_subcommand find" -l connect-to -d 'Connect to HOST2:PORT2 when the URL says HOST1:PORT1; empty parts match anything' -r
complete -c load -n "__fish_load_using_subcommand find" -l resolve -d 'Take IP as the address of HOST' -r
complete -c load -n "__fish_load_using_subcommand find" -l unix -d 'Connect to this Unix socket' -r -F
complete -c load -n "__fish_load_using_subcommand find" -l source -d 'Local addresses to connect from, used in turn' -r
complete -c load -n "__fish_load_using_subcommand find" -l cacert -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c load -n "__fish_load_using_subcommand find" -l cert -d 'Present this client certificate (PEM; may hold the key as well)' -r -F
complete -c load -n "__fish_load_using_subcommand find" -l key -d 'The private key of --cert (PEM)' -r -F
complete -c load -n "__fish_load_using_subcommand find" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c load -n "__fish_load_using_subcommand find" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c load -n "__fish_load_using_subcommand find" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c load -n "__fish_load_using_subcommand find" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c load -n "__fish_load_using_subcommand find" -l config -d 'Read this configuration file and no other' -r -F
complete -c load -n "__fish_load_using_subcommand find" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c load -n "__fish_load_using_subcommand find" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c load -n "__fish_load_using_subcommand find" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c load -n "__fish_load_using_subcommand find" -l h2c -d 'HTTP/2 without TLS (prior knowledge); implies --http 2'
complete -c load -n "__fish_load_using_subcommand find" -l no-keepalive -l disable-keepalive -d 'A new connection for every request'
complete -c load -n "__fish_load_using_subcommand find" -s 4 -l ipv4 -d 'Use IPv4 only'
complete -c load -n "__fish_load_using_subcommand find" -s 6 -l ipv6 -d 'Use IPv6 only'
complete -c load -n "__fish_load_using_subcommand find" -s k -l insecure -d 'Accept any server certificate'
complete -c load -n "__fish_load_using_subcommand find" -l json -d 'Short for --format json'
complete -c load -n "__fish_load_using_subcommand find" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c load -n "__fish_load_using_subcommand find" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c load -n "__fish_load_using_subcommand find" -l no-progress -d 'Show no progress'
complete -c load -n "__fish_load_using_subcommand find" -l no-color -d 'Short for --color never'
complete -c load -n "__fish_load_using_subcommand find" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c load -n "__fish_load_using_subcommand ab" -l rounds -d 'Rounds, each of which plays both sides' -r
complete -c load -n "__fish_load_using_subcommand ab" -l round -d 'How long each side is measured in a round' -r
complete -c load -n "__fish_load_using_subcommand ab" -l margin -d 'Difference that does not matter' -r
complete -c load -n "__fish_load_using_subcommand ab" -s c -l connections -l concurrency -d 'Connections kept open, each with one request at a time (see --streams) [default: 10]' -r
complete -c load -n "__fish_load_using_subcommand ab" -s r -l rate -d 'Send at this rate, whatever the servers do [default: as fast as they answer]' -r
complete -c load -n "__fish_load_using_subcommand ab" -l arrivals -d 'How the requests of --rate are spread [default: constant]' -r -f -a "constant\t'Evenly spaced'
poisson\t'As independent clients would: exponential gaps'"
complete -c load -n "__fish_load_using_subcommand ab" -l threads -d 'Threads that send [default: one for each core, at most one for each connection]' -r
complete -c load -n "__fish_load_using_subcommand ab" -l seed -d 'Repeats which side goes first, random values and Poisson arrivals' -r
complete -c load -n "__fish_load_using_subcommand ab" -l b-http -d 'Protocol version of B' -r -f -a "1.1\t'HTTP/1.1'
2\t'HTTP/2, by ALPN over TLS and with prior knowledge without'"
complete -c load -n "__fish_load_using_subcommand ab" -l b-streams -d 'HTTP/2 streams at once on each connection of B' -r
complete -c load -n "__fish_load_using_subcommand ab" -l b-connections -d 'Connections of B' -r
complete -c load -n "__fish_load_using_subcommand ab" -l b-engine -d 'What drives HTTP/1.1 on B' -r -f -a "auto\t'raw where it can serve the plan'
raw\t'Our own HTTP/1.1 loop'
hyper\t'hyper'"
complete -c load -n "__fish_load_using_subcommand ab" -l b-header -d 'Header for B, beside those for both; repeat for more' -r
complete -c load -n "__fish_load_using_subcommand ab" -s m -l method -d 'Method [default: GET, or POST with a body]' -r
complete -c load -n "__fish_load_using_subcommand ab" -s H -l header -d 'Header to send, \'Name: value\'; repeat for more' -r
complete -c load -n "__fish_load_using_subcommand ab" -s b -l body -d 'Body to send: text, @FILE, or @- for standard input' -r
complete -c load -n "__fish_load_using_subcommand ab" -s F -l form -d 'Form field, name=value or name=@FILE; repeat for more' -r
complete -c load -n "__fish_load_using_subcommand ab" -s u -l user -d 'Basic authentication, NAME:PASSWORD' -r
complete -c load -n "__fish_load_using_subcommand ab" -l cookies -d 'Cookies to send, \'name=value; name=value\'' -r
complete -c load -n "__fish_load_using_subcommand ab" -l user-agent -d 'User-Agent to send [default: toolbox-load/VERSION]' -r
complete -c load -n "__fish_load_using_subcommand ab" -l var -d 'Variable for templates, name=value; repeat for more' -r
complete -c load -n "__fish_load_using_subcommand ab" -l http -d 'Protocol version [default: 1.1]' -r -f -a "1.1\t'HTTP/1.1'
2\t'HTTP/2, by ALPN over TLS and with prior knowledge without'"
complete -c load -n "__fish_load_using_subcommand ab" -s p -l streams -d 'HTTP/2 streams at once on each connection [default: 1]' -r
complete -c load -n "__fish_load_using_subcommand ab" -l engine -d 'What drives HTTP/1.1: the raw engine where it can, or hyper [default: auto]' -r -f -a "auto\t'raw where it can serve the plan'
raw\t'Our own HTTP/1.1 loop'
hyper\t'hyper'"
complete -c load -n "__fish_load_using_subcommand ab" -s t -l timeout -d 'Give up on a request after this long [default: 30s]' -r
complete -c load -n "__fish_load_using_subcommand ab" -l connect-timeout -d 'Give up on a connection attempt after this long [default: 5s]' -r
complete -c load -n "__fish_load_using_subcommand ab" -s L -l redirects -d 'Follow up to N redirects [default: 0]' -r
complete -c load -n "__fish_load_using_subcommand ab" -s x -l proxy -d 'Go through this proxy (http://, https:// or socks5://)' -r
complete -c load -n "__fish_load_using_subcommand ab" -l connect-to -d 'Connect to HOST2:PORT2 when the URL says HOST1:PORT1; empty parts match anything' -r
complete -c load -n "__fish_load_using_subcommand ab" -l resolve -d 'Take IP as the address of HOST' -r
complete -c load -n "__fish_load_using_subcommand ab" -l unix -d 'Connect to this Unix socket' -r -F
complete -c load -n "__fish_load_using_subcommand ab" -l source -d 'Local addresses to connect from, used in turn' -r
complete -c load -n "__fish_load_using_subcommand ab" -l cacert -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c load -n "__fish_load_using_subcommand ab" -l cert -d 'Present this client certificate (PEM; may hold the key as well)' -r -F
complete -c load -n "__fish_load_using_subcommand ab" -l key -d 'The private key of --cert (PEM)' -r -F
complete -c load -n "__fish_load_using_subcommand ab" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c load -n "__fish_load_using_subcommand ab" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c load -n "__fish_load_using_subcommand ab" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c load -n "__fish_load_using_subcommand ab" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c load -n "__fish_load_using_subcommand ab" -l config -d 'Read this configuration file and no other' -r -F
complete -c load -n "__fish_load_using_subcommand ab" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c load -n "__fish_load_using_subcommand ab" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c load -n "__fish_load_using_subcommand ab" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c load -n "__fish_load_using_subcommand ab" -l b-h2c -d 'HTTP/2 without TLS for B'
complete -c load -n "__fish_load_using_subcommand ab" -l b-no-keepalive -d 'A new connection for every request to B'
complete -c load -n "__fish_load_using_subcommand ab" -l h2c -d 'HTTP/2 without TLS (prior knowledge); implies --http 2'
complete -c load -n "__fish_load_using_subcommand ab" -l no-keepalive -l disable-keepalive -d 'A new connection for every request'
complete -c load -n "__fish_load_using_subcommand ab" -s 4 -l ipv4 -d 'Use IPv4 only'
complete -c load -n "__fish_load_using_subcommand ab" -s 6 -l ipv6 -d 'Use IPv6 only'
complete -c load -n "__fish_load_using_subcommand ab" -s k -l insecure -d 'Accept any server certificate'
complete -c load -n "__fish_load_using_subcommand ab" -l json -d 'Short for --format json'
complete -c load -n "__fish_load_using_subcommand ab" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c load -n "__fish_load_using_subcommand ab" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c load -n "__fish_load_using_subcommand ab" -l no-progress -d 'Show no progress'
complete -c load -n "__fish_load_using_subcommand ab" -l no-color -d 'Short for --color never'
complete -c load -n "__fish_load_using_subcommand ab" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c load -n "__fish_load_using_subcommand compare" -l margin -d 'Difference that does not matter' -r
complete -c load -n "__fish_load_using_subcommand compare" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c load -n "__fish_load_using_subcommand compare" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c load -n "__fish_load_using_subcommand compare" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c load -n "__fish_load_using_subcommand compare" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c load -n "__fish_load_using_subcommand compare" -l config -d 'Read this configuration file and no other' -r -F
complete -c load -n "__fish_load_using_subcommand compare" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c load -n "__fish_load_using_subcommand compare" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c load -n "__fish_load_using_subcommand compare" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c load -n "__fish_load_using_subcommand compare" -l json -d 'Short for --format json'
complete -c load -n "__fish_load_using_subcommand compare" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c load -n "__fish_load_using_subcommand compare" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c load -n "__fish_load_using_subcommand compare" -l no-progress -d 'Show no progress'
complete -c load -n "__fish_load_using_subcommand compare" -l no-color -d 'Short for --color never'
complete -c load -n "__fish_load_using_subcommand compare" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c load -n "__fish_load_using_subcommand report" -l html -d 'Write a self-contained HTML page instead' -r -F
complete -c load -n "__fish_load_using_subcommand report" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c load -n "__fish_load_using_subcommand report" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c load -n "__fish_load_using_subcommand report" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c load -n "__fish_load_using_subcommand report" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c load -n "__fish_load_using_subcommand report" -l config -d 'Read this configuration file and no other' -r -F
complete -c load -n "__fish_load_using_subcommand report" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c load -n "__fish_load_using_subcommand report" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c load -n "__fish_load_using_subcommand report" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c load -n "__fish_load_using_subcommand report" -l json -d 'Short for --format json'
complete -c load -n "__fish_load_using_subcommand report" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c load -n "__fish_load_using_subcommand report" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c load -n "__fish_load_using_subcommand report" -l no-progress -d 'Show no progress'
complete -c load -n "__fish_load_using_subcommand report" -l no-color -d 'Short for --color never'
complete -c load -n "__fish_load_using_subcommand report" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c load -n "__fish_load_using_subcommand help; and not __fish_seen_subcommand_from find ab compare report help" -f -a "find" -d 'Find the highest rate that keeps an objective'
complete -c load -n "__fish_load_using_subcommand help; and not __fish_seen_subcommand_from find ab compare report help" -f -a "ab" -d 'Compare two servers, URLs or plans, in interleaved rounds'
complete -c load -n "__fish_load_using_subcommand help; and not __fish_seen_subcommand_from find ab compare report help" -f -a "compare" -d 'Compare the reports of two runs'
complete -c load -n "__fish_load_using_subcommand help; and not __fish_seen_subcommand_from find ab compare report help" -f -a "report" -d 'Show a saved report'
complete -c load -n "__fish_load_using_subcommand help; and not __fish_seen_subcommand_from find ab compare report help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
