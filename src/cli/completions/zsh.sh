#compdef xgz
# 按 Tab 补全。装一次就行：INSTALLING
_xgz() {
    local reply files=0 fits=1
    local -a words_there names lines
    for reply in "${(@f)$(xgz completions zsh -- "${(@Q)words[1,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}"; do
        if [[ $reply == $'\tfiles' ]]; then
            files=1
        elif [[ -n $reply ]]; then
            names+=("${reply%%$'\t'*}")
            lines+=("${reply/$'\t'/  }")
            [[ ${names[-1]} == "${(Q)PREFIX}"* ]] || fits=0
        fi
    done
    (( files )) && _files
    (( $#names )) || return 1
    if (( fits )); then
        compadd -V xgz -l -d lines -- "${names[@]}"
    else
        # What is spelled in pinyin takes the place of what is typed.
        compadd -U -V xgz -l -d lines -- "${names[@]}"
        (( $#names > 1 )) && compstate[insert]=menu
    fi
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }
if [[ ${funcstack[1]} == _xgz ]]; then
    _xgz "$@"
else
    compdef _xgz xgz
fi
