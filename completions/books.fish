# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_books_global_optspecs
    string join \n format= json o/output= v/verbose quiet no-progress color= no-color log-format= config= metrics= otlp= otlp-share= h/help V/version
end

function __fish_books_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_books_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_books_using_subcommand
    set -l cmd (__fish_books_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c books -n "__fish_books_needs_command" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_needs_command" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_needs_command" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_needs_command" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_needs_command" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_needs_command" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_needs_command" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_needs_command" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_needs_command" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_needs_command" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_needs_command" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_needs_command" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_needs_command" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_needs_command" -s V -l version -d 'Print version'
complete -c books -n "__fish_books_needs_command" -f -a "add" -d 'Add books: files, or folders of files'
complete -c books -n "__fish_books_needs_command" -f -a "import" -d 'Add every book below folders, and remember the folders'
complete -c books -n "__fish_books_needs_command" -f -a "scan" -d 'Look for changes in the folders that were imported'
complete -c books -n "__fish_books_needs_command" -f -a "list" -d 'List books'
complete -c books -n "__fish_books_needs_command" -f -a "search" -d 'Find books by words'
complete -c books -n "__fish_books_needs_command" -f -a "info" -d 'Tell all about a book'
complete -c books -n "__fish_books_needs_command" -f -a "save-progress" -d 'Save where you are in a book'
complete -c books -n "__fish_books_needs_command" -f -a "where" -d 'Tell where you are in a book, or were'
complete -c books -n "__fish_books_needs_command" -f -a "resume" -d 'List the books that you are in'
complete -c books -n "__fish_books_needs_command" -f -a "complete" -d 'Mark a book as finished'
complete -c books -n "__fish_books_needs_command" -f -a "restart" -d 'Begin a book again, as another time'
complete -c books -n "__fish_books_needs_command" -f -a "history" -d 'Tell what happened to your place in a book'
complete -c books -n "__fish_books_needs_command" -f -a "undo" -d 'Take back the last jump'
complete -c books -n "__fish_books_needs_command" -f -a "play" -d 'Play a book from where you are, through mpv'
complete -c books -n "__fish_books_needs_command" -f -a "bookmark" -d 'Set, list and remove bookmarks'
complete -c books -n "__fish_books_needs_command" -f -a "edit" -d 'Change what is known of a book'
complete -c books -n "__fish_books_needs_command" -f -a "cover" -d 'Give a book another picture, or take out its own'
complete -c books -n "__fish_books_needs_command" -f -a "chapters" -d 'Show the chapters of a book, or set them'
complete -c books -n "__fish_books_needs_command" -f -a "tag" -d 'Add, remove and list tags'
complete -c books -n "__fish_books_needs_command" -f -a "shelf" -d 'Put books on lists: want to listen, and others'
complete -c books -n "__fish_books_needs_command" -f -a "stats" -d 'Tell how much you listened'
complete -c books -n "__fish_books_needs_command" -f -a "remove" -d 'Take a book out of the library'
complete -c books -n "__fish_books_needs_command" -f -a "export" -d 'Write everything that was told to a file'
complete -c books -n "__fish_books_needs_command" -f -a "restore" -d 'Take in what export wrote'
complete -c books -n "__fish_books_needs_command" -f -a "sync" -d 'Share places with your other devices'
complete -c books -n "__fish_books_needs_command" -f -a "doctor" -d 'Check a library, or make it anew'
complete -c books -n "__fish_books_needs_command" -f -a "slugs" -d 'Slugs for completions'
complete -c books -n "__fish_books_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c books -n "__fish_books_using_subcommand add" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand add" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand add" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand add" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand add" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand add" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand add" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand add" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand add" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand add" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand add" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand add" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand add" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand add" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand add" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand import" -l organize -d 'Where each book goes, as folders; alone, it shows the plan' -r
complete -c books -n "__fish_books_using_subcommand import" -l settle -d 'How long new files must stay as they are, with --watch' -r
complete -c books -n "__fish_books_using_subcommand import" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand import" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand import" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand import" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand import" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand import" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand import" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand import" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand import" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand import" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand import" -l dry-run -d 'Tell what would be done, and do nothing'
complete -c books -n "__fish_books_using_subcommand import" -l copy -d 'Copy files there'
complete -c books -n "__fish_books_using_subcommand import" -l move -d 'Move files there'
complete -c books -n "__fish_books_using_subcommand import" -l link -d 'Give files a second name there, which takes no room'
complete -c books -n "__fish_books_using_subcommand import" -l watch -d 'Stay, and import what is added'
complete -c books -n "__fish_books_using_subcommand import" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand import" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand import" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand import" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand import" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand scan" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand scan" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand scan" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand scan" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand scan" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand scan" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand scan" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand scan" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand scan" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand scan" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand scan" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand scan" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand scan" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand scan" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand scan" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand scan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand list" -l status -d 'Only these' -r -f -a "new\t'Not begun'
started\t'Begun and not finished'
finished\t'Finished'
missing\t'Whose files are gone'
forked\t'With several places to choose from'"
complete -c books -n "__fish_books_using_subcommand list" -l author -d 'Only with these words in the author\'s name' -r
complete -c books -n "__fish_books_using_subcommand list" -l narrator -d 'Only with these words in the narrator\'s name' -r
complete -c books -n "__fish_books_using_subcommand list" -l series -d 'Only with these words in the name of the series' -r
complete -c books -n "__fish_books_using_subcommand list" -l tag -d 'Only with this tag' -r
complete -c books -n "__fish_books_using_subcommand list" -l list -d 'Only on this list' -r
complete -c books -n "__fish_books_using_subcommand list" -l sort -d 'In which order' -r -f -a "title\t'By title, articles aside'
author\t'By author, series and part'
added\t'The newest in the library first'
recent\t'The last listened to first'
duration\t'The longest first'
progress\t'The nearest to its end first'"
complete -c books -n "__fish_books_using_subcommand list" -l limit -d 'How many at most; 0 for all' -r
complete -c books -n "__fish_books_using_subcommand list" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand list" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand list" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand list" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand list" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand list" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand list" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand list" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand list" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand list" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand list" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand list" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand list" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand list" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand list" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand search" -l limit -d 'How many at most' -r
complete -c books -n "__fish_books_using_subcommand search" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand search" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand search" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand search" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand search" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand search" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand search" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand search" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand search" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand search" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand search" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand search" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand search" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand search" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand search" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand search" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand info" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand info" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand info" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand info" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand info" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand info" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand info" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand info" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand info" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand info" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand info" -l chapters -d 'Its chapters as well'
complete -c books -n "__fish_books_using_subcommand info" -l files -d 'Its files as well'
complete -c books -n "__fish_books_using_subcommand info" -l why -d 'Where each value comes from, and why the files are in their order'
complete -c books -n "__fish_books_using_subcommand info" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand info" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand info" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand info" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand info" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand info" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand save-progress" -l speed -d 'How fast you listen to this book, from 0.25 to 8' -r
complete -c books -n "__fish_books_using_subcommand save-progress" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand save-progress" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand save-progress" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand save-progress" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand save-progress" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand save-progress" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand save-progress" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand save-progress" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand save-progress" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand save-progress" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand save-progress" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand save-progress" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand save-progress" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand save-progress" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand save-progress" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand save-progress" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand where" -l at -d 'Where it was then: yesterday, \'yesterday 22:40\', \'2h ago\', 2026-11-03' -r
complete -c books -n "__fish_books_using_subcommand where" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand where" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand where" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand where" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand where" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand where" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand where" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand where" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand where" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand where" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand where" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand where" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand where" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand where" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand where" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand where" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand resume" -l limit -d 'How many at most; 0 for all' -r
complete -c books -n "__fish_books_using_subcommand resume" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand resume" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand resume" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand resume" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand resume" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand resume" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand resume" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand resume" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand resume" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand resume" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand resume" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand resume" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand resume" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand resume" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand resume" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand resume" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand complete" -l on -d 'The day it was finished on' -r
complete -c books -n "__fish_books_using_subcommand complete" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand complete" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand complete" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand complete" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand complete" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand complete" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand complete" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand complete" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand complete" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand complete" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand complete" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand complete" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand complete" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand complete" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand complete" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand complete" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand restart" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand restart" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand restart" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand restart" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand restart" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand restart" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand restart" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand restart" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand restart" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand restart" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand restart" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand restart" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand restart" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand restart" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand restart" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand restart" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand history" -l limit -d 'How many at most, the last ones; 0 for all' -r
complete -c books -n "__fish_books_using_subcommand history" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand history" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand history" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand history" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand history" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand history" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand history" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand history" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand history" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand history" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand history" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand history" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand history" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand history" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand history" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand history" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand undo" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand undo" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand undo" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand undo" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand undo" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand undo" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand undo" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand undo" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand undo" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand undo" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand undo" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand undo" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand undo" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand undo" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand undo" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand undo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand play" -l from -d 'From where [default: where you are]' -r
complete -c books -n "__fish_books_using_subcommand play" -l speed -d 'How fast, from 0.25 to 8 [default: as fast as this book last time]' -r
complete -c books -n "__fish_books_using_subcommand play" -l sleep -d 'Stop after this long, or at the end of the chapter' -r
complete -c books -n "__fish_books_using_subcommand play" -l ao -d 'mpv\'s sound output, such as null, alsa, pulse' -r
complete -c books -n "__fish_books_using_subcommand play" -l mpv -d 'The program' -r
complete -c books -n "__fish_books_using_subcommand play" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand play" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand play" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand play" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand play" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand play" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand play" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand play" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand play" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand play" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand play" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand play" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand play" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand play" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand play" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand play" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand bookmark; and not __fish_seen_subcommand_from add list rm help" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand bookmark; and not __fish_seen_subcommand_from add list rm help" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand bookmark; and not __fish_seen_subcommand_from add list rm help" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand bookmark; and not __fish_seen_subcommand_from add list rm help" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand bookmark; and not __fish_seen_subcommand_from add list rm help" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand bookmark; and not __fish_seen_subcommand_from add list rm help" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand bookmark; and not __fish_seen_subcommand_from add list rm help" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand bookmark; and not __fish_seen_subcommand_from add list rm help" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand bookmark; and not __fish_seen_subcommand_from add list rm help" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand bookmark; and not __fish_seen_subcommand_from add list rm help" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand bookmark; and not __fish_seen_subcommand_from add list rm help" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand bookmark; and not __fish_seen_subcommand_from add list rm help" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand bookmark; and not __fish_seen_subcommand_from add list rm help" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand bookmark; and not __fish_seen_subcommand_from add list rm help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand bookmark; and not __fish_seen_subcommand_from add list rm help" -f -a "add" -d 'Set a bookmark'
complete -c books -n "__fish_books_using_subcommand bookmark; and not __fish_seen_subcommand_from add list rm help" -f -a "list" -d 'List the bookmarks of a book'
complete -c books -n "__fish_books_using_subcommand bookmark; and not __fish_seen_subcommand_from add list rm help" -f -a "rm" -d 'Remove a bookmark'
complete -c books -n "__fish_books_using_subcommand bookmark; and not __fish_seen_subcommand_from add list rm help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from add" -l at -d 'Where [default: where you are]' -r
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from add" -l title -d 'What it is called' -r
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from add" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from add" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from add" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from add" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from add" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from add" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from add" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from add" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from add" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from add" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from add" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from add" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from add" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from add" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from list" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from list" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from list" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from list" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from list" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from list" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from list" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from list" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from list" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from list" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from list" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from list" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from list" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from list" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from rm" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from rm" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from rm" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from rm" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from rm" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from rm" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from rm" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from rm" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from rm" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from rm" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from rm" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from rm" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from rm" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from rm" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from rm" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from help" -f -a "add" -d 'Set a bookmark'
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the bookmarks of a book'
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from help" -f -a "rm" -d 'Remove a bookmark'
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c books -n "__fish_books_using_subcommand edit" -l lock -d 'Keep the value of this field as it is' -r
complete -c books -n "__fish_books_using_subcommand edit" -l unlock -d 'Take the value that files say' -r
complete -c books -n "__fish_books_using_subcommand edit" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand edit" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand edit" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand edit" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand edit" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand edit" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand edit" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand edit" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand edit" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand edit" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand edit" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand edit" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand edit" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand edit" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand edit" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand edit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand cover" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand cover" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand cover" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand cover" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand cover" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand cover" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand cover" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand cover" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand cover" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand cover" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand cover" -l unset -d 'Take the picture of its files again'
complete -c books -n "__fish_books_using_subcommand cover" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand cover" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand cover" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand cover" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand cover" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand cover" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand chapters" -l set -d 'Take the chapters of this file: lines with POS and a title' -r -F
complete -c books -n "__fish_books_using_subcommand chapters" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand chapters" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand chapters" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand chapters" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand chapters" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand chapters" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand chapters" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand chapters" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand chapters" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand chapters" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand chapters" -l unset -d 'Take the chapters of the files again'
complete -c books -n "__fish_books_using_subcommand chapters" -l clear -d 'Say that it has no chapters'
complete -c books -n "__fish_books_using_subcommand chapters" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand chapters" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand chapters" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand chapters" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand chapters" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand chapters" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand tag; and not __fish_seen_subcommand_from add rm list help" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand tag; and not __fish_seen_subcommand_from add rm list help" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand tag; and not __fish_seen_subcommand_from add rm list help" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand tag; and not __fish_seen_subcommand_from add rm list help" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand tag; and not __fish_seen_subcommand_from add rm list help" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand tag; and not __fish_seen_subcommand_from add rm list help" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand tag; and not __fish_seen_subcommand_from add rm list help" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand tag; and not __fish_seen_subcommand_from add rm list help" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand tag; and not __fish_seen_subcommand_from add rm list help" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand tag; and not __fish_seen_subcommand_from add rm list help" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand tag; and not __fish_seen_subcommand_from add rm list help" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand tag; and not __fish_seen_subcommand_from add rm list help" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand tag; and not __fish_seen_subcommand_from add rm list help" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand tag; and not __fish_seen_subcommand_from add rm list help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand tag; and not __fish_seen_subcommand_from add rm list help" -f -a "add" -d 'Add tags to a book'
complete -c books -n "__fish_books_using_subcommand tag; and not __fish_seen_subcommand_from add rm list help" -f -a "rm" -d 'Take tags off a book'
complete -c books -n "__fish_books_using_subcommand tag; and not __fish_seen_subcommand_from add rm list help" -f -a "list" -d 'List all tags'
complete -c books -n "__fish_books_using_subcommand tag; and not __fish_seen_subcommand_from add rm list help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from add" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from add" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from add" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from add" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from add" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from add" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from add" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from add" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from add" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from add" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from add" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from add" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from add" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from add" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from rm" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from rm" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from rm" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from rm" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from rm" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from rm" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from rm" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from rm" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from rm" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from rm" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from rm" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from rm" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from rm" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from rm" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from rm" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from list" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from list" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from list" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from list" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from list" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from list" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from list" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from list" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from list" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from list" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from list" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from list" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from list" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from list" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from help" -f -a "add" -d 'Add tags to a book'
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from help" -f -a "rm" -d 'Take tags off a book'
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from help" -f -a "list" -d 'List all tags'
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c books -n "__fish_books_using_subcommand shelf; and not __fish_seen_subcommand_from add rm show list help" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand shelf; and not __fish_seen_subcommand_from add rm show list help" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand shelf; and not __fish_seen_subcommand_from add rm show list help" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand shelf; and not __fish_seen_subcommand_from add rm show list help" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand shelf; and not __fish_seen_subcommand_from add rm show list help" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand shelf; and not __fish_seen_subcommand_from add rm show list help" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand shelf; and not __fish_seen_subcommand_from add rm show list help" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand shelf; and not __fish_seen_subcommand_from add rm show list help" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand shelf; and not __fish_seen_subcommand_from add rm show list help" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand shelf; and not __fish_seen_subcommand_from add rm show list help" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand shelf; and not __fish_seen_subcommand_from add rm show list help" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand shelf; and not __fish_seen_subcommand_from add rm show list help" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand shelf; and not __fish_seen_subcommand_from add rm show list help" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand shelf; and not __fish_seen_subcommand_from add rm show list help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand shelf; and not __fish_seen_subcommand_from add rm show list help" -f -a "add" -d 'Put books on a list, behind those that are there'
complete -c books -n "__fish_books_using_subcommand shelf; and not __fish_seen_subcommand_from add rm show list help" -f -a "rm" -d 'Take books off a list'
complete -c books -n "__fish_books_using_subcommand shelf; and not __fish_seen_subcommand_from add rm show list help" -f -a "show" -d 'Show a list in its order'
complete -c books -n "__fish_books_using_subcommand shelf; and not __fish_seen_subcommand_from add rm show list help" -f -a "list" -d 'List all lists'
complete -c books -n "__fish_books_using_subcommand shelf; and not __fish_seen_subcommand_from add rm show list help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from add" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from add" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from add" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from add" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from add" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from add" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from add" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from add" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from add" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from add" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from add" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from add" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from add" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from add" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from rm" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from rm" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from rm" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from rm" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from rm" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from rm" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from rm" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from rm" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from rm" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from rm" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from rm" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from rm" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from rm" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from rm" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from rm" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from show" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from show" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from show" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from show" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from show" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from show" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from show" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from show" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from show" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from show" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from show" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from show" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from show" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from show" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from list" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from list" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from list" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from list" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from list" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from list" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from list" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from list" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from list" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from list" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from list" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from list" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from list" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from list" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from help" -f -a "add" -d 'Put books on a list, behind those that are there'
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from help" -f -a "rm" -d 'Take books off a list'
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a list in its order'
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from help" -f -a "list" -d 'List all lists'
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c books -n "__fish_books_using_subcommand stats" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand stats" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand stats" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand stats" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand stats" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand stats" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand stats" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand stats" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand stats" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand stats" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand stats" -l week -d 'The last seven days'
complete -c books -n "__fish_books_using_subcommand stats" -l month -d 'The last thirty days'
complete -c books -n "__fish_books_using_subcommand stats" -l year -d 'The last twelve months'
complete -c books -n "__fish_books_using_subcommand stats" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand stats" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand stats" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand stats" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand stats" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand stats" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand remove" -l folder -d 'Take out a folder that was imported, with its books' -r -f -a "(__fish_complete_directories)"
complete -c books -n "__fish_books_using_subcommand remove" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand remove" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand remove" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand remove" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand remove" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand remove" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand remove" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand remove" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand remove" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand remove" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand remove" -l delete-files -d 'Delete its audio files, too'
complete -c books -n "__fish_books_using_subcommand remove" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand remove" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand remove" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand remove" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand remove" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand export" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand export" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand export" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand export" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand export" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand export" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand export" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand export" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand export" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand export" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand export" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand export" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand export" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand export" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand export" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand restore" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand restore" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand restore" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand restore" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand restore" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand restore" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand restore" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand restore" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand restore" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand restore" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand restore" -l merge -d 'Add it to what is here: what happens anyway'
complete -c books -n "__fish_books_using_subcommand restore" -l replace -d 'Let what is here give way'
complete -c books -n "__fish_books_using_subcommand restore" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand restore" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand restore" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand restore" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand restore" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand restore" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand sync; and not __fish_seen_subcommand_from add rm now status resolve help" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand sync; and not __fish_seen_subcommand_from add rm now status resolve help" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand sync; and not __fish_seen_subcommand_from add rm now status resolve help" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand sync; and not __fish_seen_subcommand_from add rm now status resolve help" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand sync; and not __fish_seen_subcommand_from add rm now status resolve help" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand sync; and not __fish_seen_subcommand_from add rm now status resolve help" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand sync; and not __fish_seen_subcommand_from add rm now status resolve help" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand sync; and not __fish_seen_subcommand_from add rm now status resolve help" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand sync; and not __fish_seen_subcommand_from add rm now status resolve help" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand sync; and not __fish_seen_subcommand_from add rm now status resolve help" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand sync; and not __fish_seen_subcommand_from add rm now status resolve help" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand sync; and not __fish_seen_subcommand_from add rm now status resolve help" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand sync; and not __fish_seen_subcommand_from add rm now status resolve help" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand sync; and not __fish_seen_subcommand_from add rm now status resolve help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand sync; and not __fish_seen_subcommand_from add rm now status resolve help" -f -a "add" -d 'Meet other devices in a folder or a bucket, and do so at once'
complete -c books -n "__fish_books_using_subcommand sync; and not __fish_seen_subcommand_from add rm now status resolve help" -f -a "rm" -d 'Leave a place; what is in it stays'
complete -c books -n "__fish_books_using_subcommand sync; and not __fish_seen_subcommand_from add rm now status resolve help" -f -a "now" -d 'Tell and learn what is new'
complete -c books -n "__fish_books_using_subcommand sync; and not __fish_seen_subcommand_from add rm now status resolve help" -f -a "status" -d 'Tell where devices meet, and how far each is known'
complete -c books -n "__fish_books_using_subcommand sync; and not __fish_seen_subcommand_from add rm now status resolve help" -f -a "resolve" -d 'Choose one of several places in a book'
complete -c books -n "__fish_books_using_subcommand sync; and not __fish_seen_subcommand_from add rm now status resolve help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from add" -l name -d 'What this device is called' -r
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from add" -l endpoint -d 'The server of the bucket [default: Amazon\'s]' -r
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from add" -l region -d 'The region of the bucket [default: the profile\'s]' -r
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from add" -l aws-profile -d 'The profile of the AWS CLI that has the keys' -r
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from add" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from add" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from add" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from add" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from add" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from add" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from add" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from add" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from add" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from add" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from add" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from add" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from add" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from add" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from rm" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from rm" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from rm" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from rm" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from rm" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from rm" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from rm" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from rm" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from rm" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from rm" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from rm" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from rm" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from rm" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from rm" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from rm" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from now" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from now" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from now" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from now" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from now" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from now" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from now" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from now" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from now" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from now" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from now" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from now" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from now" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from now" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from now" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from now" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from status" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from status" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from status" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from status" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from status" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from status" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from status" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from status" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from status" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from status" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from status" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from status" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from status" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from status" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from status" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from resolve" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from resolve" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from resolve" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from resolve" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from resolve" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from resolve" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from resolve" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from resolve" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from resolve" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from resolve" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from resolve" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from resolve" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from resolve" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from resolve" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from resolve" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from resolve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from help" -f -a "add" -d 'Meet other devices in a folder or a bucket, and do so at once'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from help" -f -a "rm" -d 'Leave a place; what is in it stays'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from help" -f -a "now" -d 'Tell and learn what is new'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from help" -f -a "status" -d 'Tell where devices meet, and how far each is known'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from help" -f -a "resolve" -d 'Choose one of several places in a book'
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c books -n "__fish_books_using_subcommand doctor" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand doctor" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand doctor" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand doctor" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand doctor" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand doctor" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand doctor" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand doctor" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand doctor" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand doctor" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand doctor" -l rebuild -d 'Make the library anew; the old file is kept beside it'
complete -c books -n "__fish_books_using_subcommand doctor" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand doctor" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand doctor" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand doctor" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand doctor" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand slugs" -l db -d 'The library [default: books.db in $XDG_DATA_HOME/toolbox]' -r -F
complete -c books -n "__fish_books_using_subcommand slugs" -l profile -d 'Whose place: several people may use one library' -r
complete -c books -n "__fish_books_using_subcommand slugs" -l format -d 'How results are written' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON document a line'
csv\t'Comma-separated values with a header line'"
complete -c books -n "__fish_books_using_subcommand slugs" -s o -l output -d 'Write results to FILE instead of standard output (`-`)' -r -F
complete -c books -n "__fish_books_using_subcommand slugs" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Also into files and pipes'
never\t'Never'"
complete -c books -n "__fish_books_using_subcommand slugs" -l log-format -d 'How log lines on standard error are written' -r -f -a "text\t'One readable line for each event'
json\t'One JSON object for each event'"
complete -c books -n "__fish_books_using_subcommand slugs" -l config -d 'Read this configuration file and no other' -r -F
complete -c books -n "__fish_books_using_subcommand slugs" -l metrics -d 'Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port' -r
complete -c books -n "__fish_books_using_subcommand slugs" -l otlp -d 'Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there' -r -f
complete -c books -n "__fish_books_using_subcommand slugs" -l otlp-share -d 'The share of traces that is sent to --otlp, from 0 to 1' -r
complete -c books -n "__fish_books_using_subcommand slugs" -l json -d 'Short for --format json'
complete -c books -n "__fish_books_using_subcommand slugs" -s v -l verbose -d 'Say more; repeat for debug and trace'
complete -c books -n "__fish_books_using_subcommand slugs" -l quiet -d 'Say nothing but results, warnings and errors'
complete -c books -n "__fish_books_using_subcommand slugs" -l no-progress -d 'Show no progress'
complete -c books -n "__fish_books_using_subcommand slugs" -l no-color -d 'Short for --color never'
complete -c books -n "__fish_books_using_subcommand slugs" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c books -n "__fish_books_using_subcommand help; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "add" -d 'Add books: files, or folders of files'
complete -c books -n "__fish_books_using_subcommand help; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "import" -d 'Add every book below folders, and remember the folders'
complete -c books -n "__fish_books_using_subcommand help; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "scan" -d 'Look for changes in the folders that were imported'
complete -c books -n "__fish_books_using_subcommand help; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "list" -d 'List books'
complete -c books -n "__fish_books_using_subcommand help; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "search" -d 'Find books by words'
complete -c books -n "__fish_books_using_subcommand help; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "info" -d 'Tell all about a book'
complete -c books -n "__fish_books_using_subcommand help; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "save-progress" -d 'Save where you are in a book'
complete -c books -n "__fish_books_using_subcommand help; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "where" -d 'Tell where you are in a book, or were'
complete -c books -n "__fish_books_using_subcommand help; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "resume" -d 'List the books that you are in'
complete -c books -n "__fish_books_using_subcommand help; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "complete" -d 'Mark a book as finished'
complete -c books -n "__fish_books_using_subcommand help; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "restart" -d 'Begin a book again, as another time'
complete -c books -n "__fish_books_using_subcommand help; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "history" -d 'Tell what happened to your place in a book'
complete -c books -n "__fish_books_using_subcommand help; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "undo" -d 'Take back the last jump'
complete -c books -n "__fish_books_using_subcommand help; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "play" -d 'Play a book from where you are, through mpv'
complete -c books -n "__fish_books_using_subcommand help; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "bookmark" -d 'Set, list and remove bookmarks'
complete -c books -n "__fish_books_using_subcommand help; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "edit" -d 'Change what is known of a book'
complete -c books -n "__fish_books_using_subcommand help; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "cover" -d 'Give a book another picture, or take out its own'
complete -c books -n "__fish_books_using_subcommand help; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "chapters" -d 'Show the chapters of a book, or set them'
complete -c books -n "__fish_books_using_subcommand help; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "tag" -d 'Add, remove and list tags'
complete -c books -n "__fish_books_using_subcommand help; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "shelf" -d 'Put books on lists: want to listen, and others'
complete -c books -n "__fish_books_using_subcommand help; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "stats" -d 'Tell how much you listened'
complete -c books -n "__fish_books_using_subcommand help; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "remove" -d 'Take a book out of the library'
complete -c books -n "__fish_books_using_subcommand help; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "export" -d 'Write everything that was told to a file'
complete -c books -n "__fish_books_using_subcommand help; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "restore" -d 'Take in what export wrote'
complete -c books -n "__fish_books_using_subcommand help; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "sync" -d 'Share places with your other devices'
complete -c books -n "__fish_books_using_subcommand help; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "doctor" -d 'Check a library, or make it anew'
complete -c books -n "__fish_books_using_subcommand help; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "slugs" -d 'Slugs for completions'
complete -c books -n "__fish_books_using_subcommand help; and not __fish_seen_subcommand_from add import scan list search info save-progress where resume complete restart history undo play bookmark edit cover chapters tag shelf stats remove export restore sync doctor slugs help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c books -n "__fish_books_using_subcommand help; and __fish_seen_subcommand_from bookmark" -f -a "add" -d 'Set a bookmark'
complete -c books -n "__fish_books_using_subcommand help; and __fish_seen_subcommand_from bookmark" -f -a "list" -d 'List the bookmarks of a book'
complete -c books -n "__fish_books_using_subcommand help; and __fish_seen_subcommand_from bookmark" -f -a "rm" -d 'Remove a bookmark'
complete -c books -n "__fish_books_using_subcommand help; and __fish_seen_subcommand_from tag" -f -a "add" -d 'Add tags to a book'
complete -c books -n "__fish_books_using_subcommand help; and __fish_seen_subcommand_from tag" -f -a "rm" -d 'Take tags off a book'
complete -c books -n "__fish_books_using_subcommand help; and __fish_seen_subcommand_from tag" -f -a "list" -d 'List all tags'
complete -c books -n "__fish_books_using_subcommand help; and __fish_seen_subcommand_from shelf" -f -a "add" -d 'Put books on a list, behind those that are there'
complete -c books -n "__fish_books_using_subcommand help; and __fish_seen_subcommand_from shelf" -f -a "rm" -d 'Take books off a list'
complete -c books -n "__fish_books_using_subcommand help; and __fish_seen_subcommand_from shelf" -f -a "show" -d 'Show a list in its order'
complete -c books -n "__fish_books_using_subcommand help; and __fish_seen_subcommand_from shelf" -f -a "list" -d 'List all lists'
complete -c books -n "__fish_books_using_subcommand help; and __fish_seen_subcommand_from sync" -f -a "add" -d 'Meet other devices in a folder or a bucket, and do so at once'
complete -c books -n "__fish_books_using_subcommand help; and __fish_seen_subcommand_from sync" -f -a "rm" -d 'Leave a place; what is in it stays'
complete -c books -n "__fish_books_using_subcommand help; and __fish_seen_subcommand_from sync" -f -a "now" -d 'Tell and learn what is new'
complete -c books -n "__fish_books_using_subcommand help; and __fish_seen_subcommand_from sync" -f -a "status" -d 'Tell where devices meet, and how far each is known'
complete -c books -n "__fish_books_using_subcommand help; and __fish_seen_subcommand_from sync" -f -a "resolve" -d 'Choose one of several places in a book'
complete -c books -n "__fish_books_using_subcommand info" -f -a "(books slugs -- (commandline -ct) 2>/dev/null)"
complete -c books -n "__fish_books_using_subcommand save-progress" -f -a "(books slugs -- (commandline -ct) 2>/dev/null)"
complete -c books -n "__fish_books_using_subcommand where" -f -a "(books slugs -- (commandline -ct) 2>/dev/null)"
complete -c books -n "__fish_books_using_subcommand complete" -f -a "(books slugs -- (commandline -ct) 2>/dev/null)"
complete -c books -n "__fish_books_using_subcommand restart" -f -a "(books slugs -- (commandline -ct) 2>/dev/null)"
complete -c books -n "__fish_books_using_subcommand history" -f -a "(books slugs -- (commandline -ct) 2>/dev/null)"
complete -c books -n "__fish_books_using_subcommand undo" -f -a "(books slugs -- (commandline -ct) 2>/dev/null)"
complete -c books -n "__fish_books_using_subcommand play" -f -a "(books slugs -- (commandline -ct) 2>/dev/null)"
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from add" -f -a "(books slugs -- (commandline -ct) 2>/dev/null)"
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from list" -f -a "(books slugs -- (commandline -ct) 2>/dev/null)"
complete -c books -n "__fish_books_using_subcommand bookmark; and __fish_seen_subcommand_from rm" -f -a "(books slugs -- (commandline -ct) 2>/dev/null)"
complete -c books -n "__fish_books_using_subcommand edit" -f -a "(books slugs -- (commandline -ct) 2>/dev/null)"
complete -c books -n "__fish_books_using_subcommand cover" -f -a "(books slugs -- (commandline -ct) 2>/dev/null)"
complete -c books -n "__fish_books_using_subcommand chapters" -f -a "(books slugs -- (commandline -ct) 2>/dev/null)"
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from add" -f -a "(books slugs -- (commandline -ct) 2>/dev/null)"
complete -c books -n "__fish_books_using_subcommand tag; and __fish_seen_subcommand_from rm" -f -a "(books slugs -- (commandline -ct) 2>/dev/null)"
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from add" -f -a "(books slugs -- (commandline -ct) 2>/dev/null)"
complete -c books -n "__fish_books_using_subcommand shelf; and __fish_seen_subcommand_from rm" -f -a "(books slugs -- (commandline -ct) 2>/dev/null)"
complete -c books -n "__fish_books_using_subcommand remove" -f -a "(books slugs -- (commandline -ct) 2>/dev/null)"
complete -c books -n "__fish_books_using_subcommand sync; and __fish_seen_subcommand_from resolve" -f -a "(books slugs -- (commandline -ct) 2>/dev/null)"
