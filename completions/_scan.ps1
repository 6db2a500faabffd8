
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'scan' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'scan'
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
        'scan' {
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
        'scan;discover' {
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
            break
        }
        'scan;show' {
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
            break
        }
        'scan;replay' {
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
            break
        }
        'scan;diff' {
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
            break
        }
        'scan;watch' {
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
            break
        }
        'scan;selftest' {
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
            break
        }
        'scan;help' {
            [CompletionResult]::new('discover', 'discover', [CompletionResultType]::ParameterValue, 'Find out which hosts of a network are there')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a saved scan again, in any form')
            [CompletionResult]::new('replay', 'replay', [CompletionResultType]::ParameterValue, 'Judge the evidence of a saved scan again, by newer rules; no packet is sent')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Tell what changed between two saved scans')
            [CompletionResult]::new('watch', 'watch', [CompletionResultType]::ParameterValue, 'Watch hosts, and tell which ports are not as a policy wants them')
            [CompletionResult]::new('selftest', 'selftest', [CompletionResultType]::ParameterValue, 'Tell what this machine and this user can tell apart, and how to see more')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'scan;help;discover' {
            break
        }
        'scan;help;show' {
            break
        }
        'scan;help;replay' {
            break
        }
        'scan;help;diff' {
            break
        }
        'scan;help;watch' {
            break
        }
        'scan;help;selftest' {
            break
        }
        'scan;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
