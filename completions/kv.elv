
use builtin;
use str;

set edit:completion:arg-completer[kv] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'kv'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'kv'= {
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
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
            cand serve 'Serve Redis clients until a signal'
            cand cli 'Send commands to a server of Redis''s protocol'
            cand bench 'Measure how fast a server answers, or which of two does'
            cand check 'Check dumps and append-only logs'
            cand convert 'Turn a dump into one of another version, or into JSON'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'kv;serve'= {
            cand --listen 'Where to listen: a port, :port for every interface, or address:port'
            cand --threads 'Threads that carry out commands [default: one for each core but one]'
            cand --databases 'The number of databases'
            cand --password-file 'Clients must give the password in this file'
            cand --acl-file 'Users and their rules, as ACL SAVE writes them'
            cand --redis-conf 'Parameters, users and addresses from a file in the form of redis.conf; read again on SIGHUP and when it changes'
            cand --unix 'Listen at a Unix socket too'
            cand --tls-cert 'Speak TLS with this certificate chain (PEM)'
            cand --tls-key 'The private key of the certificate (PEM); without it, the key is looked for in the certificate''s file'
            cand --tls-ca 'Let in only clients with a certificate of this authority (PEM)'
            cand --tls-listen 'Speak TLS here, and plain text at --listen; without it, TLS is all that is spoken'
            cand --dir 'The folder of dumps and of the append-only log [default: the current one]'
            cand --dbfilename 'The dump, in --dir: loaded at the start, written by SAVE, BGSAVE and --save [default: dump.rdb]'
            cand --save 'When a dump is due: after SECONDS with CHANGES, repeated; "" for never, also not at the end [default: 3600 1 300 100 60 10000]'
            cand --appendonly 'Keep an append-only log of every change, in --dir: "always" is on the disk before the reply, "everysec" (or "yes") a second later at most'
            cand --set 'A parameter by its Redis name, as CONFIG SET takes it; repeatable'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kv;cli'= {
            cand -u 'The server: `redis://[user[:password]@]host[:port][/database]`, `rediss://…` with TLS, `unix:///path`'
            cand --url 'The server: `redis://[user[:password]@]host[:port][/database]`, `rediss://…` with TLS, `unix:///path`'
            cand --host 'Its host, in place of that in --url [default: 127.0.0.1]'
            cand -p 'Its port, in place of that in --url [default: 6379]'
            cand --port 'Its port, in place of that in --url [default: 6379]'
            cand -s 'Its socket file, in place of host and port'
            cand --socket 'Its socket file, in place of host and port'
            cand --user 'The user of the password'
            cand --password-file 'The password is the first line of FILE; the variable `REDISCLI_AUTH` may hold it as well'
            cand --timeout 'How long connecting may take'
            cand --cacert 'Trust the authorities in this PEM file instead of the system''s'
            cand --cert 'Present this client certificate (PEM; may hold the key as well)'
            cand --key 'The private key of --cert (PEM)'
            cand -n 'The database, in place of that in --url'
            cand --database 'The database, in place of that in --url'
            cand -r 'Send the command so often; 0 until Ctrl-C'
            cand --repeat 'Send the command so often; 0 until Ctrl-C'
            cand -i 'Wait so long between two of --repeat'
            cand --interval 'Wait so long between two of --repeat'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand -k 'Accept any server certificate'
            cand --insecure 'Accept any server certificate'
            cand -x 'The last argument is all of standard input'
            cand --stdin 'The last argument is all of standard input'
            cand --raw 'Bare values on a terminal too'
            cand --pretty 'Replies as on a terminal in a pipe too'
            cand -3 'Speak RESP3, which tells maps, sets and doubles apart; --json does as well'
            cand --resp3 'Speak RESP3, which tells maps, sets and doubles apart; --json does as well'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kv;bench'= {
            cand -u 'The server: `redis://[user[:password]@]host[:port][/database]`, `rediss://…` with TLS, `unix:///path`'
            cand --url 'The server: `redis://[user[:password]@]host[:port][/database]`, `rediss://…` with TLS, `unix:///path`'
            cand --host 'Its host, in place of that in --url [default: 127.0.0.1]'
            cand -p 'Its port, in place of that in --url [default: 6379]'
            cand --port 'Its port, in place of that in --url [default: 6379]'
            cand -s 'Its socket file, in place of host and port'
            cand --socket 'Its socket file, in place of host and port'
            cand --user 'The user of the password'
            cand --password-file 'The password is the first line of FILE; the variable `REDISCLI_AUTH` may hold it as well'
            cand --timeout 'How long connecting may take'
            cand --cacert 'Trust the authorities in this PEM file instead of the system''s'
            cand --cert 'Present this client certificate (PEM; may hold the key as well)'
            cand --key 'The private key of --cert (PEM)'
            cand --against 'Another server to compare with; both are measured in turn, and ratios are quoted'
            cand -t 'Tests, separated by commas'
            cand --tests 'Tests, separated by commas'
            cand -c 'Connections kept open'
            cand --connections 'Connections kept open'
            cand --concurrency 'Connections kept open'
            cand -n 'Requests of each test and pipeline'
            cand --requests 'Requests of each test and pipeline'
            cand -P 'Commands sent at once on a connection; several numbers are measured one after the other'
            cand --pipeline 'Commands sent at once on a connection; several numbers are measured one after the other'
            cand -r 'Keys (members, fields) to choose from at random'
            cand --keys 'Keys (members, fields) to choose from at random'
            cand -d 'Bytes of a value'
            cand --size 'Bytes of a value'
            cand --threads 'Threads that send'
            cand --rounds 'How often each is measured; medians are quoted [default: 1, with --against 5]'
            cand --seed 'Repeats which keys are chosen'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand -k 'Accept any server certificate'
            cand --insecure 'Accept any server certificate'
            cand --fill 'Write all keys of --keys first'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kv;check'= {
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --repair 'Cut off the end of a log from where it is damaged'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kv;convert'= {
            cand --to 'What it becomes'
            cand --into 'Where to; the dump itself stays as it is'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --overwrite 'Replace the file of --into where there is one'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kv;help'= {
            cand serve 'Serve Redis clients until a signal'
            cand cli 'Send commands to a server of Redis''s protocol'
            cand bench 'Measure how fast a server answers, or which of two does'
            cand check 'Check dumps and append-only logs'
            cand convert 'Turn a dump into one of another version, or into JSON'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'kv;help;serve'= {
        }
        &'kv;help;cli'= {
        }
        &'kv;help;bench'= {
        }
        &'kv;help;check'= {
        }
        &'kv;help;convert'= {
        }
        &'kv;help;help'= {
        }
    ]
    $completions[$command]
}
