
use builtin;
use str;

set edit:completion:arg-completer[rip] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'rip'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'rip'= {
            cand --pick 'Take the one of this number in the list of --find [default: the first that can be recorded]'
            cand -q 'best, worst, 1080p, <=720p, bw<=3M; several limits with commas; auto is the best that the connection carries'
            cand --quality 'best, worst, 1080p, <=720p, bw<=3M; several limits with commas; auto is the best that the connection carries'
            cand -s 'Tracks by what they are, such as ''v=<=720p,codec=avc1/worst a=en+fr s=all''; see below'
            cand --select 'Tracks by what they are, such as ''v=<=720p,codec=avc1/worst a=en+fr s=all''; see below'
            cand --from 'Begin so long behind the beginning; of a live stream, so long before its newest segment [default: its oldest]; with - in front, so long before the end'
            cand --duration 'Record so much of the stream, in whole segments'
            cand --until 'Record what begins before this time, by the clock of the stream or else ours: 22:00, 2026-11-27T22:00Z (UTC, unless a zone is given: 22:00+01:00)'
            cand --container 'What FILE is: by its name, ts (segments as they come), mp4, m4a (sound alone), fmp4 (fragments as they come)'
            cand --remux 'Who makes FILE where it is not the segments as they come: native, or ffmpeg, which knows more formats'
            cand --subs 'Record subtitles as well: languages or names with commas, or all; into files beside FILE'
            cand --sub-format 'What files of subtitles are'
            cand -c 'Segments fetched at once'
            cand -j 'Segments fetched at once'
            cand --concurrency 'Segments fetched at once'
            cand --jobs 'Segments fetched at once'
            cand --per-host 'Requests at once for each server (host and port), over all tracks, for segments and what opens them [default: as many as -c]'
            cand --retries 'Try a segment again so often; live ones as long as they are in the playlist'
            cand --retry-status 'Take these statuses for passing ones, besides 408, 425, 429 and 5xx'
            cand --timeout 'Give up on a server that says nothing for so long, or under 128 bytes a second, and try again'
            cand --stall 'Give up on a server that says nothing for so long, or under 128 bytes a second, and try again'
            cand --patience 'Take a live stream for over when nothing new has come for so long'
            cand --limit 'Bytes per second, of everything together'
            cand --limit-rate 'Bytes per second, of everything together'
            cand --refresh-cmd 'Print a new link with this command when a server refuses (401, 403, 410), and go on with that; the URL is in `TOOLBOX_RIP_URL`'
            cand --refresh 'Print a new link with this command when a server refuses (401, 403, 410), and go on with that; the URL is in `TOOLBOX_RIP_URL`'
            cand --decrypt-key 'A key, 32 hexadecimal digits: for everything in the stream, or with KID: in front for what that names; repeat for more'
            cand --base-url 'What references in a playlist from a file or from standard input are relative to; without it a file may name files beside it and below'
            cand -H 'Header to send with every request, ''Name: value''; secrets by their names (Authorization, Cookie, X-Token …) go to the host of URL alone; repeat for more'
            cand --header 'Header to send with every request, ''Name: value''; secrets by their names (Authorization, Cookie, X-Token …) go to the host of URL alone; repeat for more'
            cand --user-agent 'User-Agent to send [default: toolbox/VERSION]'
            cand --referer 'Referer to send'
            cand --cookies 'Cookies to send: a cookies.txt, or ''name=value; name=value'' for the host of URL alone; those that servers set go along anyway'
            cand -x 'Go through this proxy (http://, https:// or socks5://) [default: that of the environment, as curl]'
            cand --proxy 'Go through this proxy (http://, https:// or socks5://) [default: that of the environment, as curl]'
            cand --resolve 'Take IP as the address of HOST'
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
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --find 'List what may be the stream of a page, with what speaks for each, and record nothing'
            cand --deep 'Look into the scripts of a page and what they call as well'
            cand -l 'List the renditions, with what would be taken of them, and record nothing'
            cand --list-quality 'List the renditions, with what would be taken of them, and record nothing'
            cand --audio-only 'Record the sound alone, where it has a playlist of its own'
            cand --accept-gaps 'Make FILE even if segments are missing that the same command would ask for again'
            cand --finish 'Make FILE of what was recorded so far, and ask no server: of a stream that is gone'
            cand -f 'Replace an existing file, and begin anew instead of going on'
            cand --force 'Replace an existing file, and begin anew instead of going on'
            cand --append-query 'Give the query of the playlist''s URL to segments and keys without one'
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
        }
    ]
    $completions[$command]
}
