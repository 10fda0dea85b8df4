# bash completion of lapwing: the program itself says what may stand there.
_lapwing() {
  local line=${COMP_LINE:0:COMP_POINT} begun part i
  local -a words
  # Not COMP_WORDS: of --set=x bash makes three words.
  read -ra words <<<"$line"
  [[ $line == *[[:space:]] ]] && words+=('')
  mapfile -t COMPREPLY < <("${words[0]}" complete -- "${words[@]:1}" 2>/dev/null | cut -f 1)
  # Of a word that bash has broken, only what follows the break is to be inserted.
  begun=${words[-1]} part=${COMP_WORDS[COMP_CWORD]}
  [[ $part == = ]] && part=
  if [[ $begun != "$part" && $begun == *"$part" ]]; then
    for i in "${!COMPREPLY[@]}"; do COMPREPLY[i]=${COMPREPLY[i]#"${begun%"$part"}"}; done
  fi
  if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]]; then compopt -o nospace; fi
}
complete -o default -F _lapwing lapwing
