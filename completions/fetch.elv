
use builtin;
use str;

set edit:completion:arg-completer[fetch] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'fetch'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'fetch'= {
            cand -w 'Connections at once, or auto: one, and more while they pay'
            cand --workers 'Connections at once, or auto: one, and more while they pay'
            cand --concurrency 'Connections at once, or auto: one, and more while they pay'
            cand --range-start 'The first byte that is wanted'
            cand --range-end 'The byte behind the last one that is wanted'
            cand --sha256 'The file must have this SHA-256'
            cand --hash 'The file must have this hash'
            cand -H 'Header to send, ''Name: value''; repeat for more'
            cand --header 'Header to send, ''Name: value''; repeat for more'
            cand --timeout 'Give up on a connection when nothing comes for this long [default: 20s]'
            cand --retries 'Try again this often without a byte of progress [default: 9]'
            cand --protocol 'The protocol, where not the scheme of the URL decides'
            cand --cacert 'Trust the authorities in this PEM file instead of the system''s'
            cand --cert 'Present this client certificate (PEM; may hold the key as well)'
            cand --key 'The private key of --cert (PEM)'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --fresh 'Start over, whatever is there of an earlier attempt'
            cand --overwrite 'Replace a file that has the name'
            cand --no-hash 'Do not compute SHA-256 of what is not to be compared'
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
            cand get 'Download a URL: what `fetch URL` does too'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'fetch;get'= {
            cand -w 'Connections at once, or auto: one, and more while they pay'
            cand --workers 'Connections at once, or auto: one, and more while they pay'
            cand --concurrency 'Connections at once, or auto: one, and more while they pay'
            cand --range-start 'The first byte that is wanted'
            cand --range-end 'The byte behind the last one that is wanted'
            cand --sha256 'The file must have this SHA-256'
            cand --hash 'The file must have this hash'
            cand -H 'Header to send, ''Name: value''; repeat for more'
            cand --header 'Header to send, ''Name: value''; repeat for more'
            cand --timeout 'Give up on a connection when nothing comes for this long [default: 20s]'
            cand --retries 'Try again this often without a byte of progress [default: 9]'
            cand --protocol 'The protocol, where not the scheme of the URL decides'
            cand --cacert 'Trust the authorities in this PEM file instead of the system''s'
            cand --cert 'Present this client certificate (PEM; may hold the key as well)'
            cand --key 'The private key of --cert (PEM)'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --fresh 'Start over, whatever is there of an earlier attempt'
            cand --overwrite 'Replace a file that has the name'
            cand --no-hash 'Do not compute SHA-256 of what is not to be compared'
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
        }
        &'fetch;help'= {
            cand get 'Download a URL: what `fetch URL` does too'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'fetch;help;get'= {
        }
        &'fetch;help;help'= {
        }
    ]
    $completions[$command]
}
