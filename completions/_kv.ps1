
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'kv' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'kv'
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
        'kv' {
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
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve Redis clients until a signal')
            [CompletionResult]::new('cli', 'cli', [CompletionResultType]::ParameterValue, 'Send commands to a server of Redis''s protocol')
            [CompletionResult]::new('bench', 'bench', [CompletionResultType]::ParameterValue, 'Measure how fast a server answers, or which of two does')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check dumps and append-only logs')
            [CompletionResult]::new('convert', 'convert', [CompletionResultType]::ParameterValue, 'Turn a dump into one of another version, or into JSON')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kv;serve' {
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Where to listen: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads that carry out commands [default: one for each core but one]')
            [CompletionResult]::new('--databases', '--databases', [CompletionResultType]::ParameterName, 'The number of databases')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'Clients must give the password in this file')
            [CompletionResult]::new('--acl-file', '--acl-file', [CompletionResultType]::ParameterName, 'Users and their rules, as ACL SAVE writes them')
            [CompletionResult]::new('--redis-conf', '--redis-conf', [CompletionResultType]::ParameterName, 'Parameters, users and addresses from a file in the form of redis.conf; read again on SIGHUP and when it changes')
            [CompletionResult]::new('--unix', '--unix', [CompletionResultType]::ParameterName, 'Listen at a Unix socket too')
            [CompletionResult]::new('--tls-cert', '--tls-cert', [CompletionResultType]::ParameterName, 'Speak TLS with this certificate chain (PEM)')
            [CompletionResult]::new('--tls-key', '--tls-key', [CompletionResultType]::ParameterName, 'The private key of the certificate (PEM); without it, the key is looked for in the certificate''s file')
            [CompletionResult]::new('--tls-ca', '--tls-ca', [CompletionResultType]::ParameterName, 'Let in only clients with a certificate of this authority (PEM)')
            [CompletionResult]::new('--tls-listen', '--tls-listen', [CompletionResultType]::ParameterName, 'Speak TLS here, and plain text at --listen; without it, TLS is all that is spoken')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The folder of dumps and of the append-only log [default: the current one]')
            [CompletionResult]::new('--dbfilename', '--dbfilename', [CompletionResultType]::ParameterName, 'The dump, in --dir: loaded at the start, written by SAVE, BGSAVE and --save [default: dump.rdb]')
            [CompletionResult]::new('--save', '--save', [CompletionResultType]::ParameterName, 'When a dump is due: after SECONDS with CHANGES, repeated; "" for never, also not at the end [default: 3600 1 300 100 60 10000]')
            [CompletionResult]::new('--appendonly', '--appendonly', [CompletionResultType]::ParameterName, 'Keep an append-only log of every change, in --dir: "always" is on the disk before the reply, "everysec" (or "yes") a second later at most')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'A parameter by its Redis name, as CONFIG SET takes it; repeatable')
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
        'kv;cli' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The server: `redis://[user[:password]@]host[:port][/database]`, `rediss://…` with TLS, `unix:///path`')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The server: `redis://[user[:password]@]host[:port][/database]`, `rediss://…` with TLS, `unix:///path`')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Its host, in place of that in --url [default: 127.0.0.1]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Its port, in place of that in --url [default: 6379]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Its port, in place of that in --url [default: 6379]')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Its socket file, in place of host and port')
            [CompletionResult]::new('--socket', '--socket', [CompletionResultType]::ParameterName, 'Its socket file, in place of host and port')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user of the password')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'The password is the first line of FILE; the variable `REDISCLI_AUTH` may hold it as well')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long connecting may take')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file instead of the system''s')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'Present this client certificate (PEM; may hold the key as well)')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The private key of --cert (PEM)')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'The database, in place of that in --url')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'The database, in place of that in --url')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Send the command so often; 0 until Ctrl-C')
            [CompletionResult]::new('--repeat', '--repeat', [CompletionResultType]::ParameterName, 'Send the command so often; 0 until Ctrl-C')
            [CompletionResult]::new('-i', '-i', [CompletionResultType]::ParameterName, 'Wait so long between two of --repeat')
            [CompletionResult]::new('--interval', '--interval', [CompletionResultType]::ParameterName, 'Wait so long between two of --repeat')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Accept any server certificate')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Accept any server certificate')
            [CompletionResult]::new('-x', '-x', [CompletionResultType]::ParameterName, 'The last argument is all of standard input')
            [CompletionResult]::new('--stdin', '--stdin', [CompletionResultType]::ParameterName, 'The last argument is all of standard input')
            [CompletionResult]::new('--raw', '--raw', [CompletionResultType]::ParameterName, 'Bare values on a terminal too')
            [CompletionResult]::new('--pretty', '--pretty', [CompletionResultType]::ParameterName, 'Replies as on a terminal in a pipe too')
            [CompletionResult]::new('-3', '-3', [CompletionResultType]::ParameterName, 'Speak RESP3, which tells maps, sets and doubles apart; --json does as well')
            [CompletionResult]::new('--resp3', '--resp3', [CompletionResultType]::ParameterName, 'Speak RESP3, which tells maps, sets and doubles apart; --json does as well')
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
        'kv;bench' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The server: `redis://[user[:password]@]host[:port][/database]`, `rediss://…` with TLS, `unix:///path`')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The server: `redis://[user[:password]@]host[:port][/database]`, `rediss://…` with TLS, `unix:///path`')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Its host, in place of that in --url [default: 127.0.0.1]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Its port, in place of that in --url [default: 6379]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Its port, in place of that in --url [default: 6379]')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Its socket file, in place of host and port')
            [CompletionResult]::new('--socket', '--socket', [CompletionResultType]::ParameterName, 'Its socket file, in place of host and port')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user of the password')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'The password is the first line of FILE; the variable `REDISCLI_AUTH` may hold it as well')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long connecting may take')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file instead of the system''s')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'Present this client certificate (PEM; may hold the key as well)')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The private key of --cert (PEM)')
            [CompletionResult]::new('--against', '--against', [CompletionResultType]::ParameterName, 'Another server to compare with; both are measured in turn, and ratios are quoted')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Tests, separated by commas')
            [CompletionResult]::new('--tests', '--tests', [CompletionResultType]::ParameterName, 'Tests, separated by commas')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Connections kept open')
            [CompletionResult]::new('--connections', '--connections', [CompletionResultType]::ParameterName, 'Connections kept open')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Connections kept open')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Requests of each test and pipeline')
            [CompletionResult]::new('--requests', '--requests', [CompletionResultType]::ParameterName, 'Requests of each test and pipeline')
            [CompletionResult]::new('-P', '-P ', [CompletionResultType]::ParameterName, 'Commands sent at once on a connection; several numbers are measured one after the other')
            [CompletionResult]::new('--pipeline', '--pipeline', [CompletionResultType]::ParameterName, 'Commands sent at once on a connection; several numbers are measured one after the other')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Keys (members, fields) to choose from at random')
            [CompletionResult]::new('--keys', '--keys', [CompletionResultType]::ParameterName, 'Keys (members, fields) to choose from at random')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Bytes of a value')
            [CompletionResult]::new('--size', '--size', [CompletionResultType]::ParameterName, 'Bytes of a value')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads that send')
            [CompletionResult]::new('--rounds', '--rounds', [CompletionResultType]::ParameterName, 'How often each is measured; medians are quoted [default: 1, with --against 5]')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Repeats which keys are chosen')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Accept any server certificate')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Accept any server certificate')
            [CompletionResult]::new('--fill', '--fill', [CompletionResultType]::ParameterName, 'Write all keys of --keys first')
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
        'kv;check' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--repair', '--repair', [CompletionResultType]::ParameterName, 'Cut off the end of a log from where it is damaged')
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
        'kv;convert' {
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'What it becomes')
            [CompletionResult]::new('--into', '--into', [CompletionResultType]::ParameterName, 'Where to; the dump itself stays as it is')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--overwrite', '--overwrite', [CompletionResultType]::ParameterName, 'Replace the file of --into where there is one')
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
        'kv;help' {
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve Redis clients until a signal')
            [CompletionResult]::new('cli', 'cli', [CompletionResultType]::ParameterValue, 'Send commands to a server of Redis''s protocol')
            [CompletionResult]::new('bench', 'bench', [CompletionResultType]::ParameterValue, 'Measure how fast a server answers, or which of two does')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check dumps and append-only logs')
            [CompletionResult]::new('convert', 'convert', [CompletionResultType]::ParameterValue, 'Turn a dump into one of another version, or into JSON')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kv;help;serve' {
            break
        }
        'kv;help;cli' {
            break
        }
        'kv;help;bench' {
            break
        }
        'kv;help;check' {
            break
        }
        'kv;help;convert' {
            break
        }
        'kv;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
