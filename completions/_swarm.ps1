
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'swarm' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'swarm'
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
        'swarm' {
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
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
