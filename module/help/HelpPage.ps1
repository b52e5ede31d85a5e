# Reads a cmdlet's help page: Markdown in, sections of plain paragraphs out.

function Remove-Markup([string] $Text) {
    # `code`, **bold** and [text](address) are for those who read the page itself; the console shows plain text.
    $Text -replace '\[([^\]]+)\]\((https?://[^)]+)\)', '$1 ($2)' -replace '\*\*([^*]+)\*\*', '$1' -replace '`([^`]+)`', '$1'
}

function Get-Paragraph([string[]] $Line) {
    # Lines join to paragraphs, which end at an empty line; an item of a list is a paragraph of its own.
    $current = ''
    foreach ($text in @($Line | Where-Object { $null -ne $_ }) + '') {
        $startsItem = $text -match '^\s*([-*]|\d+\.)\s'
        if (($startsItem -or -not $text.Trim()) -and $current) {
            Remove-Markup $current
            $current = ''
        }
        $current = "$current $($text.Trim())".Trim()
    }
}

function Get-Subsection([string[]] $Line) {
    # What stands under each "### title", in order.
    $title = $null
    $body = [Collections.Generic.List[string]]::new()
    foreach ($text in @($Line | Where-Object { $null -ne $_ }) + '### ') {
        if ($text -notmatch '^### ?(.*)$') {
            $body.Add($text)
            continue
        }
        if ($title) { [pscustomobject]@{ Title = $title; Lines = $body.ToArray() } }
        $title = $Matches[1].Trim()
        $body.Clear()
    }
}

function Get-Example($Subsection) {
    $code = [Collections.Generic.List[string]]::new()
    $remark = [Collections.Generic.List[string]]::new()
    $isCode = $false
    foreach ($text in $Subsection.Lines) {
        if ($text -match '^```') { $isCode = -not $isCode }
        elseif ($isCode) { $code.Add($text) }
        else { $remark.Add($text) }
    }
    [pscustomobject]@{
        Title = $Subsection.Title
        Code = ($code -join "`n").Trim()
        Remark = @(Get-Paragraph $remark)
    }
}

function Read-HelpPage([string] $Path) {
    $sections = @{}
    $name = 'TITLE'
    $isCode = $false
    foreach ($line in Get-Content -LiteralPath $Path) {
        # A line of code may begin with ## as well.
        if ($line -match '^```') { $isCode = -not $isCode }
        if (-not $isCode -and $line -match '^## (.+)$') { $name = $Matches[1].Trim().ToUpperInvariant() }
        else { $sections[$name] = @($sections[$name]) + $line | Where-Object { $null -ne $_ } }
    }
    $page = @{ PARAMETERS = @{}; EXAMPLES = @(); LINKS = @() }
    foreach ($section in 'SYNOPSIS', 'DESCRIPTION', 'INPUTS', 'OUTPUTS', 'NOTES') { $page[$section] = @(Get-Paragraph $sections[$section]) }
    foreach ($part in Get-Subsection $sections['PARAMETERS']) {
        $lines = $part.Lines
        $default = $lines | Where-Object { $_ -match '^Default: (.+?)\.?$' } | ForEach-Object { Remove-Markup $Matches[1] }
        $page.PARAMETERS[$part.Title.TrimStart('-')] = [pscustomobject]@{
            Default = $default
            Text = @(Get-Paragraph ($lines -notmatch '^Default: '))
        }
    }
    $page.EXAMPLES = @(Get-Subsection $sections['EXAMPLES'] | ForEach-Object { Get-Example $_ })
    $page.LINKS = @($sections['LINKS'] | Where-Object { $_ -match '\S' } | ForEach-Object { Remove-Markup ($_ -replace '^\s*[-*]\s+') })
    $page
}
