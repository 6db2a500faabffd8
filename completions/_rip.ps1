
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'rip' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'rip'
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
        'rip' {
            [CompletionResult]::new('--pick', '--pick', [CompletionResultType]::ParameterName, 'Take the one of this number in the list of --find [default: the first that can be recorded]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'best, worst, 1080p, <=720p, bw<=3M; several limits with commas; auto is the best that the connection carries')
            [CompletionResult]::new('--quality', '--quality', [CompletionResultType]::ParameterName, 'best, worst, 1080p, <=720p, bw<=3M; several limits with commas; auto is the best that the connection carries')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Tracks by what they are, such as ''v=<=720p,codec=avc1/worst a=en+fr s=all''; see below')
            [CompletionResult]::new('--select', '--select', [CompletionResultType]::ParameterName, 'Tracks by what they are, such as ''v=<=720p,codec=avc1/worst a=en+fr s=all''; see below')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Begin so long behind the beginning; of a live stream, so long before its newest segment [default: its oldest]; with - in front, so long before the end')
            [CompletionResult]::new('--duration', '--duration', [CompletionResultType]::ParameterName, 'Record so much of the stream, in whole segments')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Record what begins before this time, by the clock of the stream or else ours: 22:00, 2026-11-27T22:00Z (UTC, unless a zone is given: 22:00+01:00)')
            [CompletionResult]::new('--container', '--container', [CompletionResultType]::ParameterName, 'What FILE is: by its name, ts (segments as they come), mp4, m4a (sound alone), fmp4 (fragments as they come)')
            [CompletionResult]::new('--remux', '--remux', [CompletionResultType]::ParameterName, 'Who makes FILE where it is not the segments as they come: native, or ffmpeg, which knows more formats')
            [CompletionResult]::new('--subs', '--subs', [CompletionResultType]::ParameterName, 'Record subtitles as well: languages or names with commas, or all; into files beside FILE')
            [CompletionResult]::new('--sub-format', '--sub-format', [CompletionResultType]::ParameterName, 'What files of subtitles are')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Segments fetched at once')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Segments fetched at once')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Segments fetched at once')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Segments fetched at once')
            [CompletionResult]::new('--per-host', '--per-host', [CompletionResultType]::ParameterName, 'Requests at once for each server (host and port), over all tracks, for segments and what opens them [default: as many as -c]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Try a segment again so often; live ones as long as they are in the playlist')
            [CompletionResult]::new('--retry-status', '--retry-status', [CompletionResultType]::ParameterName, 'Take these statuses for passing ones, besides 408, 425, 429 and 5xx')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on a server that says nothing for so long, or under 128 bytes a second, and try again')
            [CompletionResult]::new('--stall', '--stall', [CompletionResultType]::ParameterName, 'Give up on a server that says nothing for so long, or under 128 bytes a second, and try again')
            [CompletionResult]::new('--patience', '--patience', [CompletionResultType]::ParameterName, 'Take a live stream for over when nothing new has come for so long')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Bytes per second, of everything together')
            [CompletionResult]::new('--limit-rate', '--limit-rate', [CompletionResultType]::ParameterName, 'Bytes per second, of everything together')
            [CompletionResult]::new('--refresh-cmd', '--refresh-cmd', [CompletionResultType]::ParameterName, 'Print a new link with this command when a server refuses (401, 403, 410), and go on with that; the URL is in `TOOLBOX_RIP_URL`')
            [CompletionResult]::new('--refresh', '--refresh', [CompletionResultType]::ParameterName, 'Print a new link with this command when a server refuses (401, 403, 410), and go on with that; the URL is in `TOOLBOX_RIP_URL`')
            [CompletionResult]::new('--decrypt-key', '--decrypt-key', [CompletionResultType]::ParameterName, 'A key, 32 hexadecimal digits: for everything in the stream, or with KID: in front for what that names; repeat for more')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'What references in a playlist from a file or from standard input are relative to; without it a file may name files beside it and below')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Header to send with every request, ''Name: value''; secrets by their names (Authorization, Cookie, X-Token …) go to the host of URL alone; repeat for more')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Header to send with every request, ''Name: value''; secrets by their names (Authorization, Cookie, X-Token …) go to the host of URL alone; repeat for more')
            [CompletionResult]::new('--user-agent', '--user-agent', [CompletionResultType]::ParameterName, 'User-Agent to send [default: toolbox/VERSION]')
            [CompletionResult]::new('--referer', '--referer', [CompletionResultType]::ParameterName, 'Referer to send')
            [CompletionResult]::new('--cookies', '--cookies', [CompletionResultType]::ParameterName, 'Cookies to send: a cookies.txt, or ''name=value; name=value'' for the host of URL alone; those that servers set go along anyway')
            [CompletionResult]::new('-x', '-x', [CompletionResultType]::ParameterName, 'Go through this proxy (http://, https:// or socks5://) [default: that of the environment, as curl]')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy (http://, https:// or socks5://) [default: that of the environment, as curl]')
            [CompletionResult]::new('--resolve', '--resolve', [CompletionResultType]::ParameterName, 'Take IP as the address of HOST')
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
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there')
            [CompletionResult]::new('--otlp-share', '--otlp-share', [CompletionResultType]::ParameterName, 'The share of traces that is sent to --otlp, from 0 to 1')
            [CompletionResult]::new('--find', '--find', [CompletionResultType]::ParameterName, 'List what may be the stream of a page, with what speaks for each, and record nothing')
            [CompletionResult]::new('--deep', '--deep', [CompletionResultType]::ParameterName, 'Look into the scripts of a page and what they call as well')
            [CompletionResult]::new('-l', '-l', [CompletionResultType]::ParameterName, 'List the renditions, with what would be taken of them, and record nothing')
            [CompletionResult]::new('--list-quality', '--list-quality', [CompletionResultType]::ParameterName, 'List the renditions, with what would be taken of them, and record nothing')
            [CompletionResult]::new('--audio-only', '--audio-only', [CompletionResultType]::ParameterName, 'Record the sound alone, where it has a playlist of its own')
            [CompletionResult]::new('--accept-gaps', '--accept-gaps', [CompletionResultType]::ParameterName, 'Make FILE even if segments are missing that the same command would ask for again')
            [CompletionResult]::new('--finish', '--finish', [CompletionResultType]::ParameterName, 'Make FILE of what was recorded so far, and ask no server: of a stream that is gone')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Replace an existing file, and begin anew instead of going on')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace an existing file, and begin anew instead of going on')
            [CompletionResult]::new('--append-query', '--append-query', [CompletionResultType]::ParameterName, 'Give the query of the playlist''s URL to segments and keys without one')
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
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
