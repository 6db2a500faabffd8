# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_fetch_global_optspecs
    string join \n w/workers= range-start= range-end= fresh overwrite sha256= hash= no-hash H/header= timeout= retries= protocol= k/insecure cacert= cert= key= format= json o/output= v/verbose quiet no-progress color= no-color log-format= config= metrics= h/help V/version
end

function __fish_fetch_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_fetch_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_fetch_using_subcommand
    set -l cmd (__fish_fetch_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c fetch -n "__fish_fetch_needs_command" -s w -l workers -l concurrency -d 'Connections at once, or auto: one, and more while they pay' -r
complete -c fetch -n "__fish_fetch_needs_command" -l range-start -d 'The first byte that is wanted' -r
complete -c fetch -n "__fish_fetch_needs_command" -l range-end -d 'The byte behind the last one that is wanted' -r
complete -c fetch -n "__fish_fetch_needs_command" -l sha256 -d 'The file must have this SHA-256' -r
complete -c fetch -n "__fish_fetch_needs_command" -l hash -d 'The file must have this hash' -r
complete -c fetch -n "__fish_fetch_needs_command" -s H -l header -d 'Header to send, \'Name: value\'; repeat for more' -r
complete -c fetch -n "__fish_fetch_needs_command" -l timeout -d 'Give up on a connection when nothing comes for this long [default: 20s]' -r
complete -c fetch -n "__fish_fetch_needs_command" -l retries -d 'Try again this often without a byte of progress [default: 9]' -r
complete -c fetch -n "__fish_fetch_needs_command" -l protocol -d 'The protocol, where not the scheme of the URL decides' -r
complete -c fetch -n "__fish_fetch_needs_command" -l cacert -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c fetch -n "__fish_fetch_needs_command" -l cert -d 'Present this client certificate (PEM; may hold the key as well)' -r -F
complete -c fetch -n "__fish_fetch_needs_command" -l key -d 'The private key of --cert (PEM)' -r -F
complete -c fetch -n "__fish_fetch_needs_command" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c fetch -n "__fish_fetch_needs_command" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c fetch -n "__fish_fetch_needs_command" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c fetch -n "__fish_fetch_needs_command" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c fetch -n "__fish_fetch_needs_command" -l config -d 'Read this configuration file and no other' -r -F
complete -c fetch -n "__fish_fetch_needs_command" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c fetch -n "__fish_fetch_needs_command" -l fresh -d 'Start over, whatever is there of an earlier attempt'
complete -c fetch -n "__fish_fetch_needs_command" -l overwrite -d 'Replace a file that has the name'
complete -c fetch -n "__fish_fetch_needs_command" -l no-hash -d 'Do not compute SHA-256 of what is not to be compared'
complete -c fetch -n "__fish_fetch_needs_command" -s k -l insecure -d 'Accept any server certificate'
complete -c fetch -n "__fish_fetch_needs_command" -l json -d 'Short for --format json'
complete -c fetch -n "__fish_fetch_needs_command" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c fetch -n "__fish_fetch_needs_command" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c fetch -n "__fish_fetch_needs_command" -l no-progress -d 'Show no progress'
complete -c fetch -n "__fish_fetch_needs_command" -l no-color -d 'Short for --color never'
complete -c fetch -n "__fish_fetch_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fetch -n "__fish_fetch_needs_command" -s V -l version -d 'Print version'
complete -c fetch -n "__fish_fetch_needs_command" -a "get" -d 'Download a URL: what `fetch URL` does too'
complete -c fetch -n "__fish_fetch_needs_command" -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c fetch -n "__fish_fetch_using_subcommand get" -s w -l workers -l concurrency -d 'Connections at once, or auto: one, and more while they pay' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -l range-start -d 'The first byte that is wanted' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -l range-end -d 'The byte behind the last one that is wanted' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -l sha256 -d 'The file must have this SHA-256' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -l hash -d 'The file must have this hash' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -s H -l header -d 'Header to send, \'Name: value\'; repeat for more' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -l timeout -d 'Give up on a connection when nothing comes for this long [default: 20s]' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -l retries -d 'Try again this often without a byte of progress [default: 9]' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -l protocol -d 'The protocol, where not the scheme of the URL decides' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -l cacert -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand get" -l cert -d 'Present this client certificate (PEM; may hold the key as well)' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand get" -l key -d 'The private key of --cert (PEM)' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand get" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c fetch -n "__fish_fetch_using_subcommand get" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand get" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c fetch -n "__fish_fetch_using_subcommand get" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c fetch -n "__fish_fetch_using_subcommand get" -l config -d 'Read this configuration file and no other' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand get" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -l fresh -d 'Start over, whatever is there of an earlier attempt'
complete -c fetch -n "__fish_fetch_using_subcommand get" -l overwrite -d 'Replace a file that has the name'
complete -c fetch -n "__fish_fetch_using_subcommand get" -l no-hash -d 'Do not compute SHA-256 of what is not to be compared'
complete -c fetch -n "__fish_fetch_using_subcommand get" -s k -l insecure -d 'Accept any server certificate'
complete -c fetch -n "__fish_fetch_using_subcommand get" -l json -d 'Short for --format json'
complete -c fetch -n "__fish_fetch_using_subcommand get" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c fetch -n "__fish_fetch_using_subcommand get" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c fetch -n "__fish_fetch_using_subcommand get" -l no-progress -d 'Show no progress'
complete -c fetch -n "__fish_fetch_using_subcommand get" -l no-color -d 'Short for --color never'
complete -c fetch -n "__fish_fetch_using_subcommand get" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fetch -n "__fish_fetch_using_subcommand help; and not __fish_seen_subcommand_from get help" -f -a "get" -d 'Download a URL: what `fetch URL` does too'
complete -c fetch -n "__fish_fetch_using_subcommand help; and not __fish_seen_subcommand_from get help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
