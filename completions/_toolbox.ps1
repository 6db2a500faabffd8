
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'toolbox' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'toolbox'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'toolbox' {
            [CompletionResult]::new('--install', '--install', [CompletionResultType]::ParameterName, 'Link every applet in DIR, so that it can be called by its own name')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--list', '--list', [CompletionResultType]::ParameterName, 'List the applets')
            [CompletionResult]::new('--hard', '--hard', [CompletionResultType]::ParameterName, 'With --install: make hard links')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('load', 'load', [CompletionResultType]::ParameterValue, 'Test how an HTTP server bears load')
            [CompletionResult]::new('rip', 'rip', [CompletionResultType]::ParameterValue, 'Record an HLS or DASH stream to a file')
            [CompletionResult]::new('kv', 'kv', [CompletionResultType]::ParameterValue, 'Keep keys and values in memory, as Redis does, faster and smaller')
            [CompletionResult]::new('fetch', 'fetch', [CompletionResultType]::ParameterValue, 'Download files over many connections: resumable, verified')
            [CompletionResult]::new('swarm', 'swarm', [CompletionResultType]::ParameterValue, 'An audience for HLS streams: what they see, and how many a server carries')
            [CompletionResult]::new('scan', 'scan', [CompletionResultType]::ParameterValue, 'Scan hosts for open ports, and tell who decided each verdict')
            [CompletionResult]::new('books', 'books', [CompletionResultType]::ParameterValue, 'Keep audiobooks, and your place in them')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print completions for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print a manual page, for `man -l -`')
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'Show every applet at its main job for a few seconds, against servers of its own')
            [CompletionResult]::new('origin', 'origin', [CompletionResultType]::ParameterValue, 'Serve test traffic until a signal: files, ranges, delays, errors and faults on demand')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'toolbox;load' {
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The URL, as a flag; with a plan file, in place of the URL in it')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Stop after N requests (10000, 10k, 1m) [default: 100, unless a duration is given]')
            [CompletionResult]::new('--requests', '--requests', [CompletionResultType]::ParameterName, 'Stop after N requests (10000, 10k, 1m) [default: 100, unless a duration is given]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Connections kept open, each with one request at a time (see --streams) [default: 10]')
            [CompletionResult]::new('--connections', '--connections', [CompletionResultType]::ParameterName, 'Connections kept open, each with one request at a time (see --streams) [default: 10]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Connections kept open, each with one request at a time (see --streams) [default: 10]')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'A duration to run for (30s, 1m; a bare number is seconds); anything else is a body, as in curl and hey')
            [CompletionResult]::new('-z', '-z', [CompletionResultType]::ParameterName, 'Run for this long')
            [CompletionResult]::new('--duration', '--duration', [CompletionResultType]::ParameterName, 'Run for this long')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Send at this rate, in total, whatever the server does (100, 100/s, 6000/m, 10k)')
            [CompletionResult]::new('--rate', '--rate', [CompletionResultType]::ParameterName, 'Send at this rate, in total, whatever the server does (100, 100/s, 6000/m, 10k)')
            [CompletionResult]::new('--arrivals', '--arrivals', [CompletionResultType]::ParameterName, 'How the requests of --rate and --stages are spread [default: constant]')
            [CompletionResult]::new('--stages', '--stages', [CompletionResultType]::ParameterName, 'Rates to ramp to, each in a straight line: 10s:100,1m:1000 starts at 0 (0s:500 jumps)')
            [CompletionResult]::new('--warmup', '--warmup', [CompletionResultType]::ParameterName, 'Run for this long first, without counting')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads that send [default: one for each core, at most one for each connection]')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Makes random values and Poisson arrivals repeatable')
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'Method [default: GET, or POST with a body]')
            [CompletionResult]::new('--method', '--method', [CompletionResultType]::ParameterName, 'Method [default: GET, or POST with a body]')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Header to send, ''Name: value''; repeat for more')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Header to send, ''Name: value''; repeat for more')
            [CompletionResult]::new('-b', '-b', [CompletionResultType]::ParameterName, 'Body to send: text, @FILE, or @- for standard input')
            [CompletionResult]::new('--body', '--body', [CompletionResultType]::ParameterName, 'Body to send: text, @FILE, or @- for standard input')
            [CompletionResult]::new('-F', '-F ', [CompletionResultType]::ParameterName, 'Form field, name=value or name=@FILE; repeat for more')
            [CompletionResult]::new('--form', '--form', [CompletionResultType]::ParameterName, 'Form field, name=value or name=@FILE; repeat for more')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Basic authentication, NAME:PASSWORD')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Basic authentication, NAME:PASSWORD')
            [CompletionResult]::new('--cookies', '--cookies', [CompletionResultType]::ParameterName, 'Cookies to send, ''name=value; name=value''')
            [CompletionResult]::new('--user-agent', '--user-agent', [CompletionResultType]::ParameterName, 'User-Agent to send [default: toolbox-load/VERSION]')
            [CompletionResult]::new('--var', '--var', [CompletionResultType]::ParameterName, 'Variable for templates, name=value; repeat for more')
            [CompletionResult]::new('--http', '--http', [CompletionResultType]::ParameterName, 'Protocol version [default: 1.1]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'HTTP/2 streams at once on each connection [default: 1]')
            [CompletionResult]::new('--streams', '--streams', [CompletionResultType]::ParameterName, 'HTTP/2 streams at once on each connection [default: 1]')
            [CompletionResult]::new('--engine', '--engine', [CompletionResultType]::ParameterName, 'What drives HTTP/1.1: the raw engine where it can, or hyper [default: auto]')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Give up on a request after this long [default: 30s]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on a request after this long [default: 30s]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give up on a connection attempt after this long [default: 5s]')
            [CompletionResult]::new('-L', '-L ', [CompletionResultType]::ParameterName, 'Follow up to N redirects [default: 0]')
            [CompletionResult]::new('--redirects', '--redirects', [CompletionResultType]::ParameterName, 'Follow up to N redirects [default: 0]')
            [CompletionResult]::new('-x', '-x', [CompletionResultType]::ParameterName, 'Go through this proxy (http://, https:// or socks5://)')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy (http://, https:// or socks5://)')
            [CompletionResult]::new('--connect-to', '--connect-to', [CompletionResultType]::ParameterName, 'Connect to HOST2:PORT2 when the URL says HOST1:PORT1; empty parts match anything')
            [CompletionResult]::new('--resolve', '--resolve', [CompletionResultType]::ParameterName, 'Take IP as the address of HOST')
            [CompletionResult]::new('--unix', '--unix', [CompletionResultType]::ParameterName, 'Connect to this Unix socket')
            [CompletionResult]::new('--source', '--source', [CompletionResultType]::ParameterName, 'Local addresses to connect from, used in turn')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file instead of the system''s')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'Present this client certificate (PEM; may hold the key as well)')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The private key of --cert (PEM)')
            [CompletionResult]::new('--threshold', '--threshold', [CompletionResultType]::ParameterName, 'What must hold, or the exit code is 3: ''p99<50ms'', ''err<0.1%'', ''rate>=1000''; repeat for more')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'What every reply must satisfy to count as good: ''status==200'', ''body~"ok"'', ''json $.id'', ''header etag''')
            [CompletionResult]::new('--server-metrics', '--server-metrics', [CompletionResultType]::ParameterName, 'Read Prometheus metrics of the server from URL every second, and name those that moved with the latency')
            [CompletionResult]::new('--live', '--live', [CompletionResultType]::ParameterName, 'How progress is shown [default: line]')
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write a self-contained HTML report')
            [CompletionResult]::new('--hlog', '--hlog', [CompletionResultType]::ParameterName, 'Write the latencies of every second as an `HdrHistogram` log')
            [CompletionResult]::new('--raw', '--raw', [CompletionResultType]::ParameterName, 'Write one CSV row for each request')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--h2c', '--h2c', [CompletionResultType]::ParameterName, 'HTTP/2 without TLS (prior knowledge); implies --http 2')
            [CompletionResult]::new('--no-keepalive', '--no-keepalive', [CompletionResultType]::ParameterName, 'A new connection for every request')
            [CompletionResult]::new('--disable-keepalive', '--disable-keepalive', [CompletionResultType]::ParameterName, 'A new connection for every request')
            [CompletionResult]::new('-4', '-4', [CompletionResultType]::ParameterName, 'Use IPv4 only')
            [CompletionResult]::new('--ipv4', '--ipv4', [CompletionResultType]::ParameterName, 'Use IPv4 only')
            [CompletionResult]::new('-6', '-6', [CompletionResultType]::ParameterName, 'Use IPv6 only')
            [CompletionResult]::new('--ipv6', '--ipv6', [CompletionResultType]::ParameterName, 'Use IPv6 only')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Accept any server certificate')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Accept any server certificate')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('find', 'find', [CompletionResultType]::ParameterValue, 'Find the highest rate that keeps an objective')
            [CompletionResult]::new('ab', 'ab', [CompletionResultType]::ParameterValue, 'Compare two servers, URLs or plans, in interleaved rounds')
            [CompletionResult]::new('compare', 'compare', [CompletionResultType]::ParameterValue, 'Compare the reports of two runs')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Show a saved report')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'toolbox;load;find' {
            [CompletionResult]::new('--slo', '--slo', [CompletionResultType]::ParameterName, 'What must hold: ''p99<50ms,err<0.1%''; repeat for more [default: the thresholds of the plan file]')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'The rate to start with [default: half of what a closed loop gets through]')
            [CompletionResult]::new('--min-rate', '--min-rate', [CompletionResultType]::ParameterName, 'Give up when this rate does not hold')
            [CompletionResult]::new('--max-rate', '--max-rate', [CompletionResultType]::ParameterName, 'Never go beyond this rate')
            [CompletionResult]::new('--precision', '--precision', [CompletionResultType]::ParameterName, 'How closely to bracket the answer')
            [CompletionResult]::new('--step', '--step', [CompletionResultType]::ParameterName, 'How long a rate is tried')
            [CompletionResult]::new('--max-step', '--max-step', [CompletionResultType]::ParameterName, 'How long a rate is tried while it is open whether it holds')
            [CompletionResult]::new('--max-time', '--max-time', [CompletionResultType]::ParameterName, 'How long the whole search may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Connections kept open, each with one request at a time (see --streams) [default: 64]')
            [CompletionResult]::new('--connections', '--connections', [CompletionResultType]::ParameterName, 'Connections kept open, each with one request at a time (see --streams) [default: 64]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Connections kept open, each with one request at a time (see --streams) [default: 64]')
            [CompletionResult]::new('--arrivals', '--arrivals', [CompletionResultType]::ParameterName, 'How requests are spread [default: constant]')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads that send [default: one for each core, at most one for each connection]')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Repeats the order of the last steps, random values and Poisson arrivals')
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'Method [default: GET, or POST with a body]')
            [CompletionResult]::new('--method', '--method', [CompletionResultType]::ParameterName, 'Method [default: GET, or POST with a body]')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Header to send, ''Name: value''; repeat for more')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Header to send, ''Name: value''; repeat for more')
            [CompletionResult]::new('-b', '-b', [CompletionResultType]::ParameterName, 'Body to send: text, @FILE, or @- for standard input')
            [CompletionResult]::new('--body', '--body', [CompletionResultType]::ParameterName, 'Body to send: text, @FILE, or @- for standard input')
            [CompletionResult]::new('-F', '-F ', [CompletionResultType]::ParameterName, 'Form field, name=value or name=@FILE; repeat for more')
            [CompletionResult]::new('--form', '--form', [CompletionResultType]::ParameterName, 'Form field, name=value or name=@FILE; repeat for more')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Basic authentication, NAME:PASSWORD')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Basic authentication, NAME:PASSWORD')
            [CompletionResult]::new('--cookies', '--cookies', [CompletionResultType]::ParameterName, 'Cookies to send, ''name=value; name=value''')
            [CompletionResult]::new('--user-agent', '--user-agent', [CompletionResultType]::ParameterName, 'User-Agent to send [default: toolbox-load/VERSION]')
            [CompletionResult]::new('--var', '--var', [CompletionResultType]::ParameterName, 'Variable for templates, name=value; repeat for more')
            [CompletionResult]::new('--http', '--http', [CompletionResultType]::ParameterName, 'Protocol version [default: 1.1]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'HTTP/2 streams at once on each connection [default: 1]')
            [CompletionResult]::new('--streams', '--streams', [CompletionResultType]::ParameterName, 'HTTP/2 streams at once on each connection [default: 1]')
            [CompletionResult]::new('--engine', '--engine', [CompletionResultType]::ParameterName, 'What drives HTTP/1.1: the raw engine where it can, or hyper [default: auto]')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Give up on a request after this long [default: 30s]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on a request after this long [default: 30s]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give up on a connection attempt after this long [default: 5s]')
            [CompletionResult]::new('-L', '-L ', [CompletionResultType]::ParameterName, 'Follow up to N redirects [default: 0]')
            [CompletionResult]::new('--redirects', '--redirects', [CompletionResultType]::ParameterName, 'Follow up to N redirects [default: 0]')
            [CompletionResult]::new('-x', '-x', [CompletionResultType]::ParameterName, 'Go through this proxy (http://, https:// or socks5://)')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy (http://, https:// or socks5://)')
            [CompletionResult]::new('--connect-to', '--connect-to', [CompletionResultType]::ParameterName, 'Connect to HOST2:PORT2 when the URL says HOST1:PORT1; empty parts match anything')
            [CompletionResult]::new('--resolve', '--resolve', [CompletionResultType]::ParameterName, 'Take IP as the address of HOST')
            [CompletionResult]::new('--unix', '--unix', [CompletionResultType]::ParameterName, 'Connect to this Unix socket')
            [CompletionResult]::new('--source', '--source', [CompletionResultType]::ParameterName, 'Local addresses to connect from, used in turn')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file instead of the system''s')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'Present this client certificate (PEM; may hold the key as well)')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The private key of --cert (PEM)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--h2c', '--h2c', [CompletionResultType]::ParameterName, 'HTTP/2 without TLS (prior knowledge); implies --http 2')
            [CompletionResult]::new('--no-keepalive', '--no-keepalive', [CompletionResultType]::ParameterName, 'A new connection for every request')
            [CompletionResult]::new('--disable-keepalive', '--disable-keepalive', [CompletionResultType]::ParameterName, 'A new connection for every request')
            [CompletionResult]::new('-4', '-4', [CompletionResultType]::ParameterName, 'Use IPv4 only')
            [CompletionResult]::new('--ipv4', '--ipv4', [CompletionResultType]::ParameterName, 'Use IPv4 only')
            [CompletionResult]::new('-6', '-6', [CompletionResultType]::ParameterName, 'Use IPv6 only')
            [CompletionResult]::new('--ipv6', '--ipv6', [CompletionResultType]::ParameterName, 'Use IPv6 only')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Accept any server certificate')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Accept any server certificate')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;load;ab' {
            [CompletionResult]::new('--rounds', '--rounds', [CompletionResultType]::ParameterName, 'Rounds, each of which plays both sides')
            [CompletionResult]::new('--round', '--round', [CompletionResultType]::ParameterName, 'How long each side is measured in a round')
            [CompletionResult]::new('--margin', '--margin', [CompletionResultType]::ParameterName, 'Difference that does not matter')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Connections kept open, each with one request at a time (see --streams) [default: 10]')
            [CompletionResult]::new('--connections', '--connections', [CompletionResultType]::ParameterName, 'Connections kept open, each with one request at a time (see --streams) [default: 10]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Connections kept open, each with one request at a time (see --streams) [default: 10]')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Send at this rate, whatever the servers do [default: as fast as they answer]')
            [CompletionResult]::new('--rate', '--rate', [CompletionResultType]::ParameterName, 'Send at this rate, whatever the servers do [default: as fast as they answer]')
            [CompletionResult]::new('--arrivals', '--arrivals', [CompletionResultType]::ParameterName, 'How the requests of --rate are spread [default: constant]')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads that send [default: one for each core, at most one for each connection]')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Repeats which side goes first, random values and Poisson arrivals')
            [CompletionResult]::new('--b-http', '--b-http', [CompletionResultType]::ParameterName, 'Protocol version of B')
            [CompletionResult]::new('--b-streams', '--b-streams', [CompletionResultType]::ParameterName, 'HTTP/2 streams at once on each connection of B')
            [CompletionResult]::new('--b-connections', '--b-connections', [CompletionResultType]::ParameterName, 'Connections of B')
            [CompletionResult]::new('--b-engine', '--b-engine', [CompletionResultType]::ParameterName, 'What drives HTTP/1.1 on B')
            [CompletionResult]::new('--b-header', '--b-header', [CompletionResultType]::ParameterName, 'Header for B, beside those for both; repeat for more')
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'Method [default: GET, or POST with a body]')
            [CompletionResult]::new('--method', '--method', [CompletionResultType]::ParameterName, 'Method [default: GET, or POST with a body]')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Header to send, ''Name: value''; repeat for more')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Header to send, ''Name: value''; repeat for more')
            [CompletionResult]::new('-b', '-b', [CompletionResultType]::ParameterName, 'Body to send: text, @FILE, or @- for standard input')
            [CompletionResult]::new('--body', '--body', [CompletionResultType]::ParameterName, 'Body to send: text, @FILE, or @- for standard input')
            [CompletionResult]::new('-F', '-F ', [CompletionResultType]::ParameterName, 'Form field, name=value or name=@FILE; repeat for more')
            [CompletionResult]::new('--form', '--form', [CompletionResultType]::ParameterName, 'Form field, name=value or name=@FILE; repeat for more')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Basic authentication, NAME:PASSWORD')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Basic authentication, NAME:PASSWORD')
            [CompletionResult]::new('--cookies', '--cookies', [CompletionResultType]::ParameterName, 'Cookies to send, ''name=value; name=value''')
            [CompletionResult]::new('--user-agent', '--user-agent', [CompletionResultType]::ParameterName, 'User-Agent to send [default: toolbox-load/VERSION]')
            [CompletionResult]::new('--var', '--var', [CompletionResultType]::ParameterName, 'Variable for templates, name=value; repeat for more')
            [CompletionResult]::new('--http', '--http', [CompletionResultType]::ParameterName, 'Protocol version [default: 1.1]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'HTTP/2 streams at once on each connection [default: 1]')
            [CompletionResult]::new('--streams', '--streams', [CompletionResultType]::ParameterName, 'HTTP/2 streams at once on each connection [default: 1]')
            [CompletionResult]::new('--engine', '--engine', [CompletionResultType]::ParameterName, 'What drives HTTP/1.1: the raw engine where it can, or hyper [default: auto]')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Give up on a request after this long [default: 30s]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on a request after this long [default: 30s]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give up on a connection attempt after this long [default: 5s]')
            [CompletionResult]::new('-L', '-L ', [CompletionResultType]::ParameterName, 'Follow up to N redirects [default: 0]')
            [CompletionResult]::new('--redirects', '--redirects', [CompletionResultType]::ParameterName, 'Follow up to N redirects [default: 0]')
            [CompletionResult]::new('-x', '-x', [CompletionResultType]::ParameterName, 'Go through this proxy (http://, https:// or socks5://)')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy (http://, https:// or socks5://)')
            [CompletionResult]::new('--connect-to', '--connect-to', [CompletionResultType]::ParameterName, 'Connect to HOST2:PORT2 when the URL says HOST1:PORT1; empty parts match anything')
            [CompletionResult]::new('--resolve', '--resolve', [CompletionResultType]::ParameterName, 'Take IP as the address of HOST')
            [CompletionResult]::new('--unix', '--unix', [CompletionResultType]::ParameterName, 'Connect to this Unix socket')
            [CompletionResult]::new('--source', '--source', [CompletionResultType]::ParameterName, 'Local addresses to connect from, used in turn')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file instead of the system''s')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'Present this client certificate (PEM; may hold the key as well)')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The private key of --cert (PEM)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--b-h2c', '--b-h2c', [CompletionResultType]::ParameterName, 'HTTP/2 without TLS for B')
            [CompletionResult]::new('--b-no-keepalive', '--b-no-keepalive', [CompletionResultType]::ParameterName, 'A new connection for every request to B')
            [CompletionResult]::new('--h2c', '--h2c', [CompletionResultType]::ParameterName, 'HTTP/2 without TLS (prior knowledge); implies --http 2')
            [CompletionResult]::new('--no-keepalive', '--no-keepalive', [CompletionResultType]::ParameterName, 'A new connection for every request')
            [CompletionResult]::new('--disable-keepalive', '--disable-keepalive', [CompletionResultType]::ParameterName, 'A new connection for every request')
            [CompletionResult]::new('-4', '-4', [CompletionResultType]::ParameterName, 'Use IPv4 only')
            [CompletionResult]::new('--ipv4', '--ipv4', [CompletionResultType]::ParameterName, 'Use IPv4 only')
            [CompletionResult]::new('-6', '-6', [CompletionResultType]::ParameterName, 'Use IPv6 only')
            [CompletionResult]::new('--ipv6', '--ipv6', [CompletionResultType]::ParameterName, 'Use IPv6 only')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Accept any server certificate')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Accept any server certificate')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;load;compare' {
            [CompletionResult]::new('--margin', '--margin', [CompletionResultType]::ParameterName, 'Difference that does not matter')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;load;report' {
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write a self-contained HTML page instead')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;load;help' {
            [CompletionResult]::new('find', 'find', [CompletionResultType]::ParameterValue, 'Find the highest rate that keeps an objective')
            [CompletionResult]::new('ab', 'ab', [CompletionResultType]::ParameterValue, 'Compare two servers, URLs or plans, in interleaved rounds')
            [CompletionResult]::new('compare', 'compare', [CompletionResultType]::ParameterValue, 'Compare the reports of two runs')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Show a saved report')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'toolbox;load;help;find' {
            break
        }
        'toolbox;load;help;ab' {
            break
        }
        'toolbox;load;help;compare' {
            break
        }
        'toolbox;load;help;report' {
            break
        }
        'toolbox;load;help;help' {
            break
        }
        'toolbox;rip' {
            [CompletionResult]::new('--pick', '--pick', [CompletionResultType]::ParameterName, 'Take the one of this number in the list of --find [default: the first that can be recorded]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'best, worst, 1080p, <=720p, bw<=3M; several limits with commas; auto is the best that the connection carries')
            [CompletionResult]::new('--quality', '--quality', [CompletionResultType]::ParameterName, 'best, worst, 1080p, <=720p, bw<=3M; several limits with commas; auto is the best that the connection carries')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Tracks by what they are, such as ''v=<=720p,codec=avc1/worst a=en+fr s=all''; see below')
            [CompletionResult]::new('--select', '--select', [CompletionResultType]::ParameterName, 'Tracks by what they are, such as ''v=<=720p,codec=avc1/worst a=en+fr s=all''; see below')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Begin so long behind the beginning; of a live stream, so long before its newest segment [default: its oldest]; with - in front, so long before the end')
            [CompletionResult]::new('--duration', '--duration', [CompletionResultType]::ParameterName, 'Record so much of the stream, in whole segments')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Record what begins before this time, by the clock of the stream or else ours: 22:00, 2026-11-27T22:00Z (UTC, unless a zone is given: 22:00+01:00)')
            [CompletionResult]::new('--container', '--container', [CompletionResultType]::ParameterName, 'What FILE is: by its name, ts (segments as they come), mp4, m4a (sound alone), fmp4 (fragments as they come)')
            [CompletionResult]::new('--remux', '--remux', [CompletionResultType]::ParameterName, 'Who makes FILE where it is not the segments as they come: native, or ffmpeg, which knows more formats')
            [CompletionResult]::new('--subs', '--subs', [CompletionResultType]::ParameterName, 'Record subtitles as well: languages or names with commas, or all; into files beside FILE')
            [CompletionResult]::new('--sub-format', '--sub-format', [CompletionResultType]::ParameterName, 'What files of subtitles are')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Segments fetched at once')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Segments fetched at once')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Segments fetched at once')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Segments fetched at once')
            [CompletionResult]::new('--per-host', '--per-host', [CompletionResultType]::ParameterName, 'Requests at once for each server (host and port), over all tracks, for segments and what opens them [default: as many as -c]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Try a segment again so often; live ones as long as they are in the playlist')
            [CompletionResult]::new('--retry-status', '--retry-status', [CompletionResultType]::ParameterName, 'Take these statuses for passing ones, besides 408, 425, 429 and 5xx')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on a server that says nothing for so long, or under 128 bytes a second, and try again')
            [CompletionResult]::new('--stall', '--stall', [CompletionResultType]::ParameterName, 'Give up on a server that says nothing for so long, or under 128 bytes a second, and try again')
            [CompletionResult]::new('--patience', '--patience', [CompletionResultType]::ParameterName, 'Take a live stream for over when nothing new has come for so long')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Bytes per second, of everything together')
            [CompletionResult]::new('--limit-rate', '--limit-rate', [CompletionResultType]::ParameterName, 'Bytes per second, of everything together')
            [CompletionResult]::new('--refresh-cmd', '--refresh-cmd', [CompletionResultType]::ParameterName, 'Print a new link with this command when a server refuses (401, 403, 410), and go on with that; the URL is in `TOOLBOX_RIP_URL`')
            [CompletionResult]::new('--refresh', '--refresh', [CompletionResultType]::ParameterName, 'Print a new link with this command when a server refuses (401, 403, 410), and go on with that; the URL is in `TOOLBOX_RIP_URL`')
            [CompletionResult]::new('--decrypt-key', '--decrypt-key', [CompletionResultType]::ParameterName, 'A key, 32 hexadecimal digits: for everything in the stream, or with KID: in front for what that names; repeat for more')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'What references in a playlist from a file or from standard input are relative to; without it a file may name files beside it and below')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Header to send with every request, ''Name: value''; secrets by their names (Authorization, Cookie, X-Token …) go to the host of URL alone; repeat for more')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Header to send with every request, ''Name: value''; secrets by their names (Authorization, Cookie, X-Token …) go to the host of URL alone; repeat for more')
            [CompletionResult]::new('--user-agent', '--user-agent', [CompletionResultType]::ParameterName, 'User-Agent to send [default: toolbox/VERSION]')
            [CompletionResult]::new('--referer', '--referer', [CompletionResultType]::ParameterName, 'Referer to send')
            [CompletionResult]::new('--cookies', '--cookies', [CompletionResultType]::ParameterName, 'Cookies to send: a cookies.txt, or ''name=value; name=value'' for the host of URL alone; those that servers set go along anyway')
            [CompletionResult]::new('-x', '-x', [CompletionResultType]::ParameterName, 'Go through this proxy (http://, https:// or socks5://) [default: that of the environment, as curl]')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy (http://, https:// or socks5://) [default: that of the environment, as curl]')
            [CompletionResult]::new('--resolve', '--resolve', [CompletionResultType]::ParameterName, 'Take IP as the address of HOST')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file instead of the system''s')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'Present this client certificate (PEM; may hold the key as well)')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The private key of --cert (PEM)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--find', '--find', [CompletionResultType]::ParameterName, 'List what may be the stream of a page, with what speaks for each, and record nothing')
            [CompletionResult]::new('--deep', '--deep', [CompletionResultType]::ParameterName, 'Look into the scripts of a page and what they call as well')
            [CompletionResult]::new('-l', '-l', [CompletionResultType]::ParameterName, 'List the renditions, with what would be taken of them, and record nothing')
            [CompletionResult]::new('--list-quality', '--list-quality', [CompletionResultType]::ParameterName, 'List the renditions, with what would be taken of them, and record nothing')
            [CompletionResult]::new('--audio-only', '--audio-only', [CompletionResultType]::ParameterName, 'Record the sound alone, where it has a playlist of its own')
            [CompletionResult]::new('--accept-gaps', '--accept-gaps', [CompletionResultType]::ParameterName, 'Make FILE even if segments are missing that the same command would ask for again')
            [CompletionResult]::new('--finish', '--finish', [CompletionResultType]::ParameterName, 'Make FILE of what was recorded so far, and ask no server: of a stream that is gone')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Replace an existing file, and begin anew instead of going on')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace an existing file, and begin anew instead of going on')
            [CompletionResult]::new('--append-query', '--append-query', [CompletionResultType]::ParameterName, 'Give the query of the playlist''s URL to segments and keys without one')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Accept any server certificate')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Accept any server certificate')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;kv' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve Redis clients until a signal')
            [CompletionResult]::new('cli', 'cli', [CompletionResultType]::ParameterValue, 'Send commands to a server of Redis''s protocol')
            [CompletionResult]::new('bench', 'bench', [CompletionResultType]::ParameterValue, 'Measure how fast a server answers, or which of two does')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check dumps and append-only logs')
            [CompletionResult]::new('convert', 'convert', [CompletionResultType]::ParameterValue, 'Turn a dump into one of another version, or into JSON')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'toolbox;kv;serve' {
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Where to listen: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads that carry out commands [default: one for each core but one]')
            [CompletionResult]::new('--databases', '--databases', [CompletionResultType]::ParameterName, 'The number of databases')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'Clients must give the password in this file')
            [CompletionResult]::new('--acl-file', '--acl-file', [CompletionResultType]::ParameterName, 'Users and their rules, as ACL SAVE writes them')
            [CompletionResult]::new('--redis-conf', '--redis-conf', [CompletionResultType]::ParameterName, 'Parameters, users and addresses from a file in the form of redis.conf; read again on SIGHUP and when it changes')
            [CompletionResult]::new('--unix', '--unix', [CompletionResultType]::ParameterName, 'Listen at a Unix socket too')
            [CompletionResult]::new('--tls-cert', '--tls-cert', [CompletionResultType]::ParameterName, 'Speak TLS with this certificate chain (PEM)')
            [CompletionResult]::new('--tls-key', '--tls-key', [CompletionResultType]::ParameterName, 'The private key of the certificate (PEM); without it, the key is looked for in the certificate''s file')
            [CompletionResult]::new('--tls-ca', '--tls-ca', [CompletionResultType]::ParameterName, 'Let in only clients with a certificate of this authority (PEM)')
            [CompletionResult]::new('--tls-listen', '--tls-listen', [CompletionResultType]::ParameterName, 'Speak TLS here, and plain text at --listen; without it, TLS is all that is spoken')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The folder of dumps and of the append-only log [default: the current one]')
            [CompletionResult]::new('--dbfilename', '--dbfilename', [CompletionResultType]::ParameterName, 'The dump, in --dir: loaded at the start, written by SAVE, BGSAVE and --save [default: dump.rdb]')
            [CompletionResult]::new('--save', '--save', [CompletionResultType]::ParameterName, 'When a dump is due: after SECONDS with CHANGES, repeated; "" for never, also not at the end [default: 3600 1 300 100 60 10000]')
            [CompletionResult]::new('--appendonly', '--appendonly', [CompletionResultType]::ParameterName, 'Keep an append-only log of every change, in --dir: "always" is on the disk before the reply, "everysec" (or "yes") a second later at most')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'A parameter by its Redis name, as CONFIG SET takes it; repeatable')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;kv;cli' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The server: `redis://[user[:password]@]host[:port][/database]`, `rediss://…` with TLS, `unix:///path`')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The server: `redis://[user[:password]@]host[:port][/database]`, `rediss://…` with TLS, `unix:///path`')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Its host, in place of that in --url [default: 127.0.0.1]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Its port, in place of that in --url [default: 6379]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Its port, in place of that in --url [default: 6379]')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Its socket file, in place of host and port')
            [CompletionResult]::new('--socket', '--socket', [CompletionResultType]::ParameterName, 'Its socket file, in place of host and port')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user of the password')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'The password is the first line of FILE; the variable `REDISCLI_AUTH` may hold it as well')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long connecting may take')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file instead of the system''s')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'Present this client certificate (PEM; may hold the key as well)')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The private key of --cert (PEM)')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'The database, in place of that in --url')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'The database, in place of that in --url')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Send the command so often; 0 until Ctrl-C')
            [CompletionResult]::new('--repeat', '--repeat', [CompletionResultType]::ParameterName, 'Send the command so often; 0 until Ctrl-C')
            [CompletionResult]::new('-i', '-i', [CompletionResultType]::ParameterName, 'Wait so long between two of --repeat')
            [CompletionResult]::new('--interval', '--interval', [CompletionResultType]::ParameterName, 'Wait so long between two of --repeat')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Accept any server certificate')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Accept any server certificate')
            [CompletionResult]::new('-x', '-x', [CompletionResultType]::ParameterName, 'The last argument is all of standard input')
            [CompletionResult]::new('--stdin', '--stdin', [CompletionResultType]::ParameterName, 'The last argument is all of standard input')
            [CompletionResult]::new('--raw', '--raw', [CompletionResultType]::ParameterName, 'Bare values on a terminal too')
            [CompletionResult]::new('--pretty', '--pretty', [CompletionResultType]::ParameterName, 'Replies as on a terminal in a pipe too')
            [CompletionResult]::new('-3', '-3', [CompletionResultType]::ParameterName, 'Speak RESP3, which tells maps, sets and doubles apart; --json does as well')
            [CompletionResult]::new('--resp3', '--resp3', [CompletionResultType]::ParameterName, 'Speak RESP3, which tells maps, sets and doubles apart; --json does as well')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;kv;bench' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The server: `redis://[user[:password]@]host[:port][/database]`, `rediss://…` with TLS, `unix:///path`')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The server: `redis://[user[:password]@]host[:port][/database]`, `rediss://…` with TLS, `unix:///path`')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Its host, in place of that in --url [default: 127.0.0.1]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Its port, in place of that in --url [default: 6379]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Its port, in place of that in --url [default: 6379]')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Its socket file, in place of host and port')
            [CompletionResult]::new('--socket', '--socket', [CompletionResultType]::ParameterName, 'Its socket file, in place of host and port')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user of the password')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'The password is the first line of FILE; the variable `REDISCLI_AUTH` may hold it as well')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long connecting may take')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file instead of the system''s')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'Present this client certificate (PEM; may hold the key as well)')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The private key of --cert (PEM)')
            [CompletionResult]::new('--against', '--against', [CompletionResultType]::ParameterName, 'Another server to compare with; both are measured in turn, and ratios are quoted')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Tests, separated by commas')
            [CompletionResult]::new('--tests', '--tests', [CompletionResultType]::ParameterName, 'Tests, separated by commas')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Connections kept open')
            [CompletionResult]::new('--connections', '--connections', [CompletionResultType]::ParameterName, 'Connections kept open')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Connections kept open')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Requests of each test and pipeline')
            [CompletionResult]::new('--requests', '--requests', [CompletionResultType]::ParameterName, 'Requests of each test and pipeline')
            [CompletionResult]::new('-P', '-P ', [CompletionResultType]::ParameterName, 'Commands sent at once on a connection; several numbers are measured one after the other')
            [CompletionResult]::new('--pipeline', '--pipeline', [CompletionResultType]::ParameterName, 'Commands sent at once on a connection; several numbers are measured one after the other')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Keys (members, fields) to choose from at random')
            [CompletionResult]::new('--keys', '--keys', [CompletionResultType]::ParameterName, 'Keys (members, fields) to choose from at random')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Bytes of a value')
            [CompletionResult]::new('--size', '--size', [CompletionResultType]::ParameterName, 'Bytes of a value')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads that send')
            [CompletionResult]::new('--rounds', '--rounds', [CompletionResultType]::ParameterName, 'How often each is measured; medians are quoted [default: 1, with --against 5]')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Repeats which keys are chosen')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Accept any server certificate')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Accept any server certificate')
            [CompletionResult]::new('--fill', '--fill', [CompletionResultType]::ParameterName, 'Write all keys of --keys first')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;kv;check' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--repair', '--repair', [CompletionResultType]::ParameterName, 'Cut off the end of a log from where it is damaged')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;kv;convert' {
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'What it becomes')
            [CompletionResult]::new('--into', '--into', [CompletionResultType]::ParameterName, 'Where to; the dump itself stays as it is')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--overwrite', '--overwrite', [CompletionResultType]::ParameterName, 'Replace the file of --into where there is one')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;kv;help' {
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve Redis clients until a signal')
            [CompletionResult]::new('cli', 'cli', [CompletionResultType]::ParameterValue, 'Send commands to a server of Redis''s protocol')
            [CompletionResult]::new('bench', 'bench', [CompletionResultType]::ParameterValue, 'Measure how fast a server answers, or which of two does')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check dumps and append-only logs')
            [CompletionResult]::new('convert', 'convert', [CompletionResultType]::ParameterValue, 'Turn a dump into one of another version, or into JSON')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'toolbox;kv;help;serve' {
            break
        }
        'toolbox;kv;help;cli' {
            break
        }
        'toolbox;kv;help;bench' {
            break
        }
        'toolbox;kv;help;check' {
            break
        }
        'toolbox;kv;help;convert' {
            break
        }
        'toolbox;kv;help;help' {
            break
        }
        'toolbox;fetch' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Where it goes: a file, a folder (with / at its end, or one that is there), or - for standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Where it goes: a file, a folder (with / at its end, or one that is there), or - for standard output')
            [CompletionResult]::new('-i', '-i', [CompletionResultType]::ParameterName, 'Download what this list names; - is standard input')
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'Download what this list names; - is standard input')
            [CompletionResult]::new('--metalink', '--metalink', [CompletionResultType]::ParameterName, 'Download the files of this Metalink, a file or a URL')
            [CompletionResult]::new('--mirror', '--mirror', [CompletionResultType]::ParameterName, 'Where the same file lies too; repeat for more')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Connections at once for a file, or auto: one, and more while they pay')
            [CompletionResult]::new('--workers', '--workers', [CompletionResultType]::ParameterName, 'Connections at once for a file, or auto: one, and more while they pay')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Connections at once for a file, or auto: one, and more while they pay')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Downloads at once')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Downloads at once')
            [CompletionResult]::new('--range-start', '--range-start', [CompletionResultType]::ParameterName, 'The first byte that is wanted')
            [CompletionResult]::new('--range-end', '--range-end', [CompletionResultType]::ParameterName, 'The byte behind the last one that is wanted')
            [CompletionResult]::new('--max-range', '--max-range', [CompletionResultType]::ParameterName, 'Ask for no more than this at once, where a server refuses long ranges')
            [CompletionResult]::new('--name-from', '--name-from', [CompletionResultType]::ParameterName, 'Whose word counts for a name that was not given with -o: the server''s, or that of the URL alone')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Which rendition of a stream (.m3u8, .mpd): best, worst, 720p, <=1080p or bw<=3M')
            [CompletionResult]::new('--quality', '--quality', [CompletionResultType]::ParameterName, 'Which rendition of a stream (.m3u8, .mpd): best, worst, 720p, <=1080p or bw<=3M')
            [CompletionResult]::new('--alloc', '--alloc', [CompletionResultType]::ParameterName, 'How room is made on the disk: reserved at the start, or taken as bytes come')
            [CompletionResult]::new('--sha256', '--sha256', [CompletionResultType]::ParameterName, 'The file must have this SHA-256')
            [CompletionResult]::new('--hash', '--hash', [CompletionResultType]::ParameterName, 'The file must have this hash: md5, sha1, sha256, sha384 or sha512')
            [CompletionResult]::new('--checksum-file', '--checksum-file', [CompletionResultType]::ParameterName, 'The files must have the hashes in this file, or at this URL: lines of sha256sum, or of BSD')
            [CompletionResult]::new('--window', '--window', [CompletionResultType]::ParameterName, 'With -o -, what may be in memory between the connections and the reader [default: 32MiB]')
            [CompletionResult]::new('--refresh-cmd', '--refresh-cmd', [CompletionResultType]::ParameterName, 'Print a new link with this command when one has expired; the URL is in `TOOLBOX_FETCH_URL`')
            [CompletionResult]::new('--progress', '--progress', [CompletionResultType]::ParameterName, 'How progress is shown')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on a connection when nothing comes for this long [default: 20s]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Try again this often without a byte of progress [default: 9; 2 where nobody ever listened]')
            [CompletionResult]::new('--protocol', '--protocol', [CompletionResultType]::ParameterName, 'The protocol, where not the scheme of the URL decides')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Header to send, ''Name: value''; repeat for more')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Header to send, ''Name: value''; repeat for more')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'User name and password, for Basic and Digest')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'User name and password, for Basic and Digest')
            [CompletionResult]::new('--netrc', '--netrc', [CompletionResultType]::ParameterName, 'Take user names and passwords by host from FILE [default: ~/.netrc]')
            [CompletionResult]::new('--cookies', '--cookies', [CompletionResultType]::ParameterName, 'Cookies to send: a cookies.txt, or ''name=value; name=value''')
            [CompletionResult]::new('--user-agent', '--user-agent', [CompletionResultType]::ParameterName, 'User-Agent to send [default: toolbox-fetch/VERSION]')
            [CompletionResult]::new('-x', '-x', [CompletionResultType]::ParameterName, 'Go through this proxy (http, https, socks5, socks5h, socks4 or socks4a)')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy (http, https, socks5, socks5h, socks4 or socks4a)')
            [CompletionResult]::new('--no-proxy', '--no-proxy', [CompletionResultType]::ParameterName, 'Go past the proxy for these hosts')
            [CompletionResult]::new('--resolve', '--resolve', [CompletionResultType]::ParameterName, 'Take IP as the address of HOST')
            [CompletionResult]::new('--bind', '--bind', [CompletionResultType]::ParameterName, 'Local address to connect from; repeat to use several in turn')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give up on a connection attempt after this long [default: 10s]')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Bytes per second, of everything together')
            [CompletionResult]::new('--limit-rate', '--limit-rate', [CompletionResultType]::ParameterName, 'Bytes per second, of everything together')
            [CompletionResult]::new('--limit-host', '--limit-host', [CompletionResultType]::ParameterName, 'Bytes per second, of all downloads from one host')
            [CompletionResult]::new('--limit-download', '--limit-download', [CompletionResultType]::ParameterName, 'Bytes per second, of each download')
            [CompletionResult]::new('--http', '--http', [CompletionResultType]::ParameterName, 'Protocol version [default: 1.1, and 2 where a server has no other]')
            [CompletionResult]::new('--limit-file', '--limit-file', [CompletionResultType]::ParameterName, 'Take the three limits from this file as well, and again whenever it changes: `5MB`, or lines of limit=5MB')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file instead of the system''s')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'Present this client certificate (PEM; may hold the key as well)')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The private key of --cert (PEM)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--resume', '--resume', [CompletionResultType]::ParameterName, 'Go on with a file that is there, whoever began it, where its end is the same; a download of ours goes on unasked')
            [CompletionResult]::new('--continue', '--continue', [CompletionResultType]::ParameterName, 'Go on with a file that is there, whoever began it, where its end is the same; a download of ours goes on unasked')
            [CompletionResult]::new('--fresh', '--fresh', [CompletionResultType]::ParameterName, 'Start over, whatever is there of an earlier attempt')
            [CompletionResult]::new('--overwrite', '--overwrite', [CompletionResultType]::ParameterName, 'Replace a file that has the name')
            [CompletionResult]::new('--if-newer', '--if-newer', [CompletionResultType]::ParameterName, 'Replace a file that has the name where the server has a newer one, else leave it')
            [CompletionResult]::new('--no-mtime', '--no-mtime', [CompletionResultType]::ParameterName, 'Leave the time of modification that of the download, not that of the file on the server')
            [CompletionResult]::new('--no-hash', '--no-hash', [CompletionResultType]::ParameterName, 'Do not compute SHA-256 of what is not to be compared')
            [CompletionResult]::new('--save-metalink', '--save-metalink', [CompletionResultType]::ParameterName, 'Keep hashes of pieces in NAME.meta4 beside the file, for verify and repair')
            [CompletionResult]::new('--no-sync', '--no-sync', [CompletionResultType]::ParameterName, 'Do not wait at the end until the file is on the disk; a power cut right after may cost it')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Ask what there is, tell what would be done, and do nothing')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Accept any server certificate')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Accept any server certificate')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Download a URL: what `fetch URL` does too')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Tell what a URL leads to, without downloading it')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Tell whether a file is what was promised, and which parts are not')
            [CompletionResult]::new('repair', 'repair', [CompletionResultType]::ParameterValue, 'Fetch the bad parts of a file again, and nothing else')
            [CompletionResult]::new('clean', 'clean', [CompletionResultType]::ParameterValue, 'List what downloads left behind, and remove it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'toolbox;fetch;get' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Where it goes: a file, a folder (with / at its end, or one that is there), or - for standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Where it goes: a file, a folder (with / at its end, or one that is there), or - for standard output')
            [CompletionResult]::new('-i', '-i', [CompletionResultType]::ParameterName, 'Download what this list names; - is standard input')
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'Download what this list names; - is standard input')
            [CompletionResult]::new('--metalink', '--metalink', [CompletionResultType]::ParameterName, 'Download the files of this Metalink, a file or a URL')
            [CompletionResult]::new('--mirror', '--mirror', [CompletionResultType]::ParameterName, 'Where the same file lies too; repeat for more')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Connections at once for a file, or auto: one, and more while they pay')
            [CompletionResult]::new('--workers', '--workers', [CompletionResultType]::ParameterName, 'Connections at once for a file, or auto: one, and more while they pay')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Connections at once for a file, or auto: one, and more while they pay')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Downloads at once')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Downloads at once')
            [CompletionResult]::new('--range-start', '--range-start', [CompletionResultType]::ParameterName, 'The first byte that is wanted')
            [CompletionResult]::new('--range-end', '--range-end', [CompletionResultType]::ParameterName, 'The byte behind the last one that is wanted')
            [CompletionResult]::new('--max-range', '--max-range', [CompletionResultType]::ParameterName, 'Ask for no more than this at once, where a server refuses long ranges')
            [CompletionResult]::new('--name-from', '--name-from', [CompletionResultType]::ParameterName, 'Whose word counts for a name that was not given with -o: the server''s, or that of the URL alone')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Which rendition of a stream (.m3u8, .mpd): best, worst, 720p, <=1080p or bw<=3M')
            [CompletionResult]::new('--quality', '--quality', [CompletionResultType]::ParameterName, 'Which rendition of a stream (.m3u8, .mpd): best, worst, 720p, <=1080p or bw<=3M')
            [CompletionResult]::new('--alloc', '--alloc', [CompletionResultType]::ParameterName, 'How room is made on the disk: reserved at the start, or taken as bytes come')
            [CompletionResult]::new('--sha256', '--sha256', [CompletionResultType]::ParameterName, 'The file must have this SHA-256')
            [CompletionResult]::new('--hash', '--hash', [CompletionResultType]::ParameterName, 'The file must have this hash: md5, sha1, sha256, sha384 or sha512')
            [CompletionResult]::new('--checksum-file', '--checksum-file', [CompletionResultType]::ParameterName, 'The files must have the hashes in this file, or at this URL: lines of sha256sum, or of BSD')
            [CompletionResult]::new('--window', '--window', [CompletionResultType]::ParameterName, 'With -o -, what may be in memory between the connections and the reader [default: 32MiB]')
            [CompletionResult]::new('--refresh-cmd', '--refresh-cmd', [CompletionResultType]::ParameterName, 'Print a new link with this command when one has expired; the URL is in `TOOLBOX_FETCH_URL`')
            [CompletionResult]::new('--progress', '--progress', [CompletionResultType]::ParameterName, 'How progress is shown')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on a connection when nothing comes for this long [default: 20s]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Try again this often without a byte of progress [default: 9; 2 where nobody ever listened]')
            [CompletionResult]::new('--protocol', '--protocol', [CompletionResultType]::ParameterName, 'The protocol, where not the scheme of the URL decides')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Header to send, ''Name: value''; repeat for more')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Header to send, ''Name: value''; repeat for more')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'User name and password, for Basic and Digest')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'User name and password, for Basic and Digest')
            [CompletionResult]::new('--netrc', '--netrc', [CompletionResultType]::ParameterName, 'Take user names and passwords by host from FILE [default: ~/.netrc]')
            [CompletionResult]::new('--cookies', '--cookies', [CompletionResultType]::ParameterName, 'Cookies to send: a cookies.txt, or ''name=value; name=value''')
            [CompletionResult]::new('--user-agent', '--user-agent', [CompletionResultType]::ParameterName, 'User-Agent to send [default: toolbox-fetch/VERSION]')
            [CompletionResult]::new('-x', '-x', [CompletionResultType]::ParameterName, 'Go through this proxy (http, https, socks5, socks5h, socks4 or socks4a)')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy (http, https, socks5, socks5h, socks4 or socks4a)')
            [CompletionResult]::new('--no-proxy', '--no-proxy', [CompletionResultType]::ParameterName, 'Go past the proxy for these hosts')
            [CompletionResult]::new('--resolve', '--resolve', [CompletionResultType]::ParameterName, 'Take IP as the address of HOST')
            [CompletionResult]::new('--bind', '--bind', [CompletionResultType]::ParameterName, 'Local address to connect from; repeat to use several in turn')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give up on a connection attempt after this long [default: 10s]')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Bytes per second, of everything together')
            [CompletionResult]::new('--limit-rate', '--limit-rate', [CompletionResultType]::ParameterName, 'Bytes per second, of everything together')
            [CompletionResult]::new('--limit-host', '--limit-host', [CompletionResultType]::ParameterName, 'Bytes per second, of all downloads from one host')
            [CompletionResult]::new('--limit-download', '--limit-download', [CompletionResultType]::ParameterName, 'Bytes per second, of each download')
            [CompletionResult]::new('--http', '--http', [CompletionResultType]::ParameterName, 'Protocol version [default: 1.1, and 2 where a server has no other]')
            [CompletionResult]::new('--limit-file', '--limit-file', [CompletionResultType]::ParameterName, 'Take the three limits from this file as well, and again whenever it changes: `5MB`, or lines of limit=5MB')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file instead of the system''s')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'Present this client certificate (PEM; may hold the key as well)')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The private key of --cert (PEM)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--resume', '--resume', [CompletionResultType]::ParameterName, 'Go on with a file that is there, whoever began it, where its end is the same; a download of ours goes on unasked')
            [CompletionResult]::new('--continue', '--continue', [CompletionResultType]::ParameterName, 'Go on with a file that is there, whoever began it, where its end is the same; a download of ours goes on unasked')
            [CompletionResult]::new('--fresh', '--fresh', [CompletionResultType]::ParameterName, 'Start over, whatever is there of an earlier attempt')
            [CompletionResult]::new('--overwrite', '--overwrite', [CompletionResultType]::ParameterName, 'Replace a file that has the name')
            [CompletionResult]::new('--if-newer', '--if-newer', [CompletionResultType]::ParameterName, 'Replace a file that has the name where the server has a newer one, else leave it')
            [CompletionResult]::new('--no-mtime', '--no-mtime', [CompletionResultType]::ParameterName, 'Leave the time of modification that of the download, not that of the file on the server')
            [CompletionResult]::new('--no-hash', '--no-hash', [CompletionResultType]::ParameterName, 'Do not compute SHA-256 of what is not to be compared')
            [CompletionResult]::new('--save-metalink', '--save-metalink', [CompletionResultType]::ParameterName, 'Keep hashes of pieces in NAME.meta4 beside the file, for verify and repair')
            [CompletionResult]::new('--no-sync', '--no-sync', [CompletionResultType]::ParameterName, 'Do not wait at the end until the file is on the disk; a power cut right after may cost it')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Ask what there is, tell what would be done, and do nothing')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Accept any server certificate')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Accept any server certificate')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;fetch;info' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on a connection when nothing comes for this long [default: 20s]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Try again this often without a byte of progress [default: 9; 2 where nobody ever listened]')
            [CompletionResult]::new('--protocol', '--protocol', [CompletionResultType]::ParameterName, 'The protocol, where not the scheme of the URL decides')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Header to send, ''Name: value''; repeat for more')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Header to send, ''Name: value''; repeat for more')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'User name and password, for Basic and Digest')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'User name and password, for Basic and Digest')
            [CompletionResult]::new('--netrc', '--netrc', [CompletionResultType]::ParameterName, 'Take user names and passwords by host from FILE [default: ~/.netrc]')
            [CompletionResult]::new('--cookies', '--cookies', [CompletionResultType]::ParameterName, 'Cookies to send: a cookies.txt, or ''name=value; name=value''')
            [CompletionResult]::new('--user-agent', '--user-agent', [CompletionResultType]::ParameterName, 'User-Agent to send [default: toolbox-fetch/VERSION]')
            [CompletionResult]::new('-x', '-x', [CompletionResultType]::ParameterName, 'Go through this proxy (http, https, socks5, socks5h, socks4 or socks4a)')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy (http, https, socks5, socks5h, socks4 or socks4a)')
            [CompletionResult]::new('--no-proxy', '--no-proxy', [CompletionResultType]::ParameterName, 'Go past the proxy for these hosts')
            [CompletionResult]::new('--resolve', '--resolve', [CompletionResultType]::ParameterName, 'Take IP as the address of HOST')
            [CompletionResult]::new('--bind', '--bind', [CompletionResultType]::ParameterName, 'Local address to connect from; repeat to use several in turn')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give up on a connection attempt after this long [default: 10s]')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Bytes per second, of everything together')
            [CompletionResult]::new('--limit-rate', '--limit-rate', [CompletionResultType]::ParameterName, 'Bytes per second, of everything together')
            [CompletionResult]::new('--limit-host', '--limit-host', [CompletionResultType]::ParameterName, 'Bytes per second, of all downloads from one host')
            [CompletionResult]::new('--limit-download', '--limit-download', [CompletionResultType]::ParameterName, 'Bytes per second, of each download')
            [CompletionResult]::new('--http', '--http', [CompletionResultType]::ParameterName, 'Protocol version [default: 1.1, and 2 where a server has no other]')
            [CompletionResult]::new('--limit-file', '--limit-file', [CompletionResultType]::ParameterName, 'Take the three limits from this file as well, and again whenever it changes: `5MB`, or lines of limit=5MB')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file instead of the system''s')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'Present this client certificate (PEM; may hold the key as well)')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The private key of --cert (PEM)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Accept any server certificate')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Accept any server certificate')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;fetch;verify' {
            [CompletionResult]::new('--sha256', '--sha256', [CompletionResultType]::ParameterName, 'The file must have this SHA-256')
            [CompletionResult]::new('--hash', '--hash', [CompletionResultType]::ParameterName, 'The file must have this hash: md5, sha1, sha256, sha384 or sha512')
            [CompletionResult]::new('--checksum-file', '--checksum-file', [CompletionResultType]::ParameterName, 'The file must have the hash in this file: lines of sha256sum, or of BSD')
            [CompletionResult]::new('--metalink', '--metalink', [CompletionResultType]::ParameterName, 'The file must be what this Metalink says, piece by piece where it has hashes of pieces')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;fetch;repair' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Where right bytes are; several share the work')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Connections at once, or auto: four')
            [CompletionResult]::new('--workers', '--workers', [CompletionResultType]::ParameterName, 'Connections at once, or auto: four')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Connections at once, or auto: four')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on a connection when nothing comes for this long [default: 20s]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Try again this often without a byte of progress [default: 9; 2 where nobody ever listened]')
            [CompletionResult]::new('--protocol', '--protocol', [CompletionResultType]::ParameterName, 'The protocol, where not the scheme of the URL decides')
            [CompletionResult]::new('--sha256', '--sha256', [CompletionResultType]::ParameterName, 'The file must have this SHA-256')
            [CompletionResult]::new('--hash', '--hash', [CompletionResultType]::ParameterName, 'The file must have this hash: md5, sha1, sha256, sha384 or sha512')
            [CompletionResult]::new('--checksum-file', '--checksum-file', [CompletionResultType]::ParameterName, 'The file must have the hash in this file: lines of sha256sum, or of BSD')
            [CompletionResult]::new('--metalink', '--metalink', [CompletionResultType]::ParameterName, 'The file must be what this Metalink says, piece by piece where it has hashes of pieces')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Header to send, ''Name: value''; repeat for more')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Header to send, ''Name: value''; repeat for more')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'User name and password, for Basic and Digest')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'User name and password, for Basic and Digest')
            [CompletionResult]::new('--netrc', '--netrc', [CompletionResultType]::ParameterName, 'Take user names and passwords by host from FILE [default: ~/.netrc]')
            [CompletionResult]::new('--cookies', '--cookies', [CompletionResultType]::ParameterName, 'Cookies to send: a cookies.txt, or ''name=value; name=value''')
            [CompletionResult]::new('--user-agent', '--user-agent', [CompletionResultType]::ParameterName, 'User-Agent to send [default: toolbox-fetch/VERSION]')
            [CompletionResult]::new('-x', '-x', [CompletionResultType]::ParameterName, 'Go through this proxy (http, https, socks5, socks5h, socks4 or socks4a)')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy (http, https, socks5, socks5h, socks4 or socks4a)')
            [CompletionResult]::new('--no-proxy', '--no-proxy', [CompletionResultType]::ParameterName, 'Go past the proxy for these hosts')
            [CompletionResult]::new('--resolve', '--resolve', [CompletionResultType]::ParameterName, 'Take IP as the address of HOST')
            [CompletionResult]::new('--bind', '--bind', [CompletionResultType]::ParameterName, 'Local address to connect from; repeat to use several in turn')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give up on a connection attempt after this long [default: 10s]')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Bytes per second, of everything together')
            [CompletionResult]::new('--limit-rate', '--limit-rate', [CompletionResultType]::ParameterName, 'Bytes per second, of everything together')
            [CompletionResult]::new('--limit-host', '--limit-host', [CompletionResultType]::ParameterName, 'Bytes per second, of all downloads from one host')
            [CompletionResult]::new('--limit-download', '--limit-download', [CompletionResultType]::ParameterName, 'Bytes per second, of each download')
            [CompletionResult]::new('--http', '--http', [CompletionResultType]::ParameterName, 'Protocol version [default: 1.1, and 2 where a server has no other]')
            [CompletionResult]::new('--limit-file', '--limit-file', [CompletionResultType]::ParameterName, 'Take the three limits from this file as well, and again whenever it changes: `5MB`, or lines of limit=5MB')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file instead of the system''s')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'Present this client certificate (PEM; may hold the key as well)')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The private key of --cert (PEM)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--compare', '--compare', [CompletionResultType]::ParameterName, 'Where no hashes of pieces are known: read all of it from the source, and write what differs')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Accept any server certificate')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Accept any server certificate')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;fetch;clean' {
            [CompletionResult]::new('--older-than', '--older-than', [CompletionResultType]::ParameterName, 'Unfinished downloads are left over when nobody went on with them for this long [default: 30 days]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--remove', '--remove', [CompletionResultType]::ParameterName, 'Remove what was found')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'Look into the folders below as well')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;fetch;help' {
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Download a URL: what `fetch URL` does too')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Tell what a URL leads to, without downloading it')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Tell whether a file is what was promised, and which parts are not')
            [CompletionResult]::new('repair', 'repair', [CompletionResultType]::ParameterValue, 'Fetch the bad parts of a file again, and nothing else')
            [CompletionResult]::new('clean', 'clean', [CompletionResultType]::ParameterValue, 'List what downloads left behind, and remove it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'toolbox;fetch;help;get' {
            break
        }
        'toolbox;fetch;help;info' {
            break
        }
        'toolbox;fetch;help;verify' {
            break
        }
        'toolbox;fetch;help;repair' {
            break
        }
        'toolbox;fetch;help;clean' {
            break
        }
        'toolbox;fetch;help;help' {
            break
        }
        'toolbox;swarm' {
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'How many clients [default: 10]')
            [CompletionResult]::new('--clients', '--clients', [CompletionResultType]::ParameterName, 'How many clients [default: 10]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'How many clients [default: 10]')
            [CompletionResult]::new('--ramp-rate', '--ramp-rate', [CompletionResultType]::ParameterName, 'Clients to start each second [default: 5]')
            [CompletionResult]::new('--ramp-jitter', '--ramp-jitter', [CompletionResultType]::ParameterName, 'Start each client later by up to this much [default: 200ms]')
            [CompletionResult]::new('--arrivals', '--arrivals', [CompletionResultType]::ParameterName, 'How clients come within the rate')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'End after so long; 0 goes on until a signal')
            [CompletionResult]::new('--duration', '--duration', [CompletionResultType]::ParameterName, 'End after so long; 0 goes on until a signal')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Values for clients, rate, jitter and timeout that go together')
            [CompletionResult]::new('--engine', '--engine', [CompletionResultType]::ParameterName, 'What a client is')
            [CompletionResult]::new('--ffmpeg-share', '--ffmpeg-share', [CompletionResultType]::ParameterName, 'With --engine both: the share of clients that are processes')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Repeat the same random choices; told at the start otherwise')
            [CompletionResult]::new('--variant', '--variant', [CompletionResultType]::ParameterName, 'Which renditions a client plays [default: all; first with --engine both]')
            [CompletionResult]::new('--resolve', '--resolve', [CompletionResultType]::ParameterName, 'Connect to this address whatever the name says (needs --dangerous)')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Header to send with every request, ''Name: value''; repeat for more')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Header to send with every request, ''Name: value''; repeat for more')
            [CompletionResult]::new('--user-agent', '--user-agent', [CompletionResultType]::ParameterName, 'User-Agent to send')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on a server that says nothing for so long [default: 15s]')
            [CompletionResult]::new('--ffmpeg', '--ffmpeg', [CompletionResultType]::ParameterName, 'The program; ffprobe is looked for beside it')
            [CompletionResult]::new('--reconnect', '--reconnect', [CompletionResultType]::ParameterName, 'Have ffmpeg connect again after errors [default: true]')
            [CompletionResult]::new('--reconnect-delay', '--reconnect-delay', [CompletionResultType]::ParameterName, 'Longest pause between such attempts, seconds')
            [CompletionResult]::new('--seg-retry', '--seg-retry', [CompletionResultType]::ParameterName, 'Attempts at a segment, where this ffmpeg has a word for it')
            [CompletionResult]::new('--probe-failure-policy', '--probe-failure-policy', [CompletionResultType]::ParameterName, 'What to do where the renditions cannot be told apart')
            [CompletionResult]::new('--target-duration', '--target-duration', [CompletionResultType]::ParameterName, 'Length of segments; twice as long without progress is a stall')
            [CompletionResult]::new('--max-restarts', '--max-restarts', [CompletionResultType]::ParameterName, 'Start a client anew at most so often; 0 is without end')
            [CompletionResult]::new('--stats', '--stats', [CompletionResultType]::ParameterName, 'Have ffmpeg tell its progress: bytes, speed, stalls')
            [CompletionResult]::new('--stats-loglevel', '--stats-loglevel', [CompletionResultType]::ParameterName, 'How much ffmpeg logs, for what is counted')
            [CompletionResult]::new('--segment-sizes', '--segment-sizes', [CompletionResultType]::ParameterName, 'Ask the server once for the size of each segment, to count bytes')
            [CompletionResult]::new('--abr', '--abr', [CompletionResultType]::ParameterName, 'How a player chooses among renditions: fixed, the one of --variant; hlsjs, by the measured speed; trace:FILE, the same on a line that is as wide as the file says (lines `SECONDS RATE`, as in `10 800k`)')
            [CompletionResult]::new('--low-latency', '--low-latency', [CompletionResultType]::ParameterName, 'Play streams of low latency by their parts')
            [CompletionResult]::new('--connections', '--connections', [CompletionResultType]::ParameterName, 'Whose connections are')
            [CompletionResult]::new('--http', '--http', [CompletionResultType]::ParameterName, 'The version of HTTP')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads that players run on; 0 is one for each processor')
            [CompletionResult]::new('--buffer', '--buffer', [CompletionResultType]::ParameterName, 'Media a player keeps ahead of what it shows')
            [CompletionResult]::new('--source-ips', '--source-ips', [CompletionResultType]::ParameterName, 'Send from these addresses of this machine in turn')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Watch this stream too, with its weight: URL*3; repeat for more')
            [CompletionResult]::new('--session', '--session', [CompletionResultType]::ParameterName, 'How long a viewer stays: 5m, exp(10m), uniform(1m,5m)')
            [CompletionResult]::new('--cmcd', '--cmcd', [CompletionResultType]::ParameterName, 'Tell servers of each session (CTA-5004), for their logs')
            [CompletionResult]::new('--step', '--step', [CompletionResultType]::ParameterName, 'With --find-limit: how long each audience watches once it has come')
            [CompletionResult]::new('--slo', '--slo', [CompletionResultType]::ParameterName, 'End with exit code 3 unless these limits hold; their names stand below')
            [CompletionResult]::new('--metrics-port', '--metrics-port', [CompletionResultType]::ParameterName, 'Serve metrics on this port of every interface [default: 9090]')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'How much is logged')
            [CompletionResult]::new('--tui', '--tui', [CompletionResultType]::ParameterName, 'Show a live display where there is a terminal')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file instead of the system''s')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'Present this client certificate (PEM; may hold the key as well)')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The private key of --cert (PEM)')
            [CompletionResult]::new('--stats-buffer', '--stats-buffer', [CompletionResultType]::ParameterName, 'See [`LEFT`]')
            [CompletionResult]::new('--stats-drop-threshold', '--stats-drop-threshold', [CompletionResultType]::ParameterName, 'See [`LEFT`]')
            [CompletionResult]::new('--origin-metrics', '--origin-metrics', [CompletionResultType]::ParameterName, 'See [`LEFT`]')
            [CompletionResult]::new('--nginx-metrics', '--nginx-metrics', [CompletionResultType]::ParameterName, 'See [`LEFT`]')
            [CompletionResult]::new('--origin-metrics-host', '--origin-metrics-host', [CompletionResultType]::ParameterName, 'See [`LEFT`]')
            [CompletionResult]::new('--origin-metrics-interval', '--origin-metrics-interval', [CompletionResultType]::ParameterName, 'See [`LEFT`]')
            [CompletionResult]::new('--origin-metrics-window', '--origin-metrics-window', [CompletionResultType]::ParameterName, 'See [`LEFT`]')
            [CompletionResult]::new('--origin-metrics-node-port', '--origin-metrics-node-port', [CompletionResultType]::ParameterName, 'See [`LEFT`]')
            [CompletionResult]::new('--origin-metrics-nginx-port', '--origin-metrics-nginx-port', [CompletionResultType]::ParameterName, 'See [`LEFT`]')
            [CompletionResult]::new('--segment-sizes-url', '--segment-sizes-url', [CompletionResultType]::ParameterName, 'See [`LEFT`]')
            [CompletionResult]::new('--segment-sizes-interval', '--segment-sizes-interval', [CompletionResultType]::ParameterName, 'See [`LEFT`]')
            [CompletionResult]::new('--segment-sizes-jitter', '--segment-sizes-jitter', [CompletionResultType]::ParameterName, 'See [`LEFT`]')
            [CompletionResult]::new('--segment-cache-window', '--segment-cache-window', [CompletionResultType]::ParameterName, 'See [`LEFT`]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--dangerous', '--dangerous', [CompletionResultType]::ParameterName, 'Allow what turns the check of certificates off: --resolve')
            [CompletionResult]::new('--no-cache', '--no-cache', [CompletionResultType]::ParameterName, 'Ask caches for nothing')
            [CompletionResult]::new('--restart-on-stall', '--restart-on-stall', [CompletionResultType]::ParameterName, 'Start a client anew that has stalled')
            [CompletionResult]::new('--ffmpeg-debug', '--ffmpeg-debug', [CompletionResultType]::ParameterName, 'Have ffmpeg log all it knows')
            [CompletionResult]::new('--find-limit', '--find-limit', [CompletionResultType]::ParameterName, 'Find the largest audience for which --slo holds')
            [CompletionResult]::new('--compat-metrics', '--compat-metrics', [CompletionResultType]::ParameterName, 'Serve the names of later versions as well')
            [CompletionResult]::new('--prom-client-metrics', '--prom-client-metrics', [CompletionResultType]::ParameterName, 'Serve speed and drift of each client, for audiences below 200')
            [CompletionResult]::new('--print-cmd', '--print-cmd', [CompletionResultType]::ParameterName, 'Print the command of a client and end')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'One client for ten seconds; fails where it got nothing')
            [CompletionResult]::new('--skip-preflight', '--skip-preflight', [CompletionResultType]::ParameterName, 'Start although the machine may not carry so many')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Accept any server certificate')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Accept any server certificate')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;scan' {
            [CompletionResult]::new('--targets', '--targets', [CompletionResultType]::ParameterName, 'Read targets from this file, one or more a line, # begins a comment; - is standard input (also -iL)')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Never scan these; with commas, or repeated')
            [CompletionResult]::new('--exclude-file', '--exclude-file', [CompletionResultType]::ParameterName, 'Never scan what stands in this file')
            [CompletionResult]::new('--confirm-public', '--confirm-public', [CompletionResultType]::ParameterName, 'Scan a large public range without the question that a terminal is asked: the number of its addresses, as proof that it is meant')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ports: 22,80,443 or 1-1000 or - for all, T:80,U:53, names; default: the hundred that tell most')
            [CompletionResult]::new('--ports', '--ports', [CompletionResultType]::ParameterName, 'Ports: 22,80,443 or 1-1000 or - for all, T:80,U:53, names; default: the hundred that tell most')
            [CompletionResult]::new('--top-ports', '--top-ports', [CompletionResultType]::ParameterName, 'The N ports that tell most, by our own list')
            [CompletionResult]::new('--services', '--services', [CompletionResultType]::ParameterName, 'Names of ports, and which tell most, from a file in the format of nmap-services')
            [CompletionResult]::new('--exclude-ports', '--exclude-ports', [CompletionResultType]::ParameterName, 'Leave these ports out')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'With -sn: look for hosts by these alone, of arp, ndp (neighbours), echo (ICMP) and tcp [default: all that this process may]')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'How: S (SYN, by raw sockets), T (TCP connect), U (UDP), n (hosts alone), V (ask open ports what lives there); several letters, or repeated: -sT -sV [default: S where this process may, else T; and U where -p names ports of it]')
            [CompletionResult]::new('--scan', '--scan', [CompletionResultType]::ParameterName, 'How: S (SYN, by raw sockets), T (TCP connect), U (UDP), n (hosts alone), V (ask open ports what lives there); several letters, or repeated: -sT -sV [default: S where this process may, else T; and U where -p names ports of it]')
            [CompletionResult]::new('-T', '-T ', [CompletionResultType]::ParameterName, 'From 0, a probe in five minutes, to 5, as fast as it goes; see below [default: 3]')
            [CompletionResult]::new('--timing', '--timing', [CompletionResultType]::ParameterName, 'From 0, a probe in five minutes, to 5, as fast as it goes; see below [default: 3]')
            [CompletionResult]::new('--rate', '--rate', [CompletionResultType]::ParameterName, 'Probes a second, in all; 0 is without a limit [default: by -T, 1000; without one on this machine itself]')
            [CompletionResult]::new('--max-rate', '--max-rate', [CompletionResultType]::ParameterName, 'Probes a second, in all; 0 is without a limit [default: by -T, 1000; without one on this machine itself]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Probes under way at once, in all [default: by -T, 512]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Probes under way at once, in all [default: by -T, 512]')
            [CompletionResult]::new('--max-inflight', '--max-inflight', [CompletionResultType]::ParameterName, 'Probes under way at once, in all [default: by -T, 512]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait at most so long for an answer [default: by -T and the round trips]')
            [CompletionResult]::new('--host-timeout', '--host-timeout', [CompletionResultType]::ParameterName, 'Give a host at most so long, with what is asked of its services')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Probe silent ports again so often, whatever was lost [default: by --miss]')
            [CompletionResult]::new('--max-retries', '--max-retries', [CompletionResultType]::ParameterName, 'Probe silent ports again so often, whatever was lost [default: by --miss]')
            [CompletionResult]::new('--miss', '--miss', [CompletionResultType]::ParameterName, 'The probability that an open port may be missed for lost packets')
            [CompletionResult]::new('--source', '--source', [CompletionResultType]::ParameterName, 'Send from this address, one of this machine''s')
            [CompletionResult]::new('--source-ip', '--source-ip', [CompletionResultType]::ParameterName, 'Send from this address, one of this machine''s')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Repeat the same order of ports')
            [CompletionResult]::new('--version-intensity', '--version-intensity', [CompletionResultType]::ParameterName, 'How many of the probes are tried on ports that tell nothing: 0, none, to 9, all')
            [CompletionResult]::new('--intensity', '--intensity', [CompletionResultType]::ParameterName, 'How many of the probes are tried on ports that tell nothing: 0, none, to 9, all')
            [CompletionResult]::new('--probes', '--probes', [CompletionResultType]::ParameterName, 'More probes and patterns, in the format of nmap-service-probes')
            [CompletionResult]::new('--recog', '--recog', [CompletionResultType]::ParameterName, 'More fingerprints, in the XML of Recog; a file or a folder of them')
            [CompletionResult]::new('--p0f', '--p0f', [CompletionResultType]::ParameterName, 'With -O: signatures of systems, in the format of p0f 3')
            [CompletionResult]::new('--save', '--save', [CompletionResultType]::ParameterName, 'Keep the result in this file, as JSON, for show and diff (also -oJ)')
            [CompletionResult]::new('--grep', '--grep', [CompletionResultType]::ParameterName, 'Write a line for each port found, HOST:PORT:STATE:SERVICE:VERSION; - is standard output (also -oG)')
            [CompletionResult]::new('--xml', '--xml', [CompletionResultType]::ParameterName, 'Write XML as nmap does; - is standard output (also -oX)')
            [CompletionResult]::new('--resume', '--resume', [CompletionResultType]::ParameterName, 'Keep what is decided in this file while it goes on, and go on from it')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('-4', '-4', [CompletionResultType]::ParameterName, 'Names: addresses of IPv4 alone')
            [CompletionResult]::new('--ipv4', '--ipv4', [CompletionResultType]::ParameterName, 'Names: addresses of IPv4 alone')
            [CompletionResult]::new('-6', '-6', [CompletionResultType]::ParameterName, 'Names: addresses of IPv6 alone')
            [CompletionResult]::new('--ipv6', '--ipv6', [CompletionResultType]::ParameterName, 'Names: addresses of IPv6 alone')
            [CompletionResult]::new('--all-addresses', '--all-addresses', [CompletionResultType]::ParameterName, 'Names: every address instead of the first')
            [CompletionResult]::new('-F', '-F ', [CompletionResultType]::ParameterName, 'The fifty ports that tell most')
            [CompletionResult]::new('--fast', '--fast', [CompletionResultType]::ParameterName, 'The fifty ports that tell most')
            [CompletionResult]::new('-O', '-O ', [CompletionResultType]::ParameterName, 'Guess the system of each host from what its services say and how its packets look')
            [CompletionResult]::new('--os', '--os', [CompletionResultType]::ParameterName, 'Guess the system of each host from what its services say and how its packets look')
            [CompletionResult]::new('--snmp-public', '--snmp-public', [CompletionResultType]::ParameterName, 'Ask SNMP with the community `public`')
            [CompletionResult]::new('--open', '--open', [CompletionResultType]::ParameterName, 'Show open ports alone')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Show why each port is what it is, and who said so')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what would be sent, how long that takes, and send nothing')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('discover', 'discover', [CompletionResultType]::ParameterValue, 'Find out which hosts of a network are there')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a saved scan again, in any form')
            [CompletionResult]::new('replay', 'replay', [CompletionResultType]::ParameterValue, 'Judge the evidence of a saved scan again, by newer rules; no packet is sent')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Tell what changed between two saved scans')
            [CompletionResult]::new('watch', 'watch', [CompletionResultType]::ParameterValue, 'Watch hosts, and tell which ports are not as a policy wants them')
            [CompletionResult]::new('selftest', 'selftest', [CompletionResultType]::ParameterValue, 'Tell what this machine and this user can tell apart, and how to see more')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'toolbox;scan;discover' {
            [CompletionResult]::new('--targets', '--targets', [CompletionResultType]::ParameterName, 'Read targets from this file, one or more a line, # begins a comment; - is standard input (also -iL)')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Never scan these; with commas, or repeated')
            [CompletionResult]::new('--exclude-file', '--exclude-file', [CompletionResultType]::ParameterName, 'Never scan what stands in this file')
            [CompletionResult]::new('--confirm-public', '--confirm-public', [CompletionResultType]::ParameterName, 'Scan a large public range without the question that a terminal is asked: the number of its addresses, as proof that it is meant')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Ask by these alone, of arp, ndp (neighbours), echo (ICMP) and tcp [default: all that this process may]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask at these ports of TCP [default: 443,80,22,445]')
            [CompletionResult]::new('--ports', '--ports', [CompletionResultType]::ParameterName, 'Ask at these ports of TCP [default: 443,80,22,445]')
            [CompletionResult]::new('-T', '-T ', [CompletionResultType]::ParameterName, 'From 0, a probe in five minutes, to 5, as fast as it goes; see below [default: 3]')
            [CompletionResult]::new('--timing', '--timing', [CompletionResultType]::ParameterName, 'From 0, a probe in five minutes, to 5, as fast as it goes; see below [default: 3]')
            [CompletionResult]::new('--rate', '--rate', [CompletionResultType]::ParameterName, 'Probes a second, in all; 0 is without a limit [default: by -T, 1000; without one on this machine itself]')
            [CompletionResult]::new('--max-rate', '--max-rate', [CompletionResultType]::ParameterName, 'Probes a second, in all; 0 is without a limit [default: by -T, 1000; without one on this machine itself]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Probes under way at once, in all [default: by -T, 512]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Probes under way at once, in all [default: by -T, 512]')
            [CompletionResult]::new('--max-inflight', '--max-inflight', [CompletionResultType]::ParameterName, 'Probes under way at once, in all [default: by -T, 512]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait at most so long for an answer [default: by -T and the round trips]')
            [CompletionResult]::new('--host-timeout', '--host-timeout', [CompletionResultType]::ParameterName, 'Give a host at most so long, with what is asked of its services')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Probe silent ports again so often, whatever was lost [default: by --miss]')
            [CompletionResult]::new('--max-retries', '--max-retries', [CompletionResultType]::ParameterName, 'Probe silent ports again so often, whatever was lost [default: by --miss]')
            [CompletionResult]::new('--miss', '--miss', [CompletionResultType]::ParameterName, 'The probability that an open port may be missed for lost packets')
            [CompletionResult]::new('--source', '--source', [CompletionResultType]::ParameterName, 'Send from this address, one of this machine''s')
            [CompletionResult]::new('--source-ip', '--source-ip', [CompletionResultType]::ParameterName, 'Send from this address, one of this machine''s')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Repeat the same order of ports')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('-4', '-4', [CompletionResultType]::ParameterName, 'Names: addresses of IPv4 alone')
            [CompletionResult]::new('--ipv4', '--ipv4', [CompletionResultType]::ParameterName, 'Names: addresses of IPv4 alone')
            [CompletionResult]::new('-6', '-6', [CompletionResultType]::ParameterName, 'Names: addresses of IPv6 alone')
            [CompletionResult]::new('--ipv6', '--ipv6', [CompletionResultType]::ParameterName, 'Names: addresses of IPv6 alone')
            [CompletionResult]::new('--all-addresses', '--all-addresses', [CompletionResultType]::ParameterName, 'Names: every address instead of the first')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;scan;show' {
            [CompletionResult]::new('--grep', '--grep', [CompletionResultType]::ParameterName, 'Write a line for each port, HOST:PORT:STATE:SERVICE:VERSION; - is standard output')
            [CompletionResult]::new('--xml', '--xml', [CompletionResultType]::ParameterName, 'Write XML as nmap does; - is standard output')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--open', '--open', [CompletionResultType]::ParameterName, 'Show open ports alone')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Show why each port is what it is, and who said so')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;scan;replay' {
            [CompletionResult]::new('--probes', '--probes', [CompletionResultType]::ParameterName, 'More probes and patterns, in the format of nmap-service-probes')
            [CompletionResult]::new('--recog', '--recog', [CompletionResultType]::ParameterName, 'More fingerprints, in the XML of Recog; a file or a folder of them')
            [CompletionResult]::new('--p0f', '--p0f', [CompletionResultType]::ParameterName, 'Signatures of systems, in the format of p0f 3')
            [CompletionResult]::new('--save', '--save', [CompletionResultType]::ParameterName, 'Keep the result in this file, as JSON')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;scan;diff' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;scan;watch' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--once', '--once', [CompletionResultType]::ParameterName, 'One round, its confirmations included, and an end: 3 where something is not as expected')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;scan;selftest' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;scan;help' {
            [CompletionResult]::new('discover', 'discover', [CompletionResultType]::ParameterValue, 'Find out which hosts of a network are there')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a saved scan again, in any form')
            [CompletionResult]::new('replay', 'replay', [CompletionResultType]::ParameterValue, 'Judge the evidence of a saved scan again, by newer rules; no packet is sent')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Tell what changed between two saved scans')
            [CompletionResult]::new('watch', 'watch', [CompletionResultType]::ParameterValue, 'Watch hosts, and tell which ports are not as a policy wants them')
            [CompletionResult]::new('selftest', 'selftest', [CompletionResultType]::ParameterValue, 'Tell what this machine and this user can tell apart, and how to see more')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'toolbox;scan;help;discover' {
            break
        }
        'toolbox;scan;help;show' {
            break
        }
        'toolbox;scan;help;replay' {
            break
        }
        'toolbox;scan;help;diff' {
            break
        }
        'toolbox;scan;help;watch' {
            break
        }
        'toolbox;scan;help;selftest' {
            break
        }
        'toolbox;scan;help;help' {
            break
        }
        'toolbox;books' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add books: files, or folders of files')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Add every book below folders, and remember the folders')
            [CompletionResult]::new('scan', 'scan', [CompletionResultType]::ParameterValue, 'Look for changes in the folders that were imported')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List books')
            [CompletionResult]::new('search', 'search', [CompletionResultType]::ParameterValue, 'Find books by words')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Tell all about a book')
            [CompletionResult]::new('save-progress', 'save-progress', [CompletionResultType]::ParameterValue, 'Save where you are in a book')
            [CompletionResult]::new('where', 'where', [CompletionResultType]::ParameterValue, 'Tell where you are in a book, or were')
            [CompletionResult]::new('resume', 'resume', [CompletionResultType]::ParameterValue, 'List the books that you are in')
            [CompletionResult]::new('complete', 'complete', [CompletionResultType]::ParameterValue, 'Mark a book as finished')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Begin a book again, as another time')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'Tell what happened to your place in a book')
            [CompletionResult]::new('undo', 'undo', [CompletionResultType]::ParameterValue, 'Take back the last jump')
            [CompletionResult]::new('play', 'play', [CompletionResultType]::ParameterValue, 'Play a book from where you are, through mpv')
            [CompletionResult]::new('bookmark', 'bookmark', [CompletionResultType]::ParameterValue, 'Set, list and remove bookmarks')
            [CompletionResult]::new('edit', 'edit', [CompletionResultType]::ParameterValue, 'Change what is known of a book')
            [CompletionResult]::new('cover', 'cover', [CompletionResultType]::ParameterValue, 'Give a book another picture, or take out its own')
            [CompletionResult]::new('chapters', 'chapters', [CompletionResultType]::ParameterValue, 'Show the chapters of a book, or set them')
            [CompletionResult]::new('tag', 'tag', [CompletionResultType]::ParameterValue, 'Add, remove and list tags')
            [CompletionResult]::new('shelf', 'shelf', [CompletionResultType]::ParameterValue, 'Put books on lists: want to listen, and others')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Tell how much you listened')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Take a book out of the library')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write everything that was told to a file')
            [CompletionResult]::new('restore', 'restore', [CompletionResultType]::ParameterValue, 'Take in what export wrote')
            [CompletionResult]::new('sync', 'sync', [CompletionResultType]::ParameterValue, 'Share places with your other devices')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Check a library, or make it anew')
            [CompletionResult]::new('slugs', 'slugs', [CompletionResultType]::ParameterValue, 'Slugs for completions')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'toolbox;books;add' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;import' {
            [CompletionResult]::new('--organize', '--organize', [CompletionResultType]::ParameterName, 'Where each book goes, as folders; alone, it shows the plan')
            [CompletionResult]::new('--settle', '--settle', [CompletionResultType]::ParameterName, 'How long new files must stay as they are, with --watch')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Tell what would be done, and do nothing')
            [CompletionResult]::new('--copy', '--copy', [CompletionResultType]::ParameterName, 'Copy files there')
            [CompletionResult]::new('--move', '--move', [CompletionResultType]::ParameterName, 'Move files there')
            [CompletionResult]::new('--link', '--link', [CompletionResultType]::ParameterName, 'Give files a second name there, which takes no room')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Stay, and import what is added')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;scan' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;list' {
            [CompletionResult]::new('--status', '--status', [CompletionResultType]::ParameterName, 'Only these')
            [CompletionResult]::new('--author', '--author', [CompletionResultType]::ParameterName, 'Only with these words in the author''s name')
            [CompletionResult]::new('--narrator', '--narrator', [CompletionResultType]::ParameterName, 'Only with these words in the narrator''s name')
            [CompletionResult]::new('--series', '--series', [CompletionResultType]::ParameterName, 'Only with these words in the name of the series')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'Only with this tag')
            [CompletionResult]::new('--list', '--list', [CompletionResultType]::ParameterName, 'Only on this list')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'In which order')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'How many at most; 0 for all')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;search' {
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'How many at most')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;info' {
            toolbox books slugs 2>$null | ForEach-Object { [CompletionResult]::new($_, $_, [CompletionResultType]::ParameterValue, 'A book') }
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--chapters', '--chapters', [CompletionResultType]::ParameterName, 'Its chapters as well')
            [CompletionResult]::new('--files', '--files', [CompletionResultType]::ParameterName, 'Its files as well')
            [CompletionResult]::new('--why', '--why', [CompletionResultType]::ParameterName, 'Where each value comes from, and why the files are in their order')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;save-progress' {
            toolbox books slugs 2>$null | ForEach-Object { [CompletionResult]::new($_, $_, [CompletionResultType]::ParameterValue, 'A book') }
            [CompletionResult]::new('--speed', '--speed', [CompletionResultType]::ParameterName, 'How fast you listen to this book, from 0.25 to 8')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;where' {
            toolbox books slugs 2>$null | ForEach-Object { [CompletionResult]::new($_, $_, [CompletionResultType]::ParameterValue, 'A book') }
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Where it was then: yesterday, ''yesterday 22:40'', ''2h ago'', 2026-11-03')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;resume' {
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'How many at most; 0 for all')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;complete' {
            toolbox books slugs 2>$null | ForEach-Object { [CompletionResult]::new($_, $_, [CompletionResultType]::ParameterValue, 'A book') }
            [CompletionResult]::new('--on', '--on', [CompletionResultType]::ParameterName, 'The day it was finished on')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;restart' {
            toolbox books slugs 2>$null | ForEach-Object { [CompletionResult]::new($_, $_, [CompletionResultType]::ParameterValue, 'A book') }
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;history' {
            toolbox books slugs 2>$null | ForEach-Object { [CompletionResult]::new($_, $_, [CompletionResultType]::ParameterValue, 'A book') }
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'How many at most, the last ones; 0 for all')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;undo' {
            toolbox books slugs 2>$null | ForEach-Object { [CompletionResult]::new($_, $_, [CompletionResultType]::ParameterValue, 'A book') }
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;play' {
            toolbox books slugs 2>$null | ForEach-Object { [CompletionResult]::new($_, $_, [CompletionResultType]::ParameterValue, 'A book') }
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'From where [default: where you are]')
            [CompletionResult]::new('--speed', '--speed', [CompletionResultType]::ParameterName, 'How fast, from 0.25 to 8 [default: as fast as this book last time]')
            [CompletionResult]::new('--sleep', '--sleep', [CompletionResultType]::ParameterName, 'Stop after this long, or at the end of the chapter')
            [CompletionResult]::new('--ao', '--ao', [CompletionResultType]::ParameterName, 'mpv''s sound output, such as null, alsa, pulse')
            [CompletionResult]::new('--mpv', '--mpv', [CompletionResultType]::ParameterName, 'The program')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;bookmark' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Set a bookmark')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the bookmarks of a book')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Remove a bookmark')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'toolbox;books;bookmark;add' {
            toolbox books slugs 2>$null | ForEach-Object { [CompletionResult]::new($_, $_, [CompletionResultType]::ParameterValue, 'A book') }
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Where [default: where you are]')
            [CompletionResult]::new('--title', '--title', [CompletionResultType]::ParameterName, 'What it is called')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;bookmark;list' {
            toolbox books slugs 2>$null | ForEach-Object { [CompletionResult]::new($_, $_, [CompletionResultType]::ParameterValue, 'A book') }
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;bookmark;rm' {
            toolbox books slugs 2>$null | ForEach-Object { [CompletionResult]::new($_, $_, [CompletionResultType]::ParameterValue, 'A book') }
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;bookmark;help' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Set a bookmark')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the bookmarks of a book')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Remove a bookmark')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'toolbox;books;bookmark;help;add' {
            break
        }
        'toolbox;books;bookmark;help;list' {
            break
        }
        'toolbox;books;bookmark;help;rm' {
            break
        }
        'toolbox;books;bookmark;help;help' {
            break
        }
        'toolbox;books;edit' {
            toolbox books slugs 2>$null | ForEach-Object { [CompletionResult]::new($_, $_, [CompletionResultType]::ParameterValue, 'A book') }
            [CompletionResult]::new('--lock', '--lock', [CompletionResultType]::ParameterName, 'Keep the value of this field as it is')
            [CompletionResult]::new('--unlock', '--unlock', [CompletionResultType]::ParameterName, 'Take the value that files say')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;cover' {
            toolbox books slugs 2>$null | ForEach-Object { [CompletionResult]::new($_, $_, [CompletionResultType]::ParameterValue, 'A book') }
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--unset', '--unset', [CompletionResultType]::ParameterName, 'Take the picture of its files again')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;chapters' {
            toolbox books slugs 2>$null | ForEach-Object { [CompletionResult]::new($_, $_, [CompletionResultType]::ParameterValue, 'A book') }
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Take the chapters of this file: lines with POS and a title')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--unset', '--unset', [CompletionResultType]::ParameterName, 'Take the chapters of the files again')
            [CompletionResult]::new('--clear', '--clear', [CompletionResultType]::ParameterName, 'Say that it has no chapters')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;tag' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add tags to a book')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Take tags off a book')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List all tags')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'toolbox;books;tag;add' {
            toolbox books slugs 2>$null | ForEach-Object { [CompletionResult]::new($_, $_, [CompletionResultType]::ParameterValue, 'A book') }
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;tag;rm' {
            toolbox books slugs 2>$null | ForEach-Object { [CompletionResult]::new($_, $_, [CompletionResultType]::ParameterValue, 'A book') }
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;tag;list' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;tag;help' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add tags to a book')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Take tags off a book')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List all tags')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'toolbox;books;tag;help;add' {
            break
        }
        'toolbox;books;tag;help;rm' {
            break
        }
        'toolbox;books;tag;help;list' {
            break
        }
        'toolbox;books;tag;help;help' {
            break
        }
        'toolbox;books;shelf' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Put books on a list, behind those that are there')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Take books off a list')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a list in its order')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List all lists')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'toolbox;books;shelf;add' {
            toolbox books slugs 2>$null | ForEach-Object { [CompletionResult]::new($_, $_, [CompletionResultType]::ParameterValue, 'A book') }
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;shelf;rm' {
            toolbox books slugs 2>$null | ForEach-Object { [CompletionResult]::new($_, $_, [CompletionResultType]::ParameterValue, 'A book') }
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;shelf;show' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;shelf;list' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;shelf;help' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Put books on a list, behind those that are there')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Take books off a list')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a list in its order')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List all lists')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'toolbox;books;shelf;help;add' {
            break
        }
        'toolbox;books;shelf;help;rm' {
            break
        }
        'toolbox;books;shelf;help;show' {
            break
        }
        'toolbox;books;shelf;help;list' {
            break
        }
        'toolbox;books;shelf;help;help' {
            break
        }
        'toolbox;books;stats' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--week', '--week', [CompletionResultType]::ParameterName, 'The last seven days')
            [CompletionResult]::new('--month', '--month', [CompletionResultType]::ParameterName, 'The last thirty days')
            [CompletionResult]::new('--year', '--year', [CompletionResultType]::ParameterName, 'The last twelve months')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;remove' {
            toolbox books slugs 2>$null | ForEach-Object { [CompletionResult]::new($_, $_, [CompletionResultType]::ParameterValue, 'A book') }
            [CompletionResult]::new('--folder', '--folder', [CompletionResultType]::ParameterName, 'Take out a folder that was imported, with its books')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--delete-files', '--delete-files', [CompletionResultType]::ParameterName, 'Delete its audio files, too')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;export' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;restore' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--merge', '--merge', [CompletionResultType]::ParameterName, 'Add it to what is here: what happens anyway')
            [CompletionResult]::new('--replace', '--replace', [CompletionResultType]::ParameterName, 'Let what is here give way')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;sync' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Meet other devices in a folder or a bucket, and do so at once')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Leave a place; what is in it stays')
            [CompletionResult]::new('now', 'now', [CompletionResultType]::ParameterValue, 'Tell and learn what is new')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Tell where devices meet, and how far each is known')
            [CompletionResult]::new('resolve', 'resolve', [CompletionResultType]::ParameterValue, 'Choose one of several places in a book')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'toolbox;books;sync;add' {
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'What this device is called')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'The server of the bucket [default: Amazon''s]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region of the bucket [default: the profile''s]')
            [CompletionResult]::new('--aws-profile', '--aws-profile', [CompletionResultType]::ParameterName, 'The profile of the AWS CLI that has the keys')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;sync;rm' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;sync;now' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;sync;status' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;sync;resolve' {
            toolbox books slugs 2>$null | ForEach-Object { [CompletionResult]::new($_, $_, [CompletionResultType]::ParameterValue, 'A book') }
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;sync;help' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Meet other devices in a folder or a bucket, and do so at once')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Leave a place; what is in it stays')
            [CompletionResult]::new('now', 'now', [CompletionResultType]::ParameterValue, 'Tell and learn what is new')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Tell where devices meet, and how far each is known')
            [CompletionResult]::new('resolve', 'resolve', [CompletionResultType]::ParameterValue, 'Choose one of several places in a book')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'toolbox;books;sync;help;add' {
            break
        }
        'toolbox;books;sync;help;rm' {
            break
        }
        'toolbox;books;sync;help;now' {
            break
        }
        'toolbox;books;sync;help;status' {
            break
        }
        'toolbox;books;sync;help;resolve' {
            break
        }
        'toolbox;books;sync;help;help' {
            break
        }
        'toolbox;books;doctor' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--rebuild', '--rebuild', [CompletionResultType]::ParameterName, 'Make the library anew; the old file is kept beside it')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;slugs' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The library [default: books.db in $XDG_DATA_HOME/toolbox]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Whose place: several people may use one library')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;books;help' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add books: files, or folders of files')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Add every book below folders, and remember the folders')
            [CompletionResult]::new('scan', 'scan', [CompletionResultType]::ParameterValue, 'Look for changes in the folders that were imported')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List books')
            [CompletionResult]::new('search', 'search', [CompletionResultType]::ParameterValue, 'Find books by words')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Tell all about a book')
            [CompletionResult]::new('save-progress', 'save-progress', [CompletionResultType]::ParameterValue, 'Save where you are in a book')
            [CompletionResult]::new('where', 'where', [CompletionResultType]::ParameterValue, 'Tell where you are in a book, or were')
            [CompletionResult]::new('resume', 'resume', [CompletionResultType]::ParameterValue, 'List the books that you are in')
            [CompletionResult]::new('complete', 'complete', [CompletionResultType]::ParameterValue, 'Mark a book as finished')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Begin a book again, as another time')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'Tell what happened to your place in a book')
            [CompletionResult]::new('undo', 'undo', [CompletionResultType]::ParameterValue, 'Take back the last jump')
            [CompletionResult]::new('play', 'play', [CompletionResultType]::ParameterValue, 'Play a book from where you are, through mpv')
            [CompletionResult]::new('bookmark', 'bookmark', [CompletionResultType]::ParameterValue, 'Set, list and remove bookmarks')
            [CompletionResult]::new('edit', 'edit', [CompletionResultType]::ParameterValue, 'Change what is known of a book')
            [CompletionResult]::new('cover', 'cover', [CompletionResultType]::ParameterValue, 'Give a book another picture, or take out its own')
            [CompletionResult]::new('chapters', 'chapters', [CompletionResultType]::ParameterValue, 'Show the chapters of a book, or set them')
            [CompletionResult]::new('tag', 'tag', [CompletionResultType]::ParameterValue, 'Add, remove and list tags')
            [CompletionResult]::new('shelf', 'shelf', [CompletionResultType]::ParameterValue, 'Put books on lists: want to listen, and others')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Tell how much you listened')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Take a book out of the library')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write everything that was told to a file')
            [CompletionResult]::new('restore', 'restore', [CompletionResultType]::ParameterValue, 'Take in what export wrote')
            [CompletionResult]::new('sync', 'sync', [CompletionResultType]::ParameterValue, 'Share places with your other devices')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Check a library, or make it anew')
            [CompletionResult]::new('slugs', 'slugs', [CompletionResultType]::ParameterValue, 'Slugs for completions')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'toolbox;books;help;add' {
            break
        }
        'toolbox;books;help;import' {
            break
        }
        'toolbox;books;help;scan' {
            break
        }
        'toolbox;books;help;list' {
            break
        }
        'toolbox;books;help;search' {
            break
        }
        'toolbox;books;help;info' {
            break
        }
        'toolbox;books;help;save-progress' {
            break
        }
        'toolbox;books;help;where' {
            break
        }
        'toolbox;books;help;resume' {
            break
        }
        'toolbox;books;help;complete' {
            break
        }
        'toolbox;books;help;restart' {
            break
        }
        'toolbox;books;help;history' {
            break
        }
        'toolbox;books;help;undo' {
            break
        }
        'toolbox;books;help;play' {
            break
        }
        'toolbox;books;help;bookmark' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Set a bookmark')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the bookmarks of a book')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Remove a bookmark')
            break
        }
        'toolbox;books;help;bookmark;add' {
            break
        }
        'toolbox;books;help;bookmark;list' {
            break
        }
        'toolbox;books;help;bookmark;rm' {
            break
        }
        'toolbox;books;help;edit' {
            break
        }
        'toolbox;books;help;cover' {
            break
        }
        'toolbox;books;help;chapters' {
            break
        }
        'toolbox;books;help;tag' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add tags to a book')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Take tags off a book')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List all tags')
            break
        }
        'toolbox;books;help;tag;add' {
            break
        }
        'toolbox;books;help;tag;rm' {
            break
        }
        'toolbox;books;help;tag;list' {
            break
        }
        'toolbox;books;help;shelf' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Put books on a list, behind those that are there')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Take books off a list')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a list in its order')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List all lists')
            break
        }
        'toolbox;books;help;shelf;add' {
            break
        }
        'toolbox;books;help;shelf;rm' {
            break
        }
        'toolbox;books;help;shelf;show' {
            break
        }
        'toolbox;books;help;shelf;list' {
            break
        }
        'toolbox;books;help;stats' {
            break
        }
        'toolbox;books;help;remove' {
            break
        }
        'toolbox;books;help;export' {
            break
        }
        'toolbox;books;help;restore' {
            break
        }
        'toolbox;books;help;sync' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Meet other devices in a folder or a bucket, and do so at once')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Leave a place; what is in it stays')
            [CompletionResult]::new('now', 'now', [CompletionResultType]::ParameterValue, 'Tell and learn what is new')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Tell where devices meet, and how far each is known')
            [CompletionResult]::new('resolve', 'resolve', [CompletionResultType]::ParameterValue, 'Choose one of several places in a book')
            break
        }
        'toolbox;books;help;sync;add' {
            break
        }
        'toolbox;books;help;sync;rm' {
            break
        }
        'toolbox;books;help;sync;now' {
            break
        }
        'toolbox;books;help;sync;status' {
            break
        }
        'toolbox;books;help;sync;resolve' {
            break
        }
        'toolbox;books;help;doctor' {
            break
        }
        'toolbox;books;help;slugs' {
            break
        }
        'toolbox;books;help;help' {
            break
        }
        'toolbox;completions' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;man' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;demo' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;origin' {
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Listen here: a port, :port for every interface, or address:port; port 0 takes a free one')
            [CompletionResult]::new('--unix-socket', '--unix-socket', [CompletionResultType]::ParameterName, 'Listen on a unix socket instead')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads that serve')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'Serve the files below DIR under /static/')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'The server''s certificate chain (PEM)')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The server''s private key (PEM)')
            [CompletionResult]::new('--write-certs', '--write-certs', [CompletionResultType]::ParameterName, 'Write ca.pem and client.pem into DIR, for --cacert and --cert of a client')
            [CompletionResult]::new('--capacity', '--capacity', [CompletionResultType]::ParameterName, 'Serve this many requests a second, one after another; the others wait in line')
            [CompletionResult]::new('--latency', '--latency', [CompletionResultType]::ParameterName, 'Added latency, 5ms, or over time, 5ms,30s:50ms')
            [CompletionResult]::new('--jitter', '--jitter', [CompletionResultType]::ParameterName, 'Share of the latency that is random, the mean unchanged')
            [CompletionResult]::new('--error-rate', '--error-rate', [CompletionResultType]::ParameterName, 'Share of requests that are answered with an error')
            [CompletionResult]::new('--error-status', '--error-status', [CompletionResultType]::ParameterName, 'The status of these')
            [CompletionResult]::new('--stall', '--stall', [CompletionResultType]::ParameterName, 'Answer nothing for LENGTH, beginning AFTER the start: 10s:2s; may be repeated')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Repeat the same random choices')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--tls', '--tls', [CompletionResultType]::ParameterName, 'Speak TLS, with a certificate made for localhost unless --cert is given')
            [CompletionResult]::new('--require-client-cert', '--require-client-cert', [CompletionResultType]::ParameterName, 'Let only clients in that show a certificate of the origin''s own authority')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for debug and trace')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--no-progress', '--no-progress', [CompletionResultType]::ParameterName, 'Show no progress')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'Short for --color never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'toolbox;help' {
            [CompletionResult]::new('load', 'load', [CompletionResultType]::ParameterValue, 'Test how an HTTP server bears load')
            [CompletionResult]::new('rip', 'rip', [CompletionResultType]::ParameterValue, 'Record an HLS or DASH stream to a file')
            [CompletionResult]::new('kv', 'kv', [CompletionResultType]::ParameterValue, 'Keep keys and values in memory, as Redis does, faster and smaller')
            [CompletionResult]::new('fetch', 'fetch', [CompletionResultType]::ParameterValue, 'Download files over many connections: resumable, verified')
            [CompletionResult]::new('swarm', 'swarm', [CompletionResultType]::ParameterValue, 'An audience for HLS streams: what they see, and how many a server carries')
            [CompletionResult]::new('scan', 'scan', [CompletionResultType]::ParameterValue, 'Scan hosts for open ports, and tell who decided each verdict')
            [CompletionResult]::new('books', 'books', [CompletionResultType]::ParameterValue, 'Keep audiobooks, and your place in them')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print completions for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print a manual page, for `man -l -`')
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'Show every applet at its main job for a few seconds, against servers of its own')
            [CompletionResult]::new('origin', 'origin', [CompletionResultType]::ParameterValue, 'Serve test traffic until a signal: files, ranges, delays, errors and faults on demand')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'toolbox;help;load' {
            [CompletionResult]::new('find', 'find', [CompletionResultType]::ParameterValue, 'Find the highest rate that keeps an objective')
            [CompletionResult]::new('ab', 'ab', [CompletionResultType]::ParameterValue, 'Compare two servers, URLs or plans, in interleaved rounds')
            [CompletionResult]::new('compare', 'compare', [CompletionResultType]::ParameterValue, 'Compare the reports of two runs')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Show a saved report')
            break
        }
        'toolbox;help;load;find' {
            break
        }
        'toolbox;help;load;ab' {
            break
        }
        'toolbox;help;load;compare' {
            break
        }
        'toolbox;help;load;report' {
            break
        }
        'toolbox;help;rip' {
            break
        }
        'toolbox;help;kv' {
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve Redis clients until a signal')
            [CompletionResult]::new('cli', 'cli', [CompletionResultType]::ParameterValue, 'Send commands to a server of Redis''s protocol')
            [CompletionResult]::new('bench', 'bench', [CompletionResultType]::ParameterValue, 'Measure how fast a server answers, or which of two does')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check dumps and append-only logs')
            [CompletionResult]::new('convert', 'convert', [CompletionResultType]::ParameterValue, 'Turn a dump into one of another version, or into JSON')
            break
        }
        'toolbox;help;kv;serve' {
            break
        }
        'toolbox;help;kv;cli' {
            break
        }
        'toolbox;help;kv;bench' {
            break
        }
        'toolbox;help;kv;check' {
            break
        }
        'toolbox;help;kv;convert' {
            break
        }
        'toolbox;help;fetch' {
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Download a URL: what `fetch URL` does too')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Tell what a URL leads to, without downloading it')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Tell whether a file is what was promised, and which parts are not')
            [CompletionResult]::new('repair', 'repair', [CompletionResultType]::ParameterValue, 'Fetch the bad parts of a file again, and nothing else')
            [CompletionResult]::new('clean', 'clean', [CompletionResultType]::ParameterValue, 'List what downloads left behind, and remove it')
            break
        }
        'toolbox;help;fetch;get' {
            break
        }
        'toolbox;help;fetch;info' {
            break
        }
        'toolbox;help;fetch;verify' {
            break
        }
        'toolbox;help;fetch;repair' {
            break
        }
        'toolbox;help;fetch;clean' {
            break
        }
        'toolbox;help;swarm' {
            break
        }
        'toolbox;help;scan' {
            [CompletionResult]::new('discover', 'discover', [CompletionResultType]::ParameterValue, 'Find out which hosts of a network are there')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a saved scan again, in any form')
            [CompletionResult]::new('replay', 'replay', [CompletionResultType]::ParameterValue, 'Judge the evidence of a saved scan again, by newer rules; no packet is sent')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Tell what changed between two saved scans')
            [CompletionResult]::new('watch', 'watch', [CompletionResultType]::ParameterValue, 'Watch hosts, and tell which ports are not as a policy wants them')
            [CompletionResult]::new('selftest', 'selftest', [CompletionResultType]::ParameterValue, 'Tell what this machine and this user can tell apart, and how to see more')
            break
        }
        'toolbox;help;scan;discover' {
            break
        }
        'toolbox;help;scan;show' {
            break
        }
        'toolbox;help;scan;replay' {
            break
        }
        'toolbox;help;scan;diff' {
            break
        }
        'toolbox;help;scan;watch' {
            break
        }
        'toolbox;help;scan;selftest' {
            break
        }
        'toolbox;help;books' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add books: files, or folders of files')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Add every book below folders, and remember the folders')
            [CompletionResult]::new('scan', 'scan', [CompletionResultType]::ParameterValue, 'Look for changes in the folders that were imported')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List books')
            [CompletionResult]::new('search', 'search', [CompletionResultType]::ParameterValue, 'Find books by words')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Tell all about a book')
            [CompletionResult]::new('save-progress', 'save-progress', [CompletionResultType]::ParameterValue, 'Save where you are in a book')
            [CompletionResult]::new('where', 'where', [CompletionResultType]::ParameterValue, 'Tell where you are in a book, or were')
            [CompletionResult]::new('resume', 'resume', [CompletionResultType]::ParameterValue, 'List the books that you are in')
            [CompletionResult]::new('complete', 'complete', [CompletionResultType]::ParameterValue, 'Mark a book as finished')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Begin a book again, as another time')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'Tell what happened to your place in a book')
            [CompletionResult]::new('undo', 'undo', [CompletionResultType]::ParameterValue, 'Take back the last jump')
            [CompletionResult]::new('play', 'play', [CompletionResultType]::ParameterValue, 'Play a book from where you are, through mpv')
            [CompletionResult]::new('bookmark', 'bookmark', [CompletionResultType]::ParameterValue, 'Set, list and remove bookmarks')
            [CompletionResult]::new('edit', 'edit', [CompletionResultType]::ParameterValue, 'Change what is known of a book')
            [CompletionResult]::new('cover', 'cover', [CompletionResultType]::ParameterValue, 'Give a book another picture, or take out its own')
            [CompletionResult]::new('chapters', 'chapters', [CompletionResultType]::ParameterValue, 'Show the chapters of a book, or set them')
            [CompletionResult]::new('tag', 'tag', [CompletionResultType]::ParameterValue, 'Add, remove and list tags')
            [CompletionResult]::new('shelf', 'shelf', [CompletionResultType]::ParameterValue, 'Put books on lists: want to listen, and others')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Tell how much you listened')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Take a book out of the library')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write everything that was told to a file')
            [CompletionResult]::new('restore', 'restore', [CompletionResultType]::ParameterValue, 'Take in what export wrote')
            [CompletionResult]::new('sync', 'sync', [CompletionResultType]::ParameterValue, 'Share places with your other devices')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Check a library, or make it anew')
            [CompletionResult]::new('slugs', 'slugs', [CompletionResultType]::ParameterValue, 'Slugs for completions')
            break
        }
        'toolbox;help;books;add' {
            break
        }
        'toolbox;help;books;import' {
            break
        }
        'toolbox;help;books;scan' {
            break
        }
        'toolbox;help;books;list' {
            break
        }
        'toolbox;help;books;search' {
            break
        }
        'toolbox;help;books;info' {
            break
        }
        'toolbox;help;books;save-progress' {
            break
        }
        'toolbox;help;books;where' {
            break
        }
        'toolbox;help;books;resume' {
            break
        }
        'toolbox;help;books;complete' {
            break
        }
        'toolbox;help;books;restart' {
            break
        }
        'toolbox;help;books;history' {
            break
        }
        'toolbox;help;books;undo' {
            break
        }
        'toolbox;help;books;play' {
            break
        }
        'toolbox;help;books;bookmark' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Set a bookmark')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the bookmarks of a book')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Remove a bookmark')
            break
        }
        'toolbox;help;books;bookmark;add' {
            break
        }
        'toolbox;help;books;bookmark;list' {
            break
        }
        'toolbox;help;books;bookmark;rm' {
            break
        }
        'toolbox;help;books;edit' {
            break
        }
        'toolbox;help;books;cover' {
            break
        }
        'toolbox;help;books;chapters' {
            break
        }
        'toolbox;help;books;tag' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add tags to a book')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Take tags off a book')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List all tags')
            break
        }
        'toolbox;help;books;tag;add' {
            break
        }
        'toolbox;help;books;tag;rm' {
            break
        }
        'toolbox;help;books;tag;list' {
            break
        }
        'toolbox;help;books;shelf' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Put books on a list, behind those that are there')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Take books off a list')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a list in its order')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List all lists')
            break
        }
        'toolbox;help;books;shelf;add' {
            break
        }
        'toolbox;help;books;shelf;rm' {
            break
        }
        'toolbox;help;books;shelf;show' {
            break
        }
        'toolbox;help;books;shelf;list' {
            break
        }
        'toolbox;help;books;stats' {
            break
        }
        'toolbox;help;books;remove' {
            break
        }
        'toolbox;help;books;export' {
            break
        }
        'toolbox;help;books;restore' {
            break
        }
        'toolbox;help;books;sync' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Meet other devices in a folder or a bucket, and do so at once')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Leave a place; what is in it stays')
            [CompletionResult]::new('now', 'now', [CompletionResultType]::ParameterValue, 'Tell and learn what is new')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Tell where devices meet, and how far each is known')
            [CompletionResult]::new('resolve', 'resolve', [CompletionResultType]::ParameterValue, 'Choose one of several places in a book')
            break
        }
        'toolbox;help;books;sync;add' {
            break
        }
        'toolbox;help;books;sync;rm' {
            break
        }
        'toolbox;help;books;sync;now' {
            break
        }
        'toolbox;help;books;sync;status' {
            break
        }
        'toolbox;help;books;sync;resolve' {
            break
        }
        'toolbox;help;books;doctor' {
            break
        }
        'toolbox;help;books;slugs' {
            break
        }
        'toolbox;help;completions' {
            break
        }
        'toolbox;help;man' {
            break
        }
        'toolbox;help;demo' {
            break
        }
        'toolbox;help;origin' {
            break
        }
        'toolbox;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
