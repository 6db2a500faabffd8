
use builtin;
use str;

set edit:completion:arg-completer[swarm] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'swarm'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'swarm'= {
            cand -c 'How many clients [default: 10]'
            cand --clients 'How many clients [default: 10]'
            cand --concurrency 'How many clients [default: 10]'
            cand --ramp-rate 'Clients to start each second [default: 5]'
            cand --ramp-jitter 'Start each client later by up to this much [default: 200ms]'
            cand --arrivals 'How clients come within the rate'
            cand -d 'End after so long; 0 goes on until a signal'
            cand --duration 'End after so long; 0 goes on until a signal'
            cand --profile 'Values for clients, rate, jitter and timeout that go together'
            cand --engine 'What a client is'
            cand --ffmpeg-share 'With --engine both: the share of clients that are processes'
            cand --seed 'Repeat the same random choices; told at the start otherwise'
            cand --variant 'Which renditions a client plays [default: all; first with --engine both]'
            cand --resolve 'Connect to this address whatever the name says (needs --dangerous)'
            cand -H 'Header to send with every request, ''Name: value''; repeat for more'
            cand --header 'Header to send with every request, ''Name: value''; repeat for more'
            cand --user-agent 'User-Agent to send'
            cand --timeout 'Give up on a server that says nothing for so long [default: 15s]'
            cand --ffmpeg 'The program; ffprobe is looked for beside it'
            cand --reconnect 'Have ffmpeg connect again after errors [default: true]'
            cand --reconnect-delay 'Longest pause between such attempts, seconds'
            cand --seg-retry 'Attempts at a segment, where this ffmpeg has a word for it'
            cand --probe-failure-policy 'What to do where the renditions cannot be told apart'
            cand --target-duration 'Length of segments; twice as long without progress is a stall'
            cand --max-restarts 'Start a client anew at most so often; 0 is without end'
            cand --stats 'Have ffmpeg tell its progress: bytes, speed, stalls'
            cand --stats-loglevel 'How much ffmpeg logs, for what is counted'
            cand --segment-sizes 'Ask the server once for the size of each segment, to count bytes'
            cand --abr 'How a player chooses among renditions: fixed, the one of --variant; hlsjs, by the measured speed; trace:FILE, the same on a line that is as wide as the file says (lines `SECONDS RATE`, as in `10 800k`)'
            cand --low-latency 'Play streams of low latency by their parts'
            cand --connections 'Whose connections are'
            cand --http 'The version of HTTP'
            cand --threads 'Threads that players run on; 0 is one for each processor'
            cand --buffer 'Media a player keeps ahead of what it shows'
            cand --source-ips 'Send from these addresses of this machine in turn'
            cand --url 'Watch this stream too, with its weight: URL*3; repeat for more'
            cand --session 'How long a viewer stays: 5m, exp(10m), uniform(1m,5m)'
            cand --cmcd 'Tell servers of each session (CTA-5004), for their logs'
            cand --step 'With --find-limit: how long each audience watches once it has come'
            cand --slo 'End with exit code 3 unless these limits hold; their names stand below'
            cand --metrics-port 'Serve metrics on this port of every interface [default: 9090]'
            cand --log-level 'How much is logged'
            cand --tui 'Show a live display where there is a terminal'
            cand --cacert 'Trust the authorities in this PEM file instead of the system''s'
            cand --cert 'Present this client certificate (PEM; may hold the key as well)'
            cand --key 'The private key of --cert (PEM)'
            cand --stats-buffer 'See [`LEFT`]'
            cand --stats-drop-threshold 'See [`LEFT`]'
            cand --origin-metrics 'See [`LEFT`]'
            cand --nginx-metrics 'See [`LEFT`]'
            cand --origin-metrics-host 'See [`LEFT`]'
            cand --origin-metrics-interval 'See [`LEFT`]'
            cand --origin-metrics-window 'See [`LEFT`]'
            cand --origin-metrics-node-port 'See [`LEFT`]'
            cand --origin-metrics-nginx-port 'See [`LEFT`]'
            cand --segment-sizes-url 'See [`LEFT`]'
            cand --segment-sizes-interval 'See [`LEFT`]'
            cand --segment-sizes-jitter 'See [`LEFT`]'
            cand --segment-cache-window 'See [`LEFT`]'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --dangerous 'Allow what turns the check of certificates off: --resolve'
            cand --no-cache 'Ask caches for nothing'
            cand --restart-on-stall 'Start a client anew that has stalled'
            cand --ffmpeg-debug 'Have ffmpeg log all it knows'
            cand --find-limit 'Find the largest audience for which --slo holds'
            cand --compat-metrics 'Serve the names of later versions as well'
            cand --prom-client-metrics 'Serve speed and drift of each client, for audiences below 200'
            cand --print-cmd 'Print the command of a client and end'
            cand --check 'One client for ten seconds; fails where it got nothing'
            cand --skip-preflight 'Start although the machine may not carry so many'
            cand -k 'Accept any server certificate'
            cand --insecure 'Accept any server certificate'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
    ]
    $completions[$command]
}
