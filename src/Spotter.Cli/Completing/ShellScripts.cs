namespace Spotter.Cli.Completing;

/// <summary>What each shell needs to ask the tool what may follow.</summary>
/// <remarks>
/// They call the <c>spotter</c> of the search path whatever was typed: completing must not run a program that happens
/// to lie in the folder.
/// </remarks>
internal static class ShellScripts
{
    public static IReadOnlyList<string> Names { get; } = ["bash", "zsh", "fish", "pwsh"];

    public static string Of(string shell) =>
        shell switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            "fish" => Fish,
            _ => PowerShell,
        };

    // Bash cuts words at = and :, which belong to ours; what it has cut off already is cut off the answers too.
    private const string Bash = """
        # spotter's completion for bash: source <(spotter completion bash)
        _spotter() {
            local IFS=$'\n' line head word kind="" rest
            local line_so_far="${COMP_LINE:0:COMP_POINT}"
            local -a words=()
            local i
            for ((i = 1; i < COMP_CWORD; i++)); do
                word="${COMP_WORDS[i]}"
                if [[ ${#words[@]} -gt 0 && ($word == [=:] || ${COMP_WORDS[i - 1]} == [=:]) ]]; then
                    words[-1]+="$word"
                else
                    words+=("$word")
                fi
            done
            local typed="${COMP_WORDS[COMP_CWORD]}" current
            current="$typed"
            if [[ ${#words[@]} -gt 0 && ($typed == [=:]* || ${COMP_WORDS[COMP_CWORD - 1]} == [=:]) ]]; then
                current="${words[-1]}$typed"
                unset 'words[-1]'
            fi
            current="${current#[\"\']}"
            [[ $typed == [=:] ]] && typed=""
            head="${current%"$typed"}"
            COMPREPLY=()
            while IFS= read -r line; do
                if [[ $line == :* ]]; then
                    kind="${line#:}"
                else
                    word="${line%%$'\t'*}"
                    COMPREPLY+=("${word#"$head"}")
                fi
            done < <(command spotter complete "=$current" "${words[@]}" 2>/dev/null)
            case $kind in
                files) compopt -o filenames; COMPREPLY+=($(compgen -f -- "$typed")) ;;
                folders) compopt -o filenames; COMPREPLY+=($(compgen -d -- "$typed")) ;;
            esac
        }
        complete -o nosort -F _spotter spotter 2>/dev/null || complete -F _spotter spotter

        """;

    private const string Zsh = """
        #compdef spotter
        # spotter's completion for zsh: source <(spotter completion zsh), after compinit
        _spotter() {
            local line kind word
            local -a found
            while IFS= read -r line; do
                if [[ $line == :* ]]; then
                    kind=${line#:}
                elif [[ $line == *$'\t'* ]]; then
                    word=${line%%$'\t'*}
                    found+=("${word//:/\\:}:${line#*$'\t'}")
                else
                    found+=("${line//:/\\:}")
                fi
            done < <(command spotter complete "=${(Q)words[CURRENT]}" "${(@Q)words[2,CURRENT-1]}" 2>/dev/null)
            (( $#found )) && _describe -t spotter 'spotter' found
            case $kind in
                files) _files ;;
                folders) _files -/ ;;
            esac
        }
        compdef _spotter spotter

        """;

    private const string Fish = """
        # spotter's completion for fish: spotter completion fish | source
        function __spotter_complete
            set -l before (commandline -opc)
            set -l current (commandline -ct)
            for line in (command spotter complete "=$current" $before[2..-1] 2>/dev/null)
                switch $line
                    case ':files'
                        __fish_complete_path $current
                    case ':folders'
                        __fish_complete_directories $current
                    case '*'
                        echo $line
                end
            end
        end
        complete -c spotter -f -a '(__spotter_complete)'

        """;

    private const string PowerShell = """
        # spotter's completion for PowerShell: spotter completion pwsh | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName spotter -ScriptBlock {
            param($current, $commandAst, $cursor)
            $program = (Get-Command spotter -CommandType Application | Select-Object -First 1).Source
            $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
                Where-Object { $_.Extent.EndOffset -lt $cursor } | ForEach-Object { $_.ToString() })
            foreach ($line in @(& $program complete "=$current" @words 2>$null)) {
                if ($line -eq ':files') {
                    [System.Management.Automation.CompletionCompleters]::CompleteFilename($current)
                } elseif ($line -eq ':folders') {
                    [System.Management.Automation.CompletionCompleters]::CompleteFilename($current) |
                        Where-Object { $_.ResultType -eq 'ProviderContainer' }
                } else {
                    $word, $about = $line -split "`t", 2
                    if (-not $about) { $about = $word }
                    # What PowerShell would read as more than a word is quoted: a run may be called anything.
                    $text = if ($word -match '^[\w\-./\\=:]+$') { $word } else { "'" + $word.Replace("'", "''") + "'" }
                    [System.Management.Automation.CompletionResult]::new($text, $word, 'ParameterValue', $about)
                }
            }
        }

        """;
}
