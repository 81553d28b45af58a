# 按 Tab 补全。装一次就行：INSTALLING
_xgz() {
    local reply
    COMPREPLY=()
    while IFS= read -r reply; do
        if [[ $reply == $'\tfiles' ]]; then
            compopt -o default 2>/dev/null
        else
            COMPREPLY+=("$reply")
        fi
    done < <(xgz completions bash -- "$COMP_TYPE" "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
}
complete -o nosort -F _xgz xgz 2>/dev/null || complete -F _xgz xgz
