# INSTALLING
Register-ArgumentCompleter -Native -CommandName xgz, xgz.exe -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object {
            if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value }
            else { $_.Extent.Text }
        })
    $typed = $wordToComplete.Trim("'", '"') + '.'
    $encoding = [Console]::OutputEncoding
    [Console]::OutputEncoding = [System.Text.UTF8Encoding]::new()
    try { $replies = @(& xgz completions powershell '--' @words $typed 2>$null) }
    finally { [Console]::OutputEncoding = $encoding }
    foreach ($reply in $replies) {
        $value, $about = $reply -split "`t", 2
        if (-not $value) { continue }
        if (-not $about) { $about = $value }
        [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $about)
    }
}
