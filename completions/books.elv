
use builtin;
use str;

set edit:completion:arg-completer[books] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'books'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'books'= {
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
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
            cand add 'Add books: files, or folders of files'
            cand import 'Add every book below folders, and remember the folders'
            cand scan 'Look for changes in the folders that were imported'
            cand list 'List books'
            cand search 'Find books by words'
            cand info 'Tell all about a book'
            cand save-progress 'Save where you are in a book'
            cand where 'Tell where you are in a book, or were'
            cand resume 'List the books that you are in'
            cand complete 'Mark a book as finished'
            cand restart 'Begin a book again, as another time'
            cand history 'Tell what happened to your place in a book'
            cand undo 'Take back the last jump'
            cand play 'Play a book from where you are, through mpv'
            cand bookmark 'Set, list and remove bookmarks'
            cand edit 'Change what is known of a book'
            cand cover 'Give a book another picture, or take out its own'
            cand chapters 'Show the chapters of a book, or set them'
            cand tag 'Add, remove and list tags'
            cand shelf 'Put books on lists: want to listen, and others'
            cand stats 'Tell how much you listened'
            cand remove 'Take a book out of the library'
            cand export 'Write everything that was told to a file'
            cand restore 'Take in what export wrote'
            cand sync 'Share places with your other devices'
            cand doctor 'Check a library, or make it anew'
            cand slugs 'Slugs for completions'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'books;add'= {
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;import'= {
            cand --organize 'Where each book goes, as folders; alone, it shows the plan'
            cand --settle 'How long new files must stay as they are, with --watch'
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --dry-run 'Tell what would be done, and do nothing'
            cand --copy 'Copy files there'
            cand --move 'Move files there'
            cand --link 'Give files a second name there, which takes no room'
            cand --watch 'Stay, and import what is added'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;scan'= {
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;list'= {
            cand --status 'Only these'
            cand --author 'Only with these words in the author''s name'
            cand --narrator 'Only with these words in the narrator''s name'
            cand --series 'Only with these words in the name of the series'
            cand --tag 'Only with this tag'
            cand --list 'Only on this list'
            cand --sort 'In which order'
            cand --limit 'How many at most; 0 for all'
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;search'= {
            cand --limit 'How many at most'
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;info'= {
            try { e:books slugs 2>/dev/null | from-lines | each {|slug| cand $slug 'a book' } } catch _ { nop }
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --chapters 'Its chapters as well'
            cand --files 'Its files as well'
            cand --why 'Where each value comes from, and why the files are in their order'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;save-progress'= {
            try { e:books slugs 2>/dev/null | from-lines | each {|slug| cand $slug 'a book' } } catch _ { nop }
            cand --speed 'How fast you listen to this book, from 0.25 to 8'
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;where'= {
            try { e:books slugs 2>/dev/null | from-lines | each {|slug| cand $slug 'a book' } } catch _ { nop }
            cand --at 'Where it was then: yesterday, ''yesterday 22:40'', ''2h ago'', 2026-11-03'
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;resume'= {
            cand --limit 'How many at most; 0 for all'
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;complete'= {
            try { e:books slugs 2>/dev/null | from-lines | each {|slug| cand $slug 'a book' } } catch _ { nop }
            cand --on 'The day it was finished on'
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;restart'= {
            try { e:books slugs 2>/dev/null | from-lines | each {|slug| cand $slug 'a book' } } catch _ { nop }
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;history'= {
            try { e:books slugs 2>/dev/null | from-lines | each {|slug| cand $slug 'a book' } } catch _ { nop }
            cand --limit 'How many at most, the last ones; 0 for all'
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;undo'= {
            try { e:books slugs 2>/dev/null | from-lines | each {|slug| cand $slug 'a book' } } catch _ { nop }
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;play'= {
            try { e:books slugs 2>/dev/null | from-lines | each {|slug| cand $slug 'a book' } } catch _ { nop }
            cand --from 'From where [default: where you are]'
            cand --speed 'How fast, from 0.25 to 8 [default: as fast as this book last time]'
            cand --sleep 'Stop after this long, or at the end of the chapter'
            cand --ao 'mpv''s sound output, such as null, alsa, pulse'
            cand --mpv 'The program'
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;bookmark'= {
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand add 'Set a bookmark'
            cand list 'List the bookmarks of a book'
            cand rm 'Remove a bookmark'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'books;bookmark;add'= {
            try { e:books slugs 2>/dev/null | from-lines | each {|slug| cand $slug 'a book' } } catch _ { nop }
            cand --at 'Where [default: where you are]'
            cand --title 'What it is called'
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;bookmark;list'= {
            try { e:books slugs 2>/dev/null | from-lines | each {|slug| cand $slug 'a book' } } catch _ { nop }
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;bookmark;rm'= {
            try { e:books slugs 2>/dev/null | from-lines | each {|slug| cand $slug 'a book' } } catch _ { nop }
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;bookmark;help'= {
            cand add 'Set a bookmark'
            cand list 'List the bookmarks of a book'
            cand rm 'Remove a bookmark'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'books;bookmark;help;add'= {
        }
        &'books;bookmark;help;list'= {
        }
        &'books;bookmark;help;rm'= {
        }
        &'books;bookmark;help;help'= {
        }
        &'books;edit'= {
            try { e:books slugs 2>/dev/null | from-lines | each {|slug| cand $slug 'a book' } } catch _ { nop }
            cand --lock 'Keep the value of this field as it is'
            cand --unlock 'Take the value that files say'
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;cover'= {
            try { e:books slugs 2>/dev/null | from-lines | each {|slug| cand $slug 'a book' } } catch _ { nop }
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --unset 'Take the picture of its files again'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;chapters'= {
            try { e:books slugs 2>/dev/null | from-lines | each {|slug| cand $slug 'a book' } } catch _ { nop }
            cand --set 'Take the chapters of this file: lines with POS and a title'
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --unset 'Take the chapters of the files again'
            cand --clear 'Say that it has no chapters'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;tag'= {
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand add 'Add tags to a book'
            cand rm 'Take tags off a book'
            cand list 'List all tags'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'books;tag;add'= {
            try { e:books slugs 2>/dev/null | from-lines | each {|slug| cand $slug 'a book' } } catch _ { nop }
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;tag;rm'= {
            try { e:books slugs 2>/dev/null | from-lines | each {|slug| cand $slug 'a book' } } catch _ { nop }
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;tag;list'= {
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;tag;help'= {
            cand add 'Add tags to a book'
            cand rm 'Take tags off a book'
            cand list 'List all tags'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'books;tag;help;add'= {
        }
        &'books;tag;help;rm'= {
        }
        &'books;tag;help;list'= {
        }
        &'books;tag;help;help'= {
        }
        &'books;shelf'= {
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand add 'Put books on a list, behind those that are there'
            cand rm 'Take books off a list'
            cand show 'Show a list in its order'
            cand list 'List all lists'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'books;shelf;add'= {
            try { e:books slugs 2>/dev/null | from-lines | each {|slug| cand $slug 'a book' } } catch _ { nop }
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;shelf;rm'= {
            try { e:books slugs 2>/dev/null | from-lines | each {|slug| cand $slug 'a book' } } catch _ { nop }
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;shelf;show'= {
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;shelf;list'= {
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;shelf;help'= {
            cand add 'Put books on a list, behind those that are there'
            cand rm 'Take books off a list'
            cand show 'Show a list in its order'
            cand list 'List all lists'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'books;shelf;help;add'= {
        }
        &'books;shelf;help;rm'= {
        }
        &'books;shelf;help;show'= {
        }
        &'books;shelf;help;list'= {
        }
        &'books;shelf;help;help'= {
        }
        &'books;stats'= {
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --week 'The last seven days'
            cand --month 'The last thirty days'
            cand --year 'The last twelve months'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;remove'= {
            try { e:books slugs 2>/dev/null | from-lines | each {|slug| cand $slug 'a book' } } catch _ { nop }
            cand --folder 'Take out a folder that was imported, with its books'
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --delete-files 'Delete its audio files, too'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;export'= {
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;restore'= {
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --merge 'Add it to what is here: what happens anyway'
            cand --replace 'Let what is here give way'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;sync'= {
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand add 'Meet other devices in a folder or a bucket, and do so at once'
            cand rm 'Leave a place; what is in it stays'
            cand now 'Tell and learn what is new'
            cand status 'Tell where devices meet, and how far each is known'
            cand resolve 'Choose one of several places in a book'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'books;sync;add'= {
            cand --name 'What this device is called'
            cand --endpoint 'The server of the bucket [default: Amazon''s]'
            cand --region 'The region of the bucket [default: the profile''s]'
            cand --aws-profile 'The profile of the AWS CLI that has the keys'
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;sync;rm'= {
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;sync;now'= {
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;sync;status'= {
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;sync;resolve'= {
            try { e:books slugs 2>/dev/null | from-lines | each {|slug| cand $slug 'a book' } } catch _ { nop }
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;sync;help'= {
            cand add 'Meet other devices in a folder or a bucket, and do so at once'
            cand rm 'Leave a place; what is in it stays'
            cand now 'Tell and learn what is new'
            cand status 'Tell where devices meet, and how far each is known'
            cand resolve 'Choose one of several places in a book'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'books;sync;help;add'= {
        }
        &'books;sync;help;rm'= {
        }
        &'books;sync;help;now'= {
        }
        &'books;sync;help;status'= {
        }
        &'books;sync;help;resolve'= {
        }
        &'books;sync;help;help'= {
        }
        &'books;doctor'= {
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --rebuild 'Make the library anew; the old file is kept beside it'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;slugs'= {
            cand --db 'The library [default: books.db in $XDG_DATA_HOME/toolbox]'
            cand --profile 'Whose place: several people may use one library'
            cand --format 'How results are written'
            cand -o 'Write results to FILE instead of standard output (`-`)'
            cand --output 'Write results to FILE instead of standard output (`-`)'
            cand --color 'When to use colour'
            cand --log-format 'How log lines on standard error are written'
            cand --config 'Read this configuration file and no other'
            cand --metrics 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port'
            cand --otlp 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there'
            cand --otlp-share 'The share of traces that is sent to --otlp, from 0 to 1'
            cand --json 'Short for --format json'
            cand -v 'Say more; repeat for debug and trace'
            cand --verbose 'Say more; repeat for debug and trace'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand --no-progress 'Show no progress'
            cand --no-color 'Short for --color never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'books;help'= {
            cand add 'Add books: files, or folders of files'
            cand import 'Add every book below folders, and remember the folders'
            cand scan 'Look for changes in the folders that were imported'
            cand list 'List books'
            cand search 'Find books by words'
            cand info 'Tell all about a book'
            cand save-progress 'Save where you are in a book'
            cand where 'Tell where you are in a book, or were'
            cand resume 'List the books that you are in'
            cand complete 'Mark a book as finished'
            cand restart 'Begin a book again, as another time'
            cand history 'Tell what happened to your place in a book'
            cand undo 'Take back the last jump'
            cand play 'Play a book from where you are, through mpv'
            cand bookmark 'Set, list and remove bookmarks'
            cand edit 'Change what is known of a book'
            cand cover 'Give a book another picture, or take out its own'
            cand chapters 'Show the chapters of a book, or set them'
            cand tag 'Add, remove and list tags'
            cand shelf 'Put books on lists: want to listen, and others'
            cand stats 'Tell how much you listened'
            cand remove 'Take a book out of the library'
            cand export 'Write everything that was told to a file'
            cand restore 'Take in what export wrote'
            cand sync 'Share places with your other devices'
            cand doctor 'Check a library, or make it anew'
            cand slugs 'Slugs for completions'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'books;help;add'= {
        }
        &'books;help;import'= {
        }
        &'books;help;scan'= {
        }
        &'books;help;list'= {
        }
        &'books;help;search'= {
        }
        &'books;help;info'= {
        }
        &'books;help;save-progress'= {
        }
        &'books;help;where'= {
        }
        &'books;help;resume'= {
        }
        &'books;help;complete'= {
        }
        &'books;help;restart'= {
        }
        &'books;help;history'= {
        }
        &'books;help;undo'= {
        }
        &'books;help;play'= {
        }
        &'books;help;bookmark'= {
            cand add 'Set a bookmark'
            cand list 'List the bookmarks of a book'
            cand rm 'Remove a bookmark'
        }
        &'books;help;bookmark;add'= {
        }
        &'books;help;bookmark;list'= {
        }
        &'books;help;bookmark;rm'= {
        }
        &'books;help;edit'= {
        }
        &'books;help;cover'= {
        }
        &'books;help;chapters'= {
        }
        &'books;help;tag'= {
            cand add 'Add tags to a book'
            cand rm 'Take tags off a book'
            cand list 'List all tags'
        }
        &'books;help;tag;add'= {
        }
        &'books;help;tag;rm'= {
        }
        &'books;help;tag;list'= {
        }
        &'books;help;shelf'= {
            cand add 'Put books on a list, behind those that are there'
            cand rm 'Take books off a list'
            cand show 'Show a list in its order'
            cand list 'List all lists'
        }
        &'books;help;shelf;add'= {
        }
        &'books;help;shelf;rm'= {
        }
        &'books;help;shelf;show'= {
        }
        &'books;help;shelf;list'= {
        }
        &'books;help;stats'= {
        }
        &'books;help;remove'= {
        }
        &'books;help;export'= {
        }
        &'books;help;restore'= {
        }
        &'books;help;sync'= {
            cand add 'Meet other devices in a folder or a bucket, and do so at once'
            cand rm 'Leave a place; what is in it stays'
            cand now 'Tell and learn what is new'
            cand status 'Tell where devices meet, and how far each is known'
            cand resolve 'Choose one of several places in a book'
        }
        &'books;help;sync;add'= {
        }
        &'books;help;sync;rm'= {
        }
        &'books;help;sync;now'= {
        }
        &'books;help;sync;status'= {
        }
        &'books;help;sync;resolve'= {
        }
        &'books;help;doctor'= {
        }
        &'books;help;slugs'= {
        }
        &'books;help;help'= {
        }
    ]
    $completions[$command]
}
