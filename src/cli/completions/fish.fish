# 按 Tab 补全。装一次就行：INSTALLING
function __xgz_complete
    set -l words (commandline -opc) (commandline -ct)
    for reply in (xgz completions fish -- $words 2>/dev/null)
        if test "$reply" = \tfiles
            __fish_complete_path (commandline -ct)
        else
            printf "%s\n" $reply
        end
    end
end
complete -c xgz -f -k -a '(__xgz_complete)'
