# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_scan_global_optspecs
    string join \n targets= exclude= exclude-file= 4/ipv4 6/ipv6 all-addresses confirm-public= p/ports= F/fast top-ports= services= exclude-ports= by= s/scan= T/timing= rate= c/concurrency= timeout= host-timeout= retries= miss= source= seed= O/os version-intensity= snmp-public probes= recog= p0f= open reason save= grep= xml= resume= dry-run format= json o/output= v/verbose quiet no-progress color= no-color log-format= config= metrics= otlp= otlp-share= h/help V/version
end

function __fish_scan_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_scan_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_scan_using_subcommand
    set -l cmd (__fish_scan_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c scan -n "__fish_scan_needs_command" -l targets -d 'Read targets from this file, one or more a line, # begins a comment; - is standard input (also -iL)' -r -F
complete -c scan -n "__fish_scan_needs_command" -l exclude -d 'Never scan these; with commas, or repeated' -r
complete -c scan -n "__fish_scan_needs_command" -l exclude-file -d 'Never scan what stands in this file' -r -F
complete -c scan -n "__fish_scan_needs_command" -l confirm-public -d 'Scan a large public range without the question that a terminal is asked: the number of its addresses, as proof that it is meant' -r
complete -c scan -n "__fish_scan_needs_command" -s p -l ports -d 'Ports: 22,80,443 or 1-1000 or - for all, T:80,U:53, names; default: the hundred that tell most' -r
complete -c scan -n "__fish_scan_needs_command" -l top-ports -d 'The N ports that tell most, by our own list' -r
complete -c scan -n "__fish_scan_needs_command" -l services -d 'Names of ports, and which tell most, from a file in the format of nmap-services' -r -F
complete -c scan -n "__fish_scan_needs_command" -l exclude-ports -d 'Leave these ports out' -r
complete -c scan -n "__fish_scan_needs_command" -l by -d 'With -sn: look for hosts by these alone, of arp, ndp (neighbours), echo (ICMP) and tcp [default: all that this process may]' -r -f -a "arp\t'Neighbours of IPv4, by ARP'
ndp\t'Neighbours of IPv6, by neighbour discovery'
echo\t'An echo of ICMP'
tcp\t'Ports of TCP'"
complete -c scan -n "__fish_scan_needs_command" -s s -l scan -d 'How: S (SYN, by raw sockets), T (TCP connect), U (UDP), n (hosts alone), V (ask open ports what lives there); several letters, or repeated: -sT -sV [default: S where this process may, else T; and U where -p names ports of it]' -r
complete -c scan -n "__fish_scan_needs_command" -s T -l timing -d 'From 0, a probe in five minutes, to 5, as fast as it goes; see below [default: 3]' -r
complete -c scan -n "__fish_scan_needs_command" -l rate -l max-rate -d 'Probes a second, in all; 0 is without a limit [default: by -T, 1000; without one on this machine itself]' -r
complete -c scan -n "__fish_scan_needs_command" -s c -l concurrency -l max-inflight -d 'Probes under way at once, in all [default: by -T, 512]' -r
complete -c scan -n "__fish_scan_needs_command" -l timeout -d 'Wait at most so long for an answer [default: by -T and the round trips]' -r
complete -c scan -n "__fish_scan_needs_command" -l host-timeout -d 'Give a host at most so long, with what is asked of its services' -r
complete -c scan -n "__fish_scan_needs_command" -l retries -l max-retries -d 'Probe silent ports again so often, whatever was lost [default: by --miss]' -r
complete -c scan -n "__fish_scan_needs_command" -l miss -d 'The probability that an open port may be missed for lost packets' -r
complete -c scan -n "__fish_scan_needs_command" -l source -l source-ip -d 'Send from this address, one of this machine\'s' -r
complete -c scan -n "__fish_scan_needs_command" -l seed -d 'Repeat the same order of ports' -r
complete -c scan -n "__fish_scan_needs_command" -l version-intensity -l intensity -d 'How many of the probes are tried on ports that tell nothing: 0, none, to 9, all' -r
complete -c scan -n "__fish_scan_needs_command" -l probes -d 'More probes and patterns, in the format of nmap-service-probes' -r -F
complete -c scan -n "__fish_scan_needs_command" -l recog -d 'More fingerprints, in the XML of Recog; a file or a folder of them' -r -F
complete -c scan -n "__fish_scan_needs_command" -l p0f -d 'With -O: signatures of systems, in the format of p0f 3' -r -F
complete -c scan -n "__fish_scan_needs_command" -l save -d 'Keep the result in this file, as JSON, for show and diff (also -oJ)' -r -F
complete -c scan -n "__fish_scan_needs_command" -l grep -d 'Write a line for each port found, HOST:PORT:STATE:SERVICE:VERSION; - is standard output (also -oG)' -r -F
complete -c scan -n "__fish_scan_needs_command" -l xml -d 'Write XML as nmap does; - is standard output (also -oX)' -r -F
complete -c scan -n "__fish_scan_needs_command" -l resume -d 'Keep what is decided in this file while it goes on, and go on from it' -r -F
complete -c scan -n "__fish_scan_needs_command" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c scan -n "__fish_scan_needs_command" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c scan -n "__fish_scan_needs_command" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c scan -n "__fish_scan_needs_command" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c scan -n "__fish_scan_needs_command" -l config -d 'Read this configuration file and no other' -r -F
complete -c scan -n "__fish_scan_needs_command" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c scan -n "__fish_scan_needs_command" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c scan -n "__fish_scan_needs_command" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c scan -n "__fish_scan_needs_command" -s 4 -l ipv4 -d 'Names: addresses of IPv4 alone'
complete -c scan -n "__fish_scan_needs_command" -s 6 -l ipv6 -d 'Names: addresses of IPv6 alone'
complete -c scan -n "__fish_scan_needs_command" -l all-addresses -d 'Names: every address instead of the first'
complete -c scan -n "__fish_scan_needs_command" -s F -l fast -d 'The fifty ports that tell most'
complete -c scan -n "__fish_scan_needs_command" -s O -l os -d 'Guess the system of each host from what its services say and how its packets look'
complete -c scan -n "__fish_scan_needs_command" -l snmp-public -d 'Ask SNMP with the community `public`'
complete -c scan -n "__fish_scan_needs_command" -l open -d 'Show open ports alone'
complete -c scan -n "__fish_scan_needs_command" -l reason -d 'Show why each port is what it is, and who said so'
complete -c scan -n "__fish_scan_needs_command" -l dry-run -d 'Say what would be sent, how long that takes, and send nothing'
complete -c scan -n "__fish_scan_needs_command" -l json -d 'Short for --format json'
complete -c scan -n "__fish_scan_needs_command" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c scan -n "__fish_scan_needs_command" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c scan -n "__fish_scan_needs_command" -l no-progress -d 'Show no progress'
complete -c scan -n "__fish_scan_needs_command" -l no-color -d 'Short for --color never'
complete -c scan -n "__fish_scan_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c scan -n "__fish_scan_needs_command" -s V -l version -d 'Print version'
complete -c scan -n "__fish_scan_needs_command" -a "discover" -d 'Find out which hosts of a network are there'
complete -c scan -n "__fish_scan_needs_command" -a "show" -d 'Show a saved scan again, in any form'
complete -c scan -n "__fish_scan_needs_command" -a "replay" -d 'Judge the evidence of a saved scan again, by newer rules; no packet is sent'
complete -c scan -n "__fish_scan_needs_command" -a "diff" -d 'Tell what changed between two saved scans'
complete -c scan -n "__fish_scan_needs_command" -a "watch" -d 'Watch hosts, and tell which ports are not as a policy wants them'
complete -c scan -n "__fish_scan_needs_command" -a "selftest" -d 'Tell what this machine and this user can tell apart, and how to see more'
complete -c scan -n "__fish_scan_needs_command" -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c scan -n "__fish_scan_using_subcommand discover" -l targets -d 'Read targets from this file, one or more a line, # begins a comment; - is standard input (also -iL)' -r -F
complete -c scan -n "__fish_scan_using_subcommand discover" -l exclude -d 'Never scan these; with commas, or repeated' -r
complete -c scan -n "__fish_scan_using_subcommand discover" -l exclude-file -d 'Never scan what stands in this file' -r -F
complete -c scan -n "__fish_scan_using_subcommand discover" -l confirm-public -d 'Scan a large public range without the question that a terminal is asked: the number of its addresses, as proof that it is meant' -r
complete -c scan -n "__fish_scan_using_subcommand discover" -l by -d 'Ask by these alone, of arp, ndp (neighbours), echo (ICMP) and tcp [default: all that this process may]' -r -f -a "arp\t'Neighbours of IPv4, by ARP'
ndp\t'Neighbours of IPv6, by neighbour discovery'
echo\t'An echo of ICMP'
tcp\t'Ports of TCP'"
complete -c scan -n "__fish_scan_using_subcommand discover" -s p -l ports -d 'Ask at these ports of TCP [default: 443,80,22,445]' -r
complete -c scan -n "__fish_scan_using_subcommand discover" -s T -l timing -d 'From 0, a probe in five minutes, to 5, as fast as it goes; see below [default: 3]' -r
complete -c scan -n "__fish_scan_using_subcommand discover" -l rate -l max-rate -d 'Probes a second, in all; 0 is without a limit [default: by -T, 1000; without one on this machine itself]' -r
complete -c scan -n "__fish_scan_using_subcommand discover" -s c -l concurrency -l max-inflight -d 'Probes under way at once, in all [default: by -T, 512]' -r
complete -c scan -n "__fish_scan_using_subcommand discover" -l timeout -d 'Wait at most so long for an answer [default: by -T and the round trips]' -r
complete -c scan -n "__fish_scan_using_subcommand discover" -l host-timeout -d 'Give a host at most so long, with what is asked of its services' -r
complete -c scan -n "__fish_scan_using_subcommand discover" -l retries -l max-retries -d 'Probe silent ports again so often, whatever was lost [default: by --miss]' -r
complete -c scan -n "__fish_scan_using_subcommand discover" -l miss -d 'The probability that an open port may be missed for lost packets' -r
complete -c scan -n "__fish_scan_using_subcommand discover" -l source -l source-ip -d 'Send from this address, one of this machine\'s' -r
complete -c scan -n "__fish_scan_using_subcommand discover" -l seed -d 'Repeat the same order of ports' -r
complete -c scan -n "__fish_scan_using_subcommand discover" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c scan -n "__fish_scan_using_subcommand discover" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c scan -n "__fish_scan_using_subcommand discover" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c scan -n "__fish_scan_using_subcommand discover" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c scan -n "__fish_scan_using_subcommand discover" -l config -d 'Read this configuration file and no other' -r -F
complete -c scan -n "__fish_scan_using_subcommand discover" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c scan -n "__fish_scan_using_subcommand discover" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c scan -n "__fish_scan_using_subcommand discover" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c scan -n "__fish_scan_using_subcommand discover" -s 4 -l ipv4 -d 'Names: addresses of IPv4 alone'
complete -c scan -n "__fish_scan_using_subcommand discover" -s 6 -l ipv6 -d 'Names: addresses of IPv6 alone'
complete -c scan -n "__fish_scan_using_subcommand discover" -l all-addresses -d 'Names: every address instead of the first'
complete -c scan -n "__fish_scan_using_subcommand discover" -l json -d 'Short for --format json'
complete -c scan -n "__fish_scan_using_subcommand discover" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c scan -n "__fish_scan_using_subcommand discover" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c scan -n "__fish_scan_using_subcommand discover" -l no-progress -d 'Show no progress'
complete -c scan -n "__fish_scan_using_subcommand discover" -l no-color -d 'Short for --color never'
complete -c scan -n "__fish_scan_using_subcommand discover" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c scan -n "__fish_scan_using_subcommand show" -l grep -d 'Write a line for each port, HOST:PORT:STATE:SERVICE:VERSION; - is standard output' -r -F
complete -c scan -n "__fish_scan_using_subcommand show" -l xml -d 'Write XML as nmap does; - is standard output' -r -F
complete -c scan -n "__fish_scan_using_subcommand show" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c scan -n "__fish_scan_using_subcommand show" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c scan -n "__fish_scan_using_subcommand show" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c scan -n "__fish_scan_using_subcommand show" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c scan -n "__fish_scan_using_subcommand show" -l config -d 'Read this configuration file and no other' -r -F
complete -c scan -n "__fish_scan_using_subcommand show" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c scan -n "__fish_scan_using_subcommand show" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c scan -n "__fish_scan_using_subcommand show" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c scan -n "__fish_scan_using_subcommand show" -l open -d 'Show open ports alone'
complete -c scan -n "__fish_scan_using_subcommand show" -l reason -d 'Show why each port is what it is, and who said so'
complete -c scan -n "__fish_scan_using_subcommand show" -l json -d 'Short for --format json'
complete -c scan -n "__fish_scan_using_subcommand show" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c scan -n "__fish_scan_using_subcommand show" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c scan -n "__fish_scan_using_subcommand show" -l no-progress -d 'Show no progress'
complete -c scan -n "__fish_scan_using_subcommand show" -l no-color -d 'Short for --color never'
complete -c scan -n "__fish_scan_using_subcommand show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c scan -n "__fish_scan_using_subcommand replay" -l probes -d 'More probes and patterns, in the format of nmap-service-probes' -r -F
complete -c scan -n "__fish_scan_using_subcommand replay" -l recog -d 'More fingerprints, in the XML of Recog; a file or a folder of them' -r -F
complete -c scan -n "__fish_scan_using_subcommand replay" -l p0f -d 'Signatures of systems, in the format of p0f 3' -r -F
complete -c scan -n "__fish_scan_using_subcommand replay" -l save -d 'Keep the result in this file, as JSON' -r -F
complete -c scan -n "__fish_scan_using_subcommand replay" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c scan -n "__fish_scan_using_subcommand replay" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c scan -n "__fish_scan_using_subcommand replay" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c scan -n "__fish_scan_using_subcommand replay" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c scan -n "__fish_scan_using_subcommand replay" -l config -d 'Read this configuration file and no other' -r -F
complete -c scan -n "__fish_scan_using_subcommand replay" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c scan -n "__fish_scan_using_subcommand replay" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c scan -n "__fish_scan_using_subcommand replay" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c scan -n "__fish_scan_using_subcommand replay" -l json -d 'Short for --format json'
complete -c scan -n "__fish_scan_using_subcommand replay" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c scan -n "__fish_scan_using_subcommand replay" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c scan -n "__fish_scan_using_subcommand replay" -l no-progress -d 'Show no progress'
complete -c scan -n "__fish_scan_using_subcommand replay" -l no-color -d 'Short for --color never'
complete -c scan -n "__fish_scan_using_subcommand replay" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c scan -n "__fish_scan_using_subcommand diff" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c scan -n "__fish_scan_using_subcommand diff" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c scan -n "__fish_scan_using_subcommand diff" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c scan -n "__fish_scan_using_subcommand diff" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c scan -n "__fish_scan_using_subcommand diff" -l config -d 'Read this configuration file and no other' -r -F
complete -c scan -n "__fish_scan_using_subcommand diff" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c scan -n "__fish_scan_using_subcommand diff" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c scan -n "__fish_scan_using_subcommand diff" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c scan -n "__fish_scan_using_subcommand diff" -l json -d 'Short for --format json'
complete -c scan -n "__fish_scan_using_subcommand diff" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c scan -n "__fish_scan_using_subcommand diff" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c scan -n "__fish_scan_using_subcommand diff" -l no-progress -d 'Show no progress'
complete -c scan -n "__fish_scan_using_subcommand diff" -l no-color -d 'Short for --color never'
complete -c scan -n "__fish_scan_using_subcommand diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c scan -n "__fish_scan_using_subcommand watch" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c scan -n "__fish_scan_using_subcommand watch" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c scan -n "__fish_scan_using_subcommand watch" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c scan -n "__fish_scan_using_subcommand watch" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c scan -n "__fish_scan_using_subcommand watch" -l config -d 'Read this configuration file and no other' -r -F
complete -c scan -n "__fish_scan_using_subcommand watch" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c scan -n "__fish_scan_using_subcommand watch" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c scan -n "__fish_scan_using_subcommand watch" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c scan -n "__fish_scan_using_subcommand watch" -l once -d 'One round, its confirmations included, and an end: 3 where something is not as expected'
complete -c scan -n "__fish_scan_using_subcommand watch" -l json -d 'Short for --format json'
complete -c scan -n "__fish_scan_using_subcommand watch" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c scan -n "__fish_scan_using_subcommand watch" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c scan -n "__fish_scan_using_subcommand watch" -l no-progress -d 'Show no progress'
complete -c scan -n "__fish_scan_using_subcommand watch" -l no-color -d 'Short for --color never'
complete -c scan -n "__fish_scan_using_subcommand watch" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c scan -n "__fish_scan_using_subcommand selftest" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c scan -n "__fish_scan_using_subcommand selftest" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c scan -n "__fish_scan_using_subcommand selftest" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c scan -n "__fish_scan_using_subcommand selftest" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c scan -n "__fish_scan_using_subcommand selftest" -l config -d 'Read this configuration file and no other' -r -F
complete -c scan -n "__fish_scan_using_subcommand selftest" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c scan -n "__fish_scan_using_subcommand selftest" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c scan -n "__fish_scan_using_subcommand selftest" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c scan -n "__fish_scan_using_subcommand selftest" -l json -d 'Short for --format json'
complete -c scan -n "__fish_scan_using_subcommand selftest" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c scan -n "__fish_scan_using_subcommand selftest" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c scan -n "__fish_scan_using_subcommand selftest" -l no-progress -d 'Show no progress'
complete -c scan -n "__fish_scan_using_subcommand selftest" -l no-color -d 'Short for --color never'
complete -c scan -n "__fish_scan_using_subcommand selftest" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c scan -n "__fish_scan_using_subcommand help; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -f -a "discover" -d 'Find out which hosts of a network are there'
complete -c scan -n "__fish_scan_using_subcommand help; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -f -a "show" -d 'Show a saved scan again, in any form'
complete -c scan -n "__fish_scan_using_subcommand help; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -f -a "replay" -d 'Judge the evidence of a saved scan again, by newer rules; no packet is sent'
complete -c scan -n "__fish_scan_using_subcommand help; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -f -a "diff" -d 'Tell what changed between two saved scans'
complete -c scan -n "__fish_scan_using_subcommand help; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -f -a "watch" -d 'Watch hosts, and tell which ports are not as a policy wants them'
complete -c scan -n "__fish_scan_using_subcommand help; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -f -a "selftest" -d 'Tell what this machine and this user can tell apart, and how to see more'
complete -c scan -n "__fish_scan_using_subcommand help; and not __fish_seen_subcommand_from discover show replay diff watch selftest help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
