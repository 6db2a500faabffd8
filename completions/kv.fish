# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_kv_global_optspecs
    string join \n format= json o/output= v/verbose quiet no-progress color= no-color log-format= config= metrics= otlp= otlp-share= h/help V/version
end

function __fish_kv_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_kv_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_kv_using_subcommand
    set -l cmd (__fish_kv_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c kv -n "__fish_kv_needs_command" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c kv -n "__fish_kv_needs_command" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c kv -n "__fish_kv_needs_command" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c kv -n "__fish_kv_needs_command" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c kv -n "__fish_kv_needs_command" -l config -d 'Read this configuration file and no other' -r -F
complete -c kv -n "__fish_kv_needs_command" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c kv -n "__fish_kv_needs_command" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c kv -n "__fish_kv_needs_command" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c kv -n "__fish_kv_needs_command" -l json -d 'Short for --format json'
complete -c kv -n "__fish_kv_needs_command" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c kv -n "__fish_kv_needs_command" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c kv -n "__fish_kv_needs_command" -l no-progress -d 'Show no progress'
complete -c kv -n "__fish_kv_needs_command" -l no-color -d 'Short for --color never'
complete -c kv -n "__fish_kv_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kv -n "__fish_kv_needs_command" -s V -l version -d 'Print version'
complete -c kv -n "__fish_kv_needs_command" -f -a "serve" -d 'Serve Redis clients until a signal'
complete -c kv -n "__fish_kv_needs_command" -f -a "cli" -d 'Send commands to a server of Redis\'s protocol'
complete -c kv -n "__fish_kv_needs_command" -f -a "bench" -d 'Measure how fast a server answers, or which of two does'
complete -c kv -n "__fish_kv_needs_command" -f -a "check" -d 'Check dumps and append-only logs'
complete -c kv -n "__fish_kv_needs_command" -f -a "convert" -d 'Turn a dump into one of another version, or into JSON'
complete -c kv -n "__fish_kv_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kv -n "__fish_kv_using_subcommand serve" -l listen -d 'Where to listen: a port, :port for every interface, or address:port' -r
complete -c kv -n "__fish_kv_using_subcommand serve" -l threads -d 'Threads that carry out commands [default: one for each core but one]' -r
complete -c kv -n "__fish_kv_using_subcommand serve" -l databases -d 'The number of databases' -r
complete -c kv -n "__fish_kv_using_subcommand serve" -l password-file -d 'Clients must give the password in this file' -r -F
complete -c kv -n "__fish_kv_using_subcommand serve" -l acl-file -d 'Users and their rules, as ACL SAVE writes them' -r -F
complete -c kv -n "__fish_kv_using_subcommand serve" -l redis-conf -d 'Parameters, users and addresses from a file in the form of redis.conf; read again on SIGHUP and when it changes' -r -F
complete -c kv -n "__fish_kv_using_subcommand serve" -l unix -d 'Listen at a Unix socket too' -r -F
complete -c kv -n "__fish_kv_using_subcommand serve" -l tls-cert -d 'Speak TLS with this certificate chain (PEM)' -r -F
complete -c kv -n "__fish_kv_using_subcommand serve" -l tls-key -d 'The private key of the certificate (PEM); without it, the key is looked for in the certificate\'s file' -r -F
complete -c kv -n "__fish_kv_using_subcommand serve" -l tls-ca -d 'Let in only clients with a certificate of this authority (PEM)' -r -F
complete -c kv -n "__fish_kv_using_subcommand serve" -l tls-listen -d 'Speak TLS here, and plain text at --listen; without it, TLS is all that is spoken' -r
complete -c kv -n "__fish_kv_using_subcommand serve" -l dir -d 'The folder of dumps and of the append-only log [default: the current one]' -r -f -a "(__fish_complete_directories)"
complete -c kv -n "__fish_kv_using_subcommand serve" -l dbfilename -d 'The dump, in --dir: loaded at the start, written by SAVE, BGSAVE and --save [default: dump.rdb]' -r
complete -c kv -n "__fish_kv_using_subcommand serve" -l save -d 'When a dump is due: after SECONDS with CHANGES, repeated; "" for never, also not at the end [default: 3600 1 300 100 60 10000]' -r
complete -c kv -n "__fish_kv_using_subcommand serve" -l appendonly -d 'Keep an append-only log of every change, in --dir: "always" is on the disk before the reply, "everysec" (or "yes") a second later at most' -r -f -a "always\t''
everysec\t''
yes\t''
no\t''"
complete -c kv -n "__fish_kv_using_subcommand serve" -l set -d 'A parameter by its Redis name, as CONFIG SET takes it; repeatable' -r
complete -c kv -n "__fish_kv_using_subcommand serve" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c kv -n "__fish_kv_using_subcommand serve" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c kv -n "__fish_kv_using_subcommand serve" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c kv -n "__fish_kv_using_subcommand serve" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c kv -n "__fish_kv_using_subcommand serve" -l config -d 'Read this configuration file and no other' -r -F
complete -c kv -n "__fish_kv_using_subcommand serve" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c kv -n "__fish_kv_using_subcommand serve" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c kv -n "__fish_kv_using_subcommand serve" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c kv -n "__fish_kv_using_subcommand serve" -l json -d 'Short for --format json'
complete -c kv -n "__fish_kv_using_subcommand serve" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c kv -n "__fish_kv_using_subcommand serve" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c kv -n "__fish_kv_using_subcommand serve" -l no-progress -d 'Show no progress'
complete -c kv -n "__fish_kv_using_subcommand serve" -l no-color -d 'Short for --color never'
complete -c kv -n "__fish_kv_using_subcommand serve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kv -n "__fish_kv_using_subcommand cli" -s u -l url -d 'The server: `redis://[user[:password]@]host[:port][/database]`, `rediss://…` with TLS, `unix:///path`' -r -f
complete -c kv -n "__fish_kv_using_subcommand cli" -l host -d 'Its host, in place of that in --url [default: 127.0.0.1]' -r -f -a "(__fish_print_hostnames)"
complete -c kv -n "__fish_kv_using_subcommand cli" -s p -l port -d 'Its port, in place of that in --url [default: 6379]' -r
complete -c kv -n "__fish_kv_using_subcommand cli" -s s -l socket -d 'Its socket file, in place of host and port' -r -F
complete -c kv -n "__fish_kv_using_subcommand cli" -l user -d 'The user of the password' -r
complete -c kv -n "__fish_kv_using_subcommand cli" -l password-file -d 'The password is the first line of FILE; the variable `REDISCLI_AUTH` may hold it as well' -r -F
complete -c kv -n "__fish_kv_using_subcommand cli" -l timeout -d 'How long connecting may take' -r
complete -c kv -n "__fish_kv_using_subcommand cli" -l cacert -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c kv -n "__fish_kv_using_subcommand cli" -l cert -d 'Present this client certificate (PEM; may hold the key as well)' -r -F
complete -c kv -n "__fish_kv_using_subcommand cli" -l key -d 'The private key of --cert (PEM)' -r -F
complete -c kv -n "__fish_kv_using_subcommand cli" -s n -l database -d 'The database, in place of that in --url' -r
complete -c kv -n "__fish_kv_using_subcommand cli" -s r -l repeat -d 'Send the command so often; 0 until Ctrl-C' -r
complete -c kv -n "__fish_kv_using_subcommand cli" -s i -l interval -d 'Wait so long between two of --repeat' -r
complete -c kv -n "__fish_kv_using_subcommand cli" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c kv -n "__fish_kv_using_subcommand cli" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c kv -n "__fish_kv_using_subcommand cli" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c kv -n "__fish_kv_using_subcommand cli" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c kv -n "__fish_kv_using_subcommand cli" -l config -d 'Read this configuration file and no other' -r -F
complete -c kv -n "__fish_kv_using_subcommand cli" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c kv -n "__fish_kv_using_subcommand cli" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c kv -n "__fish_kv_using_subcommand cli" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c kv -n "__fish_kv_using_subcommand cli" -s k -l insecure -d 'Accept any server certificate'
complete -c kv -n "__fish_kv_using_subcommand cli" -s x -l stdin -d 'The last argument is all of standard input'
complete -c kv -n "__fish_kv_using_subcommand cli" -l raw -d 'Bare values on a terminal too'
complete -c kv -n "__fish_kv_using_subcommand cli" -l pretty -d 'Replies as on a terminal in a pipe too'
complete -c kv -n "__fish_kv_using_subcommand cli" -s 3 -l resp3 -d 'Speak RESP3, which tells maps, sets and doubles apart; --json does as well'
complete -c kv -n "__fish_kv_using_subcommand cli" -l json -d 'Short for --format json'
complete -c kv -n "__fish_kv_using_subcommand cli" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c kv -n "__fish_kv_using_subcommand cli" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c kv -n "__fish_kv_using_subcommand cli" -l no-progress -d 'Show no progress'
complete -c kv -n "__fish_kv_using_subcommand cli" -l no-color -d 'Short for --color never'
complete -c kv -n "__fish_kv_using_subcommand cli" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kv -n "__fish_kv_using_subcommand bench" -s u -l url -d 'The server: `redis://[user[:password]@]host[:port][/database]`, `rediss://…` with TLS, `unix:///path`' -r -f
complete -c kv -n "__fish_kv_using_subcommand bench" -l host -d 'Its host, in place of that in --url [default: 127.0.0.1]' -r -f -a "(__fish_print_hostnames)"
complete -c kv -n "__fish_kv_using_subcommand bench" -s p -l port -d 'Its port, in place of that in --url [default: 6379]' -r
complete -c kv -n "__fish_kv_using_subcommand bench" -s s -l socket -d 'Its socket file, in place of host and port' -r -F
complete -c kv -n "__fish_kv_using_subcommand bench" -l user -d 'The user of the password' -r
complete -c kv -n "__fish_kv_using_subcommand bench" -l password-file -d 'The password is the first line of FILE; the variable `REDISCLI_AUTH` may hold it as well' -r -F
complete -c kv -n "__fish_kv_using_subcommand bench" -l timeout -d 'How long connecting may take' -r
complete -c kv -n "__fish_kv_using_subcommand bench" -l cacert -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c kv -n "__fish_kv_using_subcommand bench" -l cert -d 'Present this client certificate (PEM; may hold the key as well)' -r -F
complete -c kv -n "__fish_kv_using_subcommand bench" -l key -d 'The private key of --cert (PEM)' -r -F
complete -c kv -n "__fish_kv_using_subcommand bench" -l against -d 'Another server to compare with; both are measured in turn, and ratios are quoted' -r
complete -c kv -n "__fish_kv_using_subcommand bench" -s t -l tests -d 'Tests, separated by commas' -r
complete -c kv -n "__fish_kv_using_subcommand bench" -s c -l connections -l concurrency -d 'Connections kept open' -r
complete -c kv -n "__fish_kv_using_subcommand bench" -s n -l requests -d 'Requests of each test and pipeline' -r
complete -c kv -n "__fish_kv_using_subcommand bench" -s P -l pipeline -d 'Commands sent at once on a connection; several numbers are measured one after the other' -r
complete -c kv -n "__fish_kv_using_subcommand bench" -s r -l keys -d 'Keys (members, fields) to choose from at random' -r
complete -c kv -n "__fish_kv_using_subcommand bench" -s d -l size -d 'Bytes of a value' -r
complete -c kv -n "__fish_kv_using_subcommand bench" -l threads -d 'Threads that send' -r
complete -c kv -n "__fish_kv_using_subcommand bench" -l rounds -d 'How often each is measured; medians are quoted [default: 1, with --against 5]' -r
complete -c kv -n "__fish_kv_using_subcommand bench" -l seed -d 'Repeats which keys are chosen' -r
complete -c kv -n "__fish_kv_using_subcommand bench" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c kv -n "__fish_kv_using_subcommand bench" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c kv -n "__fish_kv_using_subcommand bench" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c kv -n "__fish_kv_using_subcommand bench" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c kv -n "__fish_kv_using_subcommand bench" -l config -d 'Read this configuration file and no other' -r -F
complete -c kv -n "__fish_kv_using_subcommand bench" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c kv -n "__fish_kv_using_subcommand bench" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c kv -n "__fish_kv_using_subcommand bench" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c kv -n "__fish_kv_using_subcommand bench" -s k -l insecure -d 'Accept any server certificate'
complete -c kv -n "__fish_kv_using_subcommand bench" -l fill -d 'Write all keys of --keys first'
complete -c kv -n "__fish_kv_using_subcommand bench" -l json -d 'Short for --format json'
complete -c kv -n "__fish_kv_using_subcommand bench" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c kv -n "__fish_kv_using_subcommand bench" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c kv -n "__fish_kv_using_subcommand bench" -l no-progress -d 'Show no progress'
complete -c kv -n "__fish_kv_using_subcommand bench" -l no-color -d 'Short for --color never'
complete -c kv -n "__fish_kv_using_subcommand bench" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kv -n "__fish_kv_using_subcommand check" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c kv -n "__fish_kv_using_subcommand check" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c kv -n "__fish_kv_using_subcommand check" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c kv -n "__fish_kv_using_subcommand check" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c kv -n "__fish_kv_using_subcommand check" -l config -d 'Read this configuration file and no other' -r -F
complete -c kv -n "__fish_kv_using_subcommand check" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c kv -n "__fish_kv_using_subcommand check" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c kv -n "__fish_kv_using_subcommand check" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c kv -n "__fish_kv_using_subcommand check" -l repair -d 'Cut off the end of a log from where it is damaged'
complete -c kv -n "__fish_kv_using_subcommand check" -l json -d 'Short for --format json'
complete -c kv -n "__fish_kv_using_subcommand check" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c kv -n "__fish_kv_using_subcommand check" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c kv -n "__fish_kv_using_subcommand check" -l no-progress -d 'Show no progress'
complete -c kv -n "__fish_kv_using_subcommand check" -l no-color -d 'Short for --color never'
complete -c kv -n "__fish_kv_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kv -n "__fish_kv_using_subcommand convert" -l to -d 'What it becomes' -r -f -a "9\t''
10\t''
11\t''
12\t''
valkey80\t''
json\t''"
complete -c kv -n "__fish_kv_using_subcommand convert" -l into -d 'Where to; the dump itself stays as it is' -r -F
complete -c kv -n "__fish_kv_using_subcommand convert" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c kv -n "__fish_kv_using_subcommand convert" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c kv -n "__fish_kv_using_subcommand convert" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c kv -n "__fish_kv_using_subcommand convert" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c kv -n "__fish_kv_using_subcommand convert" -l config -d 'Read this configuration file and no other' -r -F
complete -c kv -n "__fish_kv_using_subcommand convert" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c kv -n "__fish_kv_using_subcommand convert" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c kv -n "__fish_kv_using_subcommand convert" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c kv -n "__fish_kv_using_subcommand convert" -l overwrite -d 'Replace the file of --into where there is one'
complete -c kv -n "__fish_kv_using_subcommand convert" -l json -d 'Short for --format json'
complete -c kv -n "__fish_kv_using_subcommand convert" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c kv -n "__fish_kv_using_subcommand convert" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c kv -n "__fish_kv_using_subcommand convert" -l no-progress -d 'Show no progress'
complete -c kv -n "__fish_kv_using_subcommand convert" -l no-color -d 'Short for --color never'
complete -c kv -n "__fish_kv_using_subcommand convert" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kv -n "__fish_kv_using_subcommand help; and not __fish_seen_subcommand_from serve cli bench check convert help" -f -a "serve" -d 'Serve Redis clients until a signal'
complete -c kv -n "__fish_kv_using_subcommand help; and not __fish_seen_subcommand_from serve cli bench check convert help" -f -a "cli" -d 'Send commands to a server of Redis\'s protocol'
complete -c kv -n "__fish_kv_using_subcommand help; and not __fish_seen_subcommand_from serve cli bench check convert help" -f -a "bench" -d 'Measure how fast a server answers, or which of two does'
complete -c kv -n "__fish_kv_using_subcommand help; and not __fish_seen_subcommand_from serve cli bench check convert help" -f -a "check" -d 'Check dumps and append-only logs'
complete -c kv -n "__fish_kv_using_subcommand help; and not __fish_seen_subcommand_from serve cli bench check convert help" -f -a "convert" -d 'Turn a dump into one of another version, or into JSON'
complete -c kv -n "__fish_kv_using_subcommand help; and not __fish_seen_subcommand_from serve cli bench check convert help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
