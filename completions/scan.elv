
use builtin;
use str;

set edit:completion:arg-completer[scan] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'scan'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'scan'= {
            cand --targets 'Read targets from this file, one or more a line, # begins a comment; - is standard input (also -iL)'
            cand --exclude 'Never scan these; with commas, or repeated'
            cand --exclude-file 'Never scan what stands in this file'
            cand --confirm-public 'Scan a large public range without a question: the number of its addresses, as proof that it is meant'
            cand -p 'Ports: 22,80,443 or 1-1000 or - for all, T:80,U:53, names; default: the hundred that tell most'
            cand --ports 'Ports: 22,80,443 or 1-1000 or - for all, T:80,U:53, names; default: the hundred that tell most'
            cand --top-ports 'The N ports that tell most, by our own list'
            cand --services 'Names of ports, and which tell most, from a file in the format of nmap-services'
            cand --exclude-ports 'Leave these ports out'
            cand -s 'How: T (TCP connect), V (ask open ports what lives there); several letters, or repeated: -sT -sV'
            cand --scan 'How: T (TCP connect), V (ask open ports what lives there); several letters, or repeated: -sT -sV'
            cand -T 'From 0, a probe in five minutes, to 5, as fast as it goes; see below [default: 3]'
            cand --timing 'From 0, a probe in five minutes, to 5, as fast as it goes; see below [default: 3]'
            cand --rate 'Probes a second, in all; 0 is without a limit [default: by -T, 1000; without one on this machine itself]'
            cand --max-rate 'Probes a second, in all; 0 is without a limit [default: by -T, 1000; without one on this machine itself]'
            cand -c 'Probes under way at once, in all [default: by -T, 512]'
            cand --concurrency 'Probes under way at once, in all [default: by -T, 512]'
            cand --max-inflight 'Probes under way at once, in all [default: by -T, 512]'
            cand --timeout 'Wait at most so long for an answer [default: by -T and the round trips]'
            cand --host-timeout 'Give a host at most so long'
            cand --retries 'Probe silent ports again so often, whatever was lost [default: by --miss]'
            cand --max-retries 'Probe silent ports again so often, whatever was lost [default: by --miss]'
            cand --miss 'The probability that an open port may be missed for lost packets'
            cand --source 'Connect from this address'
            cand --source-ip 'Connect from this address'
            cand --seed 'Repeat the same order of ports'
            cand --version-intensity 'How many of the probes are tried on ports that tell nothing: 0, none, to 9, all'
            cand --intensity 'How many of the probes are tried on ports that tell nothing: 0, none, to 9, all'
            cand --probes 'More probes and patterns, in the format of nmap-service-probes'
            cand --recog 'More fingerprints, in the XML of Recog; a file or a folder of them'
            cand --save 'Keep the result in this file, as JSON, for show and diff (also -oJ)'
            cand --grep 'Write a line for each port found, HOST:PORT:STATE:SERVICE:VERSION; - is standard output (also -oG)'
            cand --xml 'Write XML as nmap does; - is standard output (also -oX)'
            cand --resume 'Keep what is decided in this file while it goes on, and go on from it'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand -4 'Names: addresses of IPv4 alone'
            cand --ipv4 'Names: addresses of IPv4 alone'
            cand -6 'Names: addresses of IPv6 alone'
            cand --ipv6 'Names: addresses of IPv6 alone'
            cand --all-addresses 'Names: every address instead of the first'
            cand -F 'The fifty ports that tell most'
            cand --fast 'The fifty ports that tell most'
            cand -O 'Guess the system of each host from what its services say and how its packets look'
            cand --os 'Guess the system of each host from what its services say and how its packets look'
            cand --snmp-public 'Ask SNMP with the community `public`'
            cand --open 'Show open ports alone'
            cand --reason 'Show why each port is what it is, and who said so'
            cand --dry-run 'Say what would be sent, how long that takes, and send nothing'
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
            cand show 'Show a saved scan again, in any form'
            cand replay 'Judge the evidence of a saved scan again, by newer rules; no packet is sent'
            cand diff 'Tell what changed between two saved scans'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'scan;show'= {
            cand --grep 'Write a line for each port, HOST:PORT:STATE:SERVICE:VERSION; - is standard output'
            cand --xml 'Write XML as nmap does; - is standard output'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --open 'Show open ports alone'
            cand --reason 'Show why each port is what it is, and who said so'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'scan;replay'= {
            cand --probes 'More probes and patterns, in the format of nmap-service-probes'
            cand --recog 'More fingerprints, in the XML of Recog; a file or a folder of them'
            cand --save 'Keep the result in this file, as JSON'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'scan;diff'= {
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'scan;help'= {
            cand show 'Show a saved scan again, in any form'
            cand replay 'Judge the evidence of a saved scan again, by newer rules; no packet is sent'
            cand diff 'Tell what changed between two saved scans'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'scan;help;show'= {
        }
        &'scan;help;replay'= {
        }
        &'scan;help;diff'= {
        }
        &'scan;help;help'= {
        }
    ]
    $completions[$command]
}
