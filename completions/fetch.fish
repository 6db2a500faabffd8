# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_fetch_global_optspecs
    string join \n o/output= i/input= metalink= mirror= w/workers= j/jobs= range-start= range-end= max-range= resume fresh overwrite if-newer name-from= q/quality= no-mtime alloc= sha256= hash= checksum-file= window= no-hash save-metalink no-sync refresh-cmd= dry-run progress= timeout= retries= protocol= H/header= u/user= netrc= cookies= user-agent= x/proxy= no-proxy= resolve= bind= connect-timeout= limit= limit-host= limit-download= http= limit-file= k/insecure cacert= cert= key= format= json v/verbose quiet no-progress color= no-color log-format= config= metrics= otlp= otlp-share= h/help V/version
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

complete -c fetch -n "__fish_fetch_needs_command" -s o -l output -d 'Where it goes: a file, a folder (with / at its end, or one that is there), or - for standard output' -r -F
complete -c fetch -n "__fish_fetch_needs_command" -s i -l input -d 'Download what this list names; - is standard input' -r -F
complete -c fetch -n "__fish_fetch_needs_command" -l metalink -d 'Download the files of this Metalink, a file or a URL' -r -F
complete -c fetch -n "__fish_fetch_needs_command" -l mirror -d 'Where the same file lies too; repeat for more' -r -f
complete -c fetch -n "__fish_fetch_needs_command" -s w -l workers -l concurrency -d 'Connections at once for a file, or auto: one, and more while they pay' -r
complete -c fetch -n "__fish_fetch_needs_command" -s j -l jobs -d 'Downloads at once' -r
complete -c fetch -n "__fish_fetch_needs_command" -l range-start -d 'The first byte that is wanted' -r
complete -c fetch -n "__fish_fetch_needs_command" -l range-end -d 'The byte behind the last one that is wanted' -r
complete -c fetch -n "__fish_fetch_needs_command" -l max-range -d 'Ask for no more than this at once, where a server refuses long ranges' -r
complete -c fetch -n "__fish_fetch_needs_command" -l name-from -d 'Whose word counts for a name that was not given with -o: the server\'s, or that of the URL alone' -r -f -a "server\t'What the server calls it, else the end of the URL'
url\t'The end of the URL'"
complete -c fetch -n "__fish_fetch_needs_command" -s q -l quality -d 'Which rendition of a stream (.m3u8, .mpd): best, worst, 720p, <=1080p or bw<=3M' -r
complete -c fetch -n "__fish_fetch_needs_command" -l alloc -d 'How room is made on the disk: reserved at the start, or taken as bytes come' -r -f -a "reserve\t'A full disk is found out at the start'
sparse\t'Nothing is taken before it is needed'"
complete -c fetch -n "__fish_fetch_needs_command" -l sha256 -d 'The file must have this SHA-256' -r
complete -c fetch -n "__fish_fetch_needs_command" -l hash -d 'The file must have this hash: md5, sha1, sha256, sha384 or sha512' -r
complete -c fetch -n "__fish_fetch_needs_command" -l checksum-file -d 'The files must have the hashes in this file, or at this URL: lines of sha256sum, or of BSD' -r -F
complete -c fetch -n "__fish_fetch_needs_command" -l window -d 'With -o -, what may be in memory between the connections and the reader [default: 32MiB]' -r
complete -c fetch -n "__fish_fetch_needs_command" -l refresh-cmd -d 'Print a new link with this command when one has expired; the URL is in `TOOLBOX_FETCH_URL`' -r -f -a "(__fish_complete_command)"
complete -c fetch -n "__fish_fetch_needs_command" -l progress -d 'How progress is shown' -r -f -a "auto\t'A bar, or lines for several files'
json\t'A JSON document a line, on standard error'
none\t'Nothing'"
complete -c fetch -n "__fish_fetch_needs_command" -l timeout -d 'Give up on a connection when nothing comes for this long [default: 20s]' -r
complete -c fetch -n "__fish_fetch_needs_command" -l retries -d 'Try again this often without a byte of progress [default: 9; 2 where nobody ever listened]' -r
complete -c fetch -n "__fish_fetch_needs_command" -l protocol -d 'The protocol, where not the scheme of the URL decides' -r
complete -c fetch -n "__fish_fetch_needs_command" -s H -l header -d 'Header to send, \'Name: value\'; repeat for more' -r
complete -c fetch -n "__fish_fetch_needs_command" -s u -l user -d 'User name and password, for Basic and Digest' -r
complete -c fetch -n "__fish_fetch_needs_command" -l netrc -d 'Take user names and passwords by host from FILE [default: ~/.netrc]' -r -F
complete -c fetch -n "__fish_fetch_needs_command" -l cookies -d 'Cookies to send: a cookies.txt, or \'name=value; name=value\'' -r -F
complete -c fetch -n "__fish_fetch_needs_command" -l user-agent -d 'User-Agent to send [default: toolbox-fetch/VERSION]' -r
complete -c fetch -n "__fish_fetch_needs_command" -s x -l proxy -d 'Go through this proxy (http, https, socks5, socks5h, socks4 or socks4a)' -r
complete -c fetch -n "__fish_fetch_needs_command" -l no-proxy -d 'Go past the proxy for these hosts' -r
complete -c fetch -n "__fish_fetch_needs_command" -l resolve -d 'Take IP as the address of HOST' -r
complete -c fetch -n "__fish_fetch_needs_command" -l bind -d 'Local address to connect from; repeat to use several in turn' -r
complete -c fetch -n "__fish_fetch_needs_command" -l connect-timeout -d 'Give up on a connection attempt after this long [default: 10s]' -r
complete -c fetch -n "__fish_fetch_needs_command" -l limit -l limit-rate -d 'Bytes per second, of everything together' -r
complete -c fetch -n "__fish_fetch_needs_command" -l limit-host -d 'Bytes per second, of all downloads from one host' -r
complete -c fetch -n "__fish_fetch_needs_command" -l limit-download -d 'Bytes per second, of each download' -r
complete -c fetch -n "__fish_fetch_needs_command" -l http -d 'Protocol version [default: 1.1, and 2 where a server has no other]' -r -f -a "1.1\t'HTTP/1.1'
2\t'HTTP/2, by ALPN over TLS and with prior knowledge without'"
complete -c fetch -n "__fish_fetch_needs_command" -l limit-file -d 'Take the three limits from this file as well, and again whenever it changes: `5MB`, or lines of limit=5MB' -r -F
complete -c fetch -n "__fish_fetch_needs_command" -l cacert -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c fetch -n "__fish_fetch_needs_command" -l cert -d 'Present this client certificate (PEM; may hold the key as well)' -r -F
complete -c fetch -n "__fish_fetch_needs_command" -l key -d 'The private key of --cert (PEM)' -r -F
complete -c fetch -n "__fish_fetch_needs_command" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c fetch -n "__fish_fetch_needs_command" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c fetch -n "__fish_fetch_needs_command" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c fetch -n "__fish_fetch_needs_command" -l config -d 'Read this configuration file and no other' -r -F
complete -c fetch -n "__fish_fetch_needs_command" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c fetch -n "__fish_fetch_needs_command" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c fetch -n "__fish_fetch_needs_command" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c fetch -n "__fish_fetch_needs_command" -l resume -l continue -d 'Go on with a file that is there, whoever began it, where its end is the same; a download of ours goes on unasked'
complete -c fetch -n "__fish_fetch_needs_command" -l fresh -d 'Start over, whatever is there of an earlier attempt'
complete -c fetch -n "__fish_fetch_needs_command" -l overwrite -d 'Replace a file that has the name'
complete -c fetch -n "__fish_fetch_needs_command" -l if-newer -d 'Replace a file that has the name where the server has a newer one, else leave it'
complete -c fetch -n "__fish_fetch_needs_command" -l no-mtime -d 'Leave the time of modification that of the download, not that of the file on the server'
complete -c fetch -n "__fish_fetch_needs_command" -l no-hash -d 'Do not compute SHA-256 of what is not to be compared'
complete -c fetch -n "__fish_fetch_needs_command" -l save-metalink -d 'Keep hashes of pieces in NAME.meta4 beside the file, for verify and repair'
complete -c fetch -n "__fish_fetch_needs_command" -l no-sync -d 'Do not wait at the end until the file is on the disk; a power cut right after may cost it'
complete -c fetch -n "__fish_fetch_needs_command" -l dry-run -d 'Ask what there is, tell what would be done, and do nothing'
complete -c fetch -n "__fish_fetch_needs_command" -s k -l insecure -d 'Accept any server certificate'
complete -c fetch -n "__fish_fetch_needs_command" -l json -d 'Short for --format json'
complete -c fetch -n "__fish_fetch_needs_command" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c fetch -n "__fish_fetch_needs_command" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c fetch -n "__fish_fetch_needs_command" -l no-progress -d 'Show no progress'
complete -c fetch -n "__fish_fetch_needs_command" -l no-color -d 'Short for --color never'
complete -c fetch -n "__fish_fetch_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fetch -n "__fish_fetch_needs_command" -s V -l version -d 'Print version'
complete -c fetch -n "__fish_fetch_needs_command" -a "get" -d 'Download a URL: what `fetch URL` does too'
complete -c fetch -n "__fish_fetch_needs_command" -a "info" -d 'Tell what a URL leads to, without downloading it'
complete -c fetch -n "__fish_fetch_needs_command" -a "verify" -d 'Tell whether a file is what was promised, and which parts are not'
complete -c fetch -n "__fish_fetch_needs_command" -a "repair" -d 'Fetch the bad parts of a file again, and nothing else'
complete -c fetch -n "__fish_fetch_needs_command" -a "clean" -d 'List what downloads left behind, and remove it'
complete -c fetch -n "__fish_fetch_needs_command" -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c fetch -n "__fish_fetch_using_subcommand get" -s o -l output -d 'Where it goes: a file, a folder (with / at its end, or one that is there), or - for standard output' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand get" -s i -l input -d 'Download what this list names; - is standard input' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand get" -l metalink -d 'Download the files of this Metalink, a file or a URL' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand get" -l mirror -d 'Where the same file lies too; repeat for more' -r -f
complete -c fetch -n "__fish_fetch_using_subcommand get" -s w -l workers -l concurrency -d 'Connections at once for a file, or auto: one, and more while they pay' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -s j -l jobs -d 'Downloads at once' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -l range-start -d 'The first byte that is wanted' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -l range-end -d 'The byte behind the last one that is wanted' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -l max-range -d 'Ask for no more than this at once, where a server refuses long ranges' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -l name-from -d 'Whose word counts for a name that was not given with -o: the server\'s, or that of the URL alone' -r -f -a "server\t'What the server calls it, else the end of the URL'
url\t'The end of the URL'"
complete -c fetch -n "__fish_fetch_using_subcommand get" -s q -l quality -d 'Which rendition of a stream (.m3u8, .mpd): best, worst, 720p, <=1080p or bw<=3M' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -l alloc -d 'How room is made on the disk: reserved at the start, or taken as bytes come' -r -f -a "reserve\t'A full disk is found out at the start'
sparse\t'Nothing is taken before it is needed'"
complete -c fetch -n "__fish_fetch_using_subcommand get" -l sha256 -d 'The file must have this SHA-256' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -l hash -d 'The file must have this hash: md5, sha1, sha256, sha384 or sha512' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -l checksum-file -d 'The files must have the hashes in this file, or at this URL: lines of sha256sum, or of BSD' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand get" -l window -d 'With -o -, what may be in memory between the connections and the reader [default: 32MiB]' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -l refresh-cmd -d 'Print a new link with this command when one has expired; the URL is in `TOOLBOX_FETCH_URL`' -r -f -a "(__fish_complete_command)"
complete -c fetch -n "__fish_fetch_using_subcommand get" -l progress -d 'How progress is shown' -r -f -a "auto\t'A bar, or lines for several files'
json\t'A JSON document a line, on standard error'
none\t'Nothing'"
complete -c fetch -n "__fish_fetch_using_subcommand get" -l timeout -d 'Give up on a connection when nothing comes for this long [default: 20s]' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -l retries -d 'Try again this often without a byte of progress [default: 9; 2 where nobody ever listened]' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -l protocol -d 'The protocol, where not the scheme of the URL decides' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -s H -l header -d 'Header to send, \'Name: value\'; repeat for more' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -s u -l user -d 'User name and password, for Basic and Digest' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -l netrc -d 'Take user names and passwords by host from FILE [default: ~/.netrc]' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand get" -l cookies -d 'Cookies to send: a cookies.txt, or \'name=value; name=value\'' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand get" -l user-agent -d 'User-Agent to send [default: toolbox-fetch/VERSION]' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -s x -l proxy -d 'Go through this proxy (http, https, socks5, socks5h, socks4 or socks4a)' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -l no-proxy -d 'Go past the proxy for these hosts' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -l resolve -d 'Take IP as the address of HOST' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -l bind -d 'Local address to connect from; repeat to use several in turn' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -l connect-timeout -d 'Give up on a connection attempt after this long [default: 10s]' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -l limit -l limit-rate -d 'Bytes per second, of everything together' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -l limit-host -d 'Bytes per second, of all downloads from one host' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -l limit-download -d 'Bytes per second, of each download' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -l http -d 'Protocol version [default: 1.1, and 2 where a server has no other]' -r -f -a "1.1\t'HTTP/1.1'
2\t'HTTP/2, by ALPN over TLS and with prior knowledge without'"
complete -c fetch -n "__fish_fetch_using_subcommand get" -l limit-file -d 'Take the three limits from this file as well, and again whenever it changes: `5MB`, or lines of limit=5MB' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand get" -l cacert -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand get" -l cert -d 'Present this client certificate (PEM; may hold the key as well)' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand get" -l key -d 'The private key of --cert (PEM)' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand get" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c fetch -n "__fish_fetch_using_subcommand get" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c fetch -n "__fish_fetch_using_subcommand get" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c fetch -n "__fish_fetch_using_subcommand get" -l config -d 'Read this configuration file and no other' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand get" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c fetch -n "__fish_fetch_using_subcommand get" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c fetch -n "__fish_fetch_using_subcommand get" -l resume -l continue -d 'Go on with a file that is there, whoever began it, where its end is the same; a download of ours goes on unasked'
complete -c fetch -n "__fish_fetch_using_subcommand get" -l fresh -d 'Start over, whatever is there of an earlier attempt'
complete -c fetch -n "__fish_fetch_using_subcommand get" -l overwrite -d 'Replace a file that has the name'
complete -c fetch -n "__fish_fetch_using_subcommand get" -l if-newer -d 'Replace a file that has the name where the server has a newer one, else leave it'
complete -c fetch -n "__fish_fetch_using_subcommand get" -l no-mtime -d 'Leave the time of modification that of the download, not that of the file on the server'
complete -c fetch -n "__fish_fetch_using_subcommand get" -l no-hash -d 'Do not compute SHA-256 of what is not to be compared'
complete -c fetch -n "__fish_fetch_using_subcommand get" -l save-metalink -d 'Keep hashes of pieces in NAME.meta4 beside the file, for verify and repair'
complete -c fetch -n "__fish_fetch_using_subcommand get" -l no-sync -d 'Do not wait at the end until the file is on the disk; a power cut right after may cost it'
complete -c fetch -n "__fish_fetch_using_subcommand get" -l dry-run -d 'Ask what there is, tell what would be done, and do nothing'
complete -c fetch -n "__fish_fetch_using_subcommand get" -s k -l insecure -d 'Accept any server certificate'
complete -c fetch -n "__fish_fetch_using_subcommand get" -l json -d 'Short for --format json'
complete -c fetch -n "__fish_fetch_using_subcommand get" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c fetch -n "__fish_fetch_using_subcommand get" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c fetch -n "__fish_fetch_using_subcommand get" -l no-progress -d 'Show no progress'
complete -c fetch -n "__fish_fetch_using_subcommand get" -l no-color -d 'Short for --color never'
complete -c fetch -n "__fish_fetch_using_subcommand get" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fetch -n "__fish_fetch_using_subcommand info" -l timeout -d 'Give up on a connection when nothing comes for this long [default: 20s]' -r
complete -c fetch -n "__fish_fetch_using_subcommand info" -l retries -d 'Try again this often without a byte of progress [default: 9; 2 where nobody ever listened]' -r
complete -c fetch -n "__fish_fetch_using_subcommand info" -l protocol -d 'The protocol, where not the scheme of the URL decides' -r
complete -c fetch -n "__fish_fetch_using_subcommand info" -s H -l header -d 'Header to send, \'Name: value\'; repeat for more' -r
complete -c fetch -n "__fish_fetch_using_subcommand info" -s u -l user -d 'User name and password, for Basic and Digest' -r
complete -c fetch -n "__fish_fetch_using_subcommand info" -l netrc -d 'Take user names and passwords by host from FILE [default: ~/.netrc]' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand info" -l cookies -d 'Cookies to send: a cookies.txt, or \'name=value; name=value\'' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand info" -l user-agent -d 'User-Agent to send [default: toolbox-fetch/VERSION]' -r
complete -c fetch -n "__fish_fetch_using_subcommand info" -s x -l proxy -d 'Go through this proxy (http, https, socks5, socks5h, socks4 or socks4a)' -r
complete -c fetch -n "__fish_fetch_using_subcommand info" -l no-proxy -d 'Go past the proxy for these hosts' -r
complete -c fetch -n "__fish_fetch_using_subcommand info" -l resolve -d 'Take IP as the address of HOST' -r
complete -c fetch -n "__fish_fetch_using_subcommand info" -l bind -d 'Local address to connect from; repeat to use several in turn' -r
complete -c fetch -n "__fish_fetch_using_subcommand info" -l connect-timeout -d 'Give up on a connection attempt after this long [default: 10s]' -r
complete -c fetch -n "__fish_fetch_using_subcommand info" -l limit -l limit-rate -d 'Bytes per second, of everything together' -r
complete -c fetch -n "__fish_fetch_using_subcommand info" -l limit-host -d 'Bytes per second, of all downloads from one host' -r
complete -c fetch -n "__fish_fetch_using_subcommand info" -l limit-download -d 'Bytes per second, of each download' -r
complete -c fetch -n "__fish_fetch_using_subcommand info" -l http -d 'Protocol version [default: 1.1, and 2 where a server has no other]' -r -f -a "1.1\t'HTTP/1.1'
2\t'HTTP/2, by ALPN over TLS and with prior knowledge without'"
complete -c fetch -n "__fish_fetch_using_subcommand info" -l limit-file -d 'Take the three limits from this file as well, and again whenever it changes: `5MB`, or lines of limit=5MB' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand info" -l cacert -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand info" -l cert -d 'Present this client certificate (PEM; may hold the key as well)' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand info" -l key -d 'The private key of --cert (PEM)' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand info" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand info" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c fetch -n "__fish_fetch_using_subcommand info" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c fetch -n "__fish_fetch_using_subcommand info" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c fetch -n "__fish_fetch_using_subcommand info" -l config -d 'Read this configuration file and no other' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand info" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c fetch -n "__fish_fetch_using_subcommand info" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c fetch -n "__fish_fetch_using_subcommand info" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c fetch -n "__fish_fetch_using_subcommand info" -s k -l insecure -d 'Accept any server certificate'
complete -c fetch -n "__fish_fetch_using_subcommand info" -l json -d 'Short for --format json'
complete -c fetch -n "__fish_fetch_using_subcommand info" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c fetch -n "__fish_fetch_using_subcommand info" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c fetch -n "__fish_fetch_using_subcommand info" -l no-progress -d 'Show no progress'
complete -c fetch -n "__fish_fetch_using_subcommand info" -l no-color -d 'Short for --color never'
complete -c fetch -n "__fish_fetch_using_subcommand info" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fetch -n "__fish_fetch_using_subcommand verify" -l sha256 -d 'The file must have this SHA-256' -r
complete -c fetch -n "__fish_fetch_using_subcommand verify" -l hash -d 'The file must have this hash: md5, sha1, sha256, sha384 or sha512' -r
complete -c fetch -n "__fish_fetch_using_subcommand verify" -l checksum-file -d 'The file must have the hash in this file: lines of sha256sum, or of BSD' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand verify" -l metalink -d 'The file must be what this Metalink says, piece by piece where it has hashes of pieces' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand verify" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand verify" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c fetch -n "__fish_fetch_using_subcommand verify" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c fetch -n "__fish_fetch_using_subcommand verify" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c fetch -n "__fish_fetch_using_subcommand verify" -l config -d 'Read this configuration file and no other' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand verify" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c fetch -n "__fish_fetch_using_subcommand verify" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c fetch -n "__fish_fetch_using_subcommand verify" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c fetch -n "__fish_fetch_using_subcommand verify" -l json -d 'Short for --format json'
complete -c fetch -n "__fish_fetch_using_subcommand verify" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c fetch -n "__fish_fetch_using_subcommand verify" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c fetch -n "__fish_fetch_using_subcommand verify" -l no-progress -d 'Show no progress'
complete -c fetch -n "__fish_fetch_using_subcommand verify" -l no-color -d 'Short for --color never'
complete -c fetch -n "__fish_fetch_using_subcommand verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l from -d 'Where right bytes are; several share the work' -r -f
complete -c fetch -n "__fish_fetch_using_subcommand repair" -s w -l workers -l concurrency -d 'Connections at once, or auto: four' -r
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l timeout -d 'Give up on a connection when nothing comes for this long [default: 20s]' -r
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l retries -d 'Try again this often without a byte of progress [default: 9; 2 where nobody ever listened]' -r
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l protocol -d 'The protocol, where not the scheme of the URL decides' -r
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l sha256 -d 'The file must have this SHA-256' -r
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l hash -d 'The file must have this hash: md5, sha1, sha256, sha384 or sha512' -r
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l checksum-file -d 'The file must have the hash in this file: lines of sha256sum, or of BSD' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l metalink -d 'The file must be what this Metalink says, piece by piece where it has hashes of pieces' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand repair" -s H -l header -d 'Header to send, \'Name: value\'; repeat for more' -r
complete -c fetch -n "__fish_fetch_using_subcommand repair" -s u -l user -d 'User name and password, for Basic and Digest' -r
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l netrc -d 'Take user names and passwords by host from FILE [default: ~/.netrc]' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l cookies -d 'Cookies to send: a cookies.txt, or \'name=value; name=value\'' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l user-agent -d 'User-Agent to send [default: toolbox-fetch/VERSION]' -r
complete -c fetch -n "__fish_fetch_using_subcommand repair" -s x -l proxy -d 'Go through this proxy (http, https, socks5, socks5h, socks4 or socks4a)' -r
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l no-proxy -d 'Go past the proxy for these hosts' -r
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l resolve -d 'Take IP as the address of HOST' -r
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l bind -d 'Local address to connect from; repeat to use several in turn' -r
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l connect-timeout -d 'Give up on a connection attempt after this long [default: 10s]' -r
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l limit -l limit-rate -d 'Bytes per second, of everything together' -r
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l limit-host -d 'Bytes per second, of all downloads from one host' -r
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l limit-download -d 'Bytes per second, of each download' -r
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l http -d 'Protocol version [default: 1.1, and 2 where a server has no other]' -r -f -a "1.1\t'HTTP/1.1'
2\t'HTTP/2, by ALPN over TLS and with prior knowledge without'"
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l limit-file -d 'Take the three limits from this file as well, and again whenever it changes: `5MB`, or lines of limit=5MB' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l cacert -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l cert -d 'Present this client certificate (PEM; may hold the key as well)' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l key -d 'The private key of --cert (PEM)' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand repair" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l config -d 'Read this configuration file and no other' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l compare -d 'Where no hashes of pieces are known: read all of it from the source, and write what differs'
complete -c fetch -n "__fish_fetch_using_subcommand repair" -s k -l insecure -d 'Accept any server certificate'
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l json -d 'Short for --format json'
complete -c fetch -n "__fish_fetch_using_subcommand repair" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l no-progress -d 'Show no progress'
complete -c fetch -n "__fish_fetch_using_subcommand repair" -l no-color -d 'Short for --color never'
complete -c fetch -n "__fish_fetch_using_subcommand repair" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fetch -n "__fish_fetch_using_subcommand clean" -l older-than -d 'Unfinished downloads are left over when nobody went on with them for this long [default: 30 days]' -r
complete -c fetch -n "__fish_fetch_using_subcommand clean" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand clean" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c fetch -n "__fish_fetch_using_subcommand clean" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c fetch -n "__fish_fetch_using_subcommand clean" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c fetch -n "__fish_fetch_using_subcommand clean" -l config -d 'Read this configuration file and no other' -r -F
complete -c fetch -n "__fish_fetch_using_subcommand clean" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c fetch -n "__fish_fetch_using_subcommand clean" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c fetch -n "__fish_fetch_using_subcommand clean" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c fetch -n "__fish_fetch_using_subcommand clean" -l remove -d 'Remove what was found'
complete -c fetch -n "__fish_fetch_using_subcommand clean" -l recursive -d 'Look into the folders below as well'
complete -c fetch -n "__fish_fetch_using_subcommand clean" -l json -d 'Short for --format json'
complete -c fetch -n "__fish_fetch_using_subcommand clean" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c fetch -n "__fish_fetch_using_subcommand clean" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c fetch -n "__fish_fetch_using_subcommand clean" -l no-progress -d 'Show no progress'
complete -c fetch -n "__fish_fetch_using_subcommand clean" -l no-color -d 'Short for --color never'
complete -c fetch -n "__fish_fetch_using_subcommand clean" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fetch -n "__fish_fetch_using_subcommand help; and not __fish_seen_subcommand_from get info verify repair clean help" -f -a "get" -d 'Download a URL: what `fetch URL` does too'
complete -c fetch -n "__fish_fetch_using_subcommand help; and not __fish_seen_subcommand_from get info verify repair clean help" -f -a "info" -d 'Tell what a URL leads to, without downloading it'
complete -c fetch -n "__fish_fetch_using_subcommand help; and not __fish_seen_subcommand_from get info verify repair clean help" -f -a "verify" -d 'Tell whether a file is what was promised, and which parts are not'
complete -c fetch -n "__fish_fetch_using_subcommand help; and not __fish_seen_subcommand_from get info verify repair clean help" -f -a "repair" -d 'Fetch the bad parts of a file again, and nothing else'
complete -c fetch -n "__fish_fetch_using_subcommand help; and not __fish_seen_subcommand_from get info verify repair clean help" -f -a "clean" -d 'List what downloads left behind, and remove it'
complete -c fetch -n "__fish_fetch_using_subcommand help; and not __fish_seen_subcommand_from get info verify repair clean help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
