complete -c rip -l pick -d 'Take the one of this number in the list of --find [default: the first that can be recorded]' -r
complete -c rip -s q -l quality -d 'best, worst, 1080p, <=720p, bw<=3M; several limits with commas; auto is the best that the connection carries' -r
complete -c rip -s s -l select -d 'Tracks by what they are, such as \'v=<=720p,codec=avc1/worst a=en+fr s=all\'; see below' -r
complete -c rip -l from -d 'Begin so long behind the beginning; of a live stream, so long before its newest segment [default: its oldest]; with - in front, so long before the end' -r
complete -c rip -l duration -d 'Record so much of the stream, in whole segments' -r
complete -c rip -l until -d 'Record what begins before this time, by the clock of the stream or else ours: 22:00, 2026-11-27T22:00Z (UTC, unless a zone is given: 22:00+01:00)' -r
complete -c rip -l container -d 'What FILE is: by its name, ts (segments as they come), mp4, m4a (sound alone), fmp4 (fragments as they come)' -r -f -a "auto\t'By the name of the file'
ts\t'MPEG-TS, or packed audio: segments one behind the other'
mp4\t'One MP4 of all tracks'
m4a\t'One MP4 of the sound'
fmp4\t'Fragments one behind the other'"
complete -c rip -l remux -d 'Who makes FILE where it is not the segments as they come: native, or ffmpeg, which knows more formats' -r -f -a "native\t'We do'
ffmpeg\t'The program of that name'"
complete -c rip -l subs -d 'Record subtitles as well: languages or names with commas, or all; into files beside FILE' -r
complete -c rip -l sub-format -d 'What files of subtitles are' -r -f -a "vtt\t'`WebVTT`'
srt\t'`SubRip`'"
complete -c rip -s c -s j -l concurrency -l jobs -d 'Segments fetched at once' -r
complete -c rip -l per-host -d 'Requests at once for each server (host and port), over all tracks, for segments and what opens them [default: as many as -c]' -r
complete -c rip -l retries -d 'Try a segment again so often; live ones as long as they are in the playlist' -r
complete -c rip -l retry-status -d 'Take these statuses for passing ones, besides 408, 425, 429 and 5xx' -r
complete -c rip -l timeout -l stall -d 'Give up on a server that says nothing for so long, or under 128 bytes a second, and try again' -r
complete -c rip -l patience -d 'Take a live stream for over when nothing new has come for so long' -r
complete -c rip -l limit -l limit-rate -d 'Bytes per second, of everything together' -r
complete -c rip -l refresh-cmd -l refresh -d 'Print a new link with this command when a server refuses (401, 403, 410), and go on with that; the URL is in `TOOLBOX_RIP_URL`' -r -f -a "(__fish_complete_command)"
complete -c rip -l decrypt-key -d 'A key, 32 hexadecimal digits: for everything in the stream, or with KID: in front for what that names; repeat for more' -r
complete -c rip -l base-url -d 'What references in a playlist from a file or from standard input are relative to; without it a file may name files beside it and below' -r -f
complete -c rip -s H -l header -d 'Header to send with every request, \'Name: value\'; secrets by their names (Authorization, Cookie, X-Token …) go to the host of URL alone; repeat for more' -r
complete -c rip -l user-agent -d 'User-Agent to send [default: toolbox/VERSION]' -r
complete -c rip -l referer -d 'Referer to send' -r
complete -c rip -l cookies -d 'Cookies to send: a cookies.txt, or \'name=value; name=value\' for the host of URL alone; those that servers set go along anyway' -r -F
complete -c rip -s x -l proxy -d 'Go through this proxy (http://, https:// or socks5://) [default: that of the environment, as curl]' -r
complete -c rip -l resolve -d 'Take IP as the address of HOST' -r
complete -c rip -l cacert -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c rip -l cert -d 'Present this client certificate (PEM; may hold the key as well)' -r -F
complete -c rip -l key -d 'The private key of --cert (PEM)' -r -F
complete -c rip -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c rip -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c rip -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c rip -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c rip -l config -d 'Read this configuration file and no other' -r -F
complete -c rip -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c rip -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c rip -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c rip -l find -d 'List what may be the stream of a page, with what speaks for each, and record nothing'
complete -c rip -l deep -d 'Look into the scripts of a page and what they call as well'
complete -c rip -s l -l list-quality -d 'List the renditions, with what would be taken of them, and record nothing'
complete -c rip -l audio-only -d 'Record the sound alone, where it has a playlist of its own'
complete -c rip -l accept-gaps -d 'Make FILE even if segments are missing that the same command would ask for again'
complete -c rip -l finish -d 'Make FILE of what was recorded so far, and ask no server: of a stream that is gone'
complete -c rip -s f -l force -d 'Replace an existing file, and begin anew instead of going on'
complete -c rip -l append-query -d 'Give the query of the playlist\'s URL to segments and keys without one'
complete -c rip -s k -l insecure -d 'Accept any server certificate'
complete -c rip -l json -d 'Short for --format json'
complete -c rip -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c rip -l quiet -d 'Say nothing but results, warnings and errors'
complete -c rip -l no-progress -d 'Show no progress'
complete -c rip -l no-color -d 'Short for --color never'
complete -c rip -s h -l help -d 'Print help (see more with \'--help\')'
complete -c rip -s V -l version -d 'Print version'
