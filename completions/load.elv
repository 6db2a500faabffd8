
use builtin;
use str;

set edit:completion:arg-completer[load] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'load'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'load'= {
            cand --url 'The URL, as a flag; with a plan file, in place of the URL in it'
            cand -n 'Stop after N requests (10000, 10k, 1m) [default: 100, unless a duration is given]'
            cand --requests 'Stop after N requests (10000, 10k, 1m) [default: 100, unless a duration is given]'
            cand -c 'Connections kept open, each with one request at a time (see --streams) [default: 10]'
            cand --connections 'Connections kept open, each with one request at a time (see --streams) [default: 10]'
            cand --concurrency 'Connections kept open, each with one request at a time (see --streams) [default: 10]'
            cand -d 'A duration to run for (30s, 1m; a bare number is seconds); anything else is a body, as in curl and hey'
            cand -z 'Run for this long'
            cand --duration 'Run for this long'
            cand -r 'Send at this rate, in total, whatever the server does (100, 100/s, 6000/m, 10k)'
            cand --rate 'Send at this rate, in total, whatever the server does (100, 100/s, 6000/m, 10k)'
            cand --arrivals 'How the requests of --rate and --stages are spread [default: constant]'
            cand --stages 'Rates to ramp to, each in a straight line: 10s:100,1m:1000 starts at 0 (0s:500 jumps)'
            cand --warmup 'Run for this long first, without counting'
            cand --threads 'Threads that send [default: one for each core, at most one for each connection]'
            cand --seed 'Makes random values and Poisson arrivals repeatable'
            cand -m 'Method [default: GET, or POST with a body]'
            cand --method 'Method [default: GET, or POST with a body]'
            cand -H 'Header to send, ''Name: value''; repeat for more'
            cand --header 'Header to send, ''Name: value''; repeat for more'
            cand -b 'Body to send: text, @FILE, or @- for standard input'
            cand --body 'Body to send: text, @FILE, or @- for standard input'
            cand -F 'Form field, name=value or name=@FILE; repeat for more'
            cand --form 'Form field, name=value or name=@FILE; repeat for more'
            cand -u 'Basic authentication, NAME:PASSWORD'
            cand --user 'Basic authentication, NAME:PASSWORD'
            cand --cookies 'Cookies to send, ''name=value; name=value'''
            cand --user-agent 'User-Agent to send [default: toolbox-load/VERSION]'
            cand --var 'Variable for templates, name=value; repeat for more'
            cand --http 'Protocol version [default: 1.1]'
            cand -p 'HTTP/2 streams at once on each connection [default: 1]'
            cand --streams 'HTTP/2 streams at once on each connection [default: 1]'
            cand --engine 'What drives HTTP/1.1: the raw engine where it can, or hyper [default: auto]'
            cand -t 'Give up on a request after this long [default: 30s]'
            cand --timeout 'Give up on a request after this long [default: 30s]'
            cand --connect-timeout 'Give up on a connection attempt after this long [default: 5s]'
            cand -L 'Follow up to N redirects [default: 0]'
            cand --redirects 'Follow up to N redirects [default: 0]'
            cand -x 'Go through this proxy (http://, https:// or socks5://)'
            cand --proxy 'Go through this proxy (http://, https:// or socks5://)'
            cand --connect-to 'Connect to HOST2:PORT2 when the URL says HOST1:PORT1; empty parts match anything'
            cand --resolve 'Take IP as the address of HOST'
            cand --unix 'Connect to this Unix socket'
            cand --source 'Local addresses to connect from, used in turn'
            cand --cacert 'Trust the authorities in this PEM file instead of the system''s'
            cand --cert 'Present this client certificate (PEM; may hold the key as well)'
            cand --key 'The private key of --cert (PEM)'
            cand --threshold 'What must hold, or the exit code is 3: ''p99<50ms'', ''err<0.1%'', ''rate>=1000''; repeat for more'
            cand --check 'What every reply must satisfy to count as good: ''status==200'', ''body~"ok"'', ''json $.id'', ''header etag'''
            cand --server-metrics 'Read Prometheus metrics of the server from URL every second, and name those that moved with the latency'
            cand --live 'How progress is shown [default: line]'
            cand --html 'Write a self-contained HTML report'
            cand --hlog 'Write the latencies of every second as an `HdrHistogram` log'
            cand --raw 'Write one CSV row for each request'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --h2c 'HTTP/2 without TLS (prior knowledge); implies --http 2'
            cand --no-keepalive 'A new connection for every request'
            cand --disable-keepalive 'A new connection for every request'
            cand -4 'Use IPv4 only'
            cand --ipv4 'Use IPv4 only'
            cand -6 'Use IPv6 only'
            cand --ipv6 'Use IPv6 only'
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
