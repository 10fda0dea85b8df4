# fish completion of lapwing: the program itself says what may stand there.
function __lapwing_complete
    set -l words (commandline -opc)
    set -l word (commandline -ct)
    set -l found ($words[1] complete -- $words[2..] "$word" 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
        return
    end
    set -l option (string match -r '^--[^=]+=' -- "$word")
    for path in (__fish_complete_path (string replace -- "$option" '' "$word"))
        printf '%s\n' "$option$path"
    end
end
complete -c lapwing -f -a '(__lapwing_complete)'
