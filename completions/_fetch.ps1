
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'fetch' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'fetch'
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
        'fetch' {
            [CompletionResult]::new('-i', '-i', [CompletionResultType]::ParameterName, 'Download what this list names; - is standard input')
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'Download what this list names; - is standard input')
            [CompletionResult]::new('--metalink', '--metalink', [CompletionResultType]::ParameterName, 'Download the files of this Metalink, a file or a URL')
            [CompletionResult]::new('--mirror', '--mirror', [CompletionResultType]::ParameterName, 'Where the same file lies too; repeat for more')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Connections at once for a file, or auto: one, and more while they pay')
            [CompletionResult]::new('--workers', '--workers', [CompletionResultType]::ParameterName, 'Connections at once for a file, or auto: one, and more while they pay')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Connections at once for a file, or auto: one, and more while they pay')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Downloads at once')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Downloads at once')
            [CompletionResult]::new('--range-start', '--range-start', [CompletionResultType]::ParameterName, 'The first byte that is wanted')
            [CompletionResult]::new('--range-end', '--range-end', [CompletionResultType]::ParameterName, 'The byte behind the last one that is wanted')
            [CompletionResult]::new('--max-range', '--max-range', [CompletionResultType]::ParameterName, 'Ask for no more than this at once, where a server refuses long ranges')
            [CompletionResult]::new('--sha256', '--sha256', [CompletionResultType]::ParameterName, 'The file must have this SHA-256')
            [CompletionResult]::new('--hash', '--hash', [CompletionResultType]::ParameterName, 'The file must have this hash: md5, sha1, sha256, sha384 or sha512')
            [CompletionResult]::new('--checksum-file', '--checksum-file', [CompletionResultType]::ParameterName, 'The files must have the hashes in this file, or at this URL: lines of sha256sum, or of BSD')
            [CompletionResult]::new('--refresh-cmd', '--refresh-cmd', [CompletionResultType]::ParameterName, 'Print a new link with this command when one has expired; the URL is in `TOOLBOX_FETCH_URL`')
            [CompletionResult]::new('--progress', '--progress', [CompletionResultType]::ParameterName, 'How progress is shown')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on a connection when nothing comes for this long [default: 20s]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Try again this often without a byte of progress [default: 9]')
            [CompletionResult]::new('--protocol', '--protocol', [CompletionResultType]::ParameterName, 'The protocol, where not the scheme of the URL decides')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Header to send, ''Name: value''; repeat for more')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Header to send, ''Name: value''; repeat for more')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'User name and password, for Basic and Digest')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'User name and password, for Basic and Digest')
            [CompletionResult]::new('--netrc', '--netrc', [CompletionResultType]::ParameterName, 'Take user names and passwords by host from FILE [default: ~/.netrc]')
            [CompletionResult]::new('--cookies', '--cookies', [CompletionResultType]::ParameterName, 'Cookies to send: a cookies.txt, or ''name=value; name=value''')
            [CompletionResult]::new('--user-agent', '--user-agent', [CompletionResultType]::ParameterName, 'User-Agent to send [default: toolbox-fetch/VERSION]')
            [CompletionResult]::new('-x', '-x', [CompletionResultType]::ParameterName, 'Go through this proxy (http, https, socks5, socks5h, socks4 or socks4a)')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy (http, https, socks5, socks5h, socks4 or socks4a)')
            [CompletionResult]::new('--no-proxy', '--no-proxy', [CompletionResultType]::ParameterName, 'Go past the proxy for these hosts')
            [CompletionResult]::new('--resolve', '--resolve', [CompletionResultType]::ParameterName, 'Take IP as the address of HOST')
            [CompletionResult]::new('--bind', '--bind', [CompletionResultType]::ParameterName, 'Local address to connect from; repeat to use several in turn')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give up on a connection attempt after this long [default: 10s]')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Bytes per second, of everything together')
            [CompletionResult]::new('--limit-rate', '--limit-rate', [CompletionResultType]::ParameterName, 'Bytes per second, of everything together')
            [CompletionResult]::new('--limit-host', '--limit-host', [CompletionResultType]::ParameterName, 'Bytes per second, of all downloads from one host')
            [CompletionResult]::new('--limit-download', '--limit-download', [CompletionResultType]::ParameterName, 'Bytes per second, of each download')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file instead of the system''s')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'Present this client certificate (PEM; may hold the key as well)')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The private key of --cert (PEM)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--fresh', '--fresh', [CompletionResultType]::ParameterName, 'Start over, whatever is there of an earlier attempt')
            [CompletionResult]::new('--overwrite', '--overwrite', [CompletionResultType]::ParameterName, 'Replace a file that has the name')
            [CompletionResult]::new('--if-newer', '--if-newer', [CompletionResultType]::ParameterName, 'Replace a file that has the name where the server has a newer one, else leave it')
            [CompletionResult]::new('--no-hash', '--no-hash', [CompletionResultType]::ParameterName, 'Do not compute SHA-256 of what is not to be compared')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Ask what there is, tell what would be done, and do nothing')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Accept any server certificate')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Accept any server certificate')
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
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Download a URL: what `fetch URL` does too')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Tell what a URL leads to, without downloading it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'fetch;get' {
            [CompletionResult]::new('-i', '-i', [CompletionResultType]::ParameterName, 'Download what this list names; - is standard input')
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'Download what this list names; - is standard input')
            [CompletionResult]::new('--metalink', '--metalink', [CompletionResultType]::ParameterName, 'Download the files of this Metalink, a file or a URL')
            [CompletionResult]::new('--mirror', '--mirror', [CompletionResultType]::ParameterName, 'Where the same file lies too; repeat for more')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Connections at once for a file, or auto: one, and more while they pay')
            [CompletionResult]::new('--workers', '--workers', [CompletionResultType]::ParameterName, 'Connections at once for a file, or auto: one, and more while they pay')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Connections at once for a file, or auto: one, and more while they pay')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Downloads at once')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Downloads at once')
            [CompletionResult]::new('--range-start', '--range-start', [CompletionResultType]::ParameterName, 'The first byte that is wanted')
            [CompletionResult]::new('--range-end', '--range-end', [CompletionResultType]::ParameterName, 'The byte behind the last one that is wanted')
            [CompletionResult]::new('--max-range', '--max-range', [CompletionResultType]::ParameterName, 'Ask for no more than this at once, where a server refuses long ranges')
            [CompletionResult]::new('--sha256', '--sha256', [CompletionResultType]::ParameterName, 'The file must have this SHA-256')
            [CompletionResult]::new('--hash', '--hash', [CompletionResultType]::ParameterName, 'The file must have this hash: md5, sha1, sha256, sha384 or sha512')
            [CompletionResult]::new('--checksum-file', '--checksum-file', [CompletionResultType]::ParameterName, 'The files must have the hashes in this file, or at this URL: lines of sha256sum, or of BSD')
            [CompletionResult]::new('--refresh-cmd', '--refresh-cmd', [CompletionResultType]::ParameterName, 'Print a new link with this command when one has expired; the URL is in `TOOLBOX_FETCH_URL`')
            [CompletionResult]::new('--progress', '--progress', [CompletionResultType]::ParameterName, 'How progress is shown')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on a connection when nothing comes for this long [default: 20s]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Try again this often without a byte of progress [default: 9]')
            [CompletionResult]::new('--protocol', '--protocol', [CompletionResultType]::ParameterName, 'The protocol, where not the scheme of the URL decides')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Header to send, ''Name: value''; repeat for more')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Header to send, ''Name: value''; repeat for more')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'User name and password, for Basic and Digest')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'User name and password, for Basic and Digest')
            [CompletionResult]::new('--netrc', '--netrc', [CompletionResultType]::ParameterName, 'Take user names and passwords by host from FILE [default: ~/.netrc]')
            [CompletionResult]::new('--cookies', '--cookies', [CompletionResultType]::ParameterName, 'Cookies to send: a cookies.txt, or ''name=value; name=value''')
            [CompletionResult]::new('--user-agent', '--user-agent', [CompletionResultType]::ParameterName, 'User-Agent to send [default: toolbox-fetch/VERSION]')
            [CompletionResult]::new('-x', '-x', [CompletionResultType]::ParameterName, 'Go through this proxy (http, https, socks5, socks5h, socks4 or socks4a)')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy (http, https, socks5, socks5h, socks4 or socks4a)')
            [CompletionResult]::new('--no-proxy', '--no-proxy', [CompletionResultType]::ParameterName, 'Go past the proxy for these hosts')
            [CompletionResult]::new('--resolve', '--resolve', [CompletionResultType]::ParameterName, 'Take IP as the address of HOST')
            [CompletionResult]::new('--bind', '--bind', [CompletionResultType]::ParameterName, 'Local address to connect from; repeat to use several in turn')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give up on a connection attempt after this long [default: 10s]')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Bytes per second, of everything together')
            [CompletionResult]::new('--limit-rate', '--limit-rate', [CompletionResultType]::ParameterName, 'Bytes per second, of everything together')
            [CompletionResult]::new('--limit-host', '--limit-host', [CompletionResultType]::ParameterName, 'Bytes per second, of all downloads from one host')
            [CompletionResult]::new('--limit-download', '--limit-download', [CompletionResultType]::ParameterName, 'Bytes per second, of each download')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file instead of the system''s')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'Present this client certificate (PEM; may hold the key as well)')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The private key of --cert (PEM)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('--fresh', '--fresh', [CompletionResultType]::ParameterName, 'Start over, whatever is there of an earlier attempt')
            [CompletionResult]::new('--overwrite', '--overwrite', [CompletionResultType]::ParameterName, 'Replace a file that has the name')
            [CompletionResult]::new('--if-newer', '--if-newer', [CompletionResultType]::ParameterName, 'Replace a file that has the name where the server has a newer one, else leave it')
            [CompletionResult]::new('--no-hash', '--no-hash', [CompletionResultType]::ParameterName, 'Do not compute SHA-256 of what is not to be compared')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Ask what there is, tell what would be done, and do nothing')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Accept any server certificate')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Accept any server certificate')
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
        'fetch;info' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up when nothing comes for this long [default: 20s]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Try again this often [default: 9]')
            [CompletionResult]::new('--protocol', '--protocol', [CompletionResultType]::ParameterName, 'The protocol, where not the scheme of the URL decides')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Header to send, ''Name: value''; repeat for more')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Header to send, ''Name: value''; repeat for more')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'User name and password, for Basic and Digest')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'User name and password, for Basic and Digest')
            [CompletionResult]::new('--netrc', '--netrc', [CompletionResultType]::ParameterName, 'Take user names and passwords by host from FILE [default: ~/.netrc]')
            [CompletionResult]::new('--cookies', '--cookies', [CompletionResultType]::ParameterName, 'Cookies to send: a cookies.txt, or ''name=value; name=value''')
            [CompletionResult]::new('--user-agent', '--user-agent', [CompletionResultType]::ParameterName, 'User-Agent to send [default: toolbox-fetch/VERSION]')
            [CompletionResult]::new('-x', '-x', [CompletionResultType]::ParameterName, 'Go through this proxy (http, https, socks5, socks5h, socks4 or socks4a)')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy (http, https, socks5, socks5h, socks4 or socks4a)')
            [CompletionResult]::new('--no-proxy', '--no-proxy', [CompletionResultType]::ParameterName, 'Go past the proxy for these hosts')
            [CompletionResult]::new('--resolve', '--resolve', [CompletionResultType]::ParameterName, 'Take IP as the address of HOST')
            [CompletionResult]::new('--bind', '--bind', [CompletionResultType]::ParameterName, 'Local address to connect from; repeat to use several in turn')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give up on a connection attempt after this long [default: 10s]')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Bytes per second, of everything together')
            [CompletionResult]::new('--limit-rate', '--limit-rate', [CompletionResultType]::ParameterName, 'Bytes per second, of everything together')
            [CompletionResult]::new('--limit-host', '--limit-host', [CompletionResultType]::ParameterName, 'Bytes per second, of all downloads from one host')
            [CompletionResult]::new('--limit-download', '--limit-download', [CompletionResultType]::ParameterName, 'Bytes per second, of each download')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file instead of the system''s')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'Present this client certificate (PEM; may hold the key as well)')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The private key of --cert (PEM)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results to FILE instead of standard output (`-`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How log lines on standard error are written')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file and no other')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Accept any server certificate')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Accept any server certificate')
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
        'fetch;help' {
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Download a URL: what `fetch URL` does too')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Tell what a URL leads to, without downloading it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'fetch;help;get' {
            break
        }
        'fetch;help;info' {
            break
        }
        'fetch;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
