#Requires -Version 7.6

<#
.SYNOPSIS
    Makes the module's help file (MAML) from the Markdown beside this script and from the cmdlets themselves.
.DESCRIPTION
    Each cmdlet has a page <Cmdlet>.md with the sections SYNOPSIS, DESCRIPTION, EXAMPLES and, where there is something to say, PARAMETERS,
    INPUTS, OUTPUTS, NOTES and LINKS. Facts are not written there: types, positions, defaults, aliases, pipeline input and parameter sets
    come from the compiled cmdlets, and so does the description of a parameter that its page does not describe (its HelpMessage).
    A parameter's description can begin with a line "Default: ..." where the default is decided only when the cmdlet runs.

    A missing page or section, a section for a parameter that does not exist, and a parameter without any description are problems:
    they are listed, and the exit code is 1. The file is written all the same.
    Runs in a process of its own, since it imports the module.
.PARAMETER ModulePath
    The folder of the staged module.
.PARAMETER Destination
    The help file to write.
.EXAMPLE
    pwsh -NoProfile -File ./module/help/ConvertTo-Maml.ps1 -ModulePath ./out/NeuralPS -Destination ./out/NeuralPS/en-US/NeuralPS.dll-Help.xml
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $ModulePath,
    [Parameter(Mandatory)] [string] $Destination
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
. (Join-Path $PSScriptRoot 'HelpPage.ps1')
. (Join-Path $PSScriptRoot 'HelpFacts.ps1')

$problems = [Collections.Generic.List[string]]::new()

function Format-Xml([string] $Text) { [Security.SecurityElement]::Escape($Text) }

function Format-Paragraph([string[]] $Text) {
    -join ($Text | ForEach-Object { "<maml:para>$(Format-Xml $_)</maml:para>" })
}

function Format-Parameter($Fact, [string[]] $Description, [switch] $InSyntax) {
    $value = if (-not $Fact.IsSwitch) {
        "<command:parameterValue required=`"true`" variableLength=`"false`">$(Format-Xml $Fact.TypeName)</command:parameterValue>"
    }
    $choices = if ($InSyntax -and $Fact.Choices) {
        $names = -join ($Fact.Choices | ForEach-Object {
                "<command:parameterValue required=`"false`" variableLength=`"false`">$(Format-Xml $_)</command:parameterValue>"
            })
        "<command:parameterValueGroup>$names</command:parameterValueGroup>"
    }
    @"
<command:parameter required="$($Fact.IsMandatory.ToString().ToLowerInvariant())" variableLength="true" globbing="$($Fact.SupportsWildcards.ToString().ToLowerInvariant())" pipelineInput="$(Format-Xml $Fact.PipelineInput)" position="$($Fact.Position)" aliases="$($Fact.Aliases)">
<maml:name>$($Fact.Name)</maml:name><maml:description>$(Format-Paragraph $Description)</maml:description>
$choices$value<dev:type><maml:name>$(Format-Xml $Fact.TypeName)</maml:name><maml:uri /></dev:type><dev:defaultValue>$(Format-Xml $Fact.Default)</dev:defaultValue>
</command:parameter>
"@
}

function Format-Type([string] $Element, [object[]] $Type, [string[]] $Remark) {
    $names = @($Type | Where-Object { $_ })
    if (-not $names) { $names = @('None') }
    -join (0..($names.Count - 1) | ForEach-Object {
            $text = if ($_ -eq 0) { Format-Paragraph $Remark }
            "<command:$Element><dev:type><maml:name>$(Format-Xml $names[$_])</maml:name></dev:type><maml:description>$text</maml:description></command:$Element>"
        })
}

function Format-Command([Management.Automation.CmdletInfo] $Command) {
    $path = Join-Path $PSScriptRoot "$($Command.Name).md"
    if (-not (Test-Path $path)) {
        $problems.Add("$($Command.Name): there is no page module/help/$($Command.Name).md.")
        return
    }
    $page = Read-HelpPage $path
    foreach ($section in 'SYNOPSIS', 'DESCRIPTION', 'EXAMPLES') {
        if (-not $page[$section]) { $problems.Add("$($Command.Name): the section $section is missing or empty.") }
    }
    $facts = Get-HelpFact $Command
    foreach ($name in $page.PARAMETERS.Keys | Where-Object { $_ -notin $facts.Parameters.Name }) {
        $problems.Add("$($Command.Name): the page describes -$name, which is not a parameter.")
    }
    $descriptions = @{}
    foreach ($fact in $facts.Parameters) {
        $described = $page.PARAMETERS[$fact.Name]
        $text = if ($described) { $described.Text } elseif ($fact.HelpMessage) { $fact.HelpMessage }
        if (-not $text) { $problems.Add("$($Command.Name): -$($fact.Name) has neither a HelpMessage nor a description.") }
        if ($described -and $described.Default) { $fact.Default = $described.Default }
        $descriptions[$fact.Name] = @($text) + @(if ($fact.Choices) { "One of: $($fact.Choices -join ', ')." })
    }
    $default = @{}
    $facts.Parameters | ForEach-Object { $default[$_.Name] = $_.Default }
    $syntax = foreach ($set in $facts.Sets) {
        $items = $set.Parameters | ForEach-Object {
            $_.Default = $default[$_.Name]
            Format-Parameter $_ $descriptions[$_.Name] -InSyntax
        }
        "<command:syntaxItem><maml:name>$($Command.Name)</maml:name>$($items -join "`n")</command:syntaxItem>"
    }
    $parameters = $facts.Parameters | ForEach-Object { Format-Parameter $_ $descriptions[$_.Name] }
    $examples = $page.EXAMPLES | ForEach-Object {
        "<command:example><maml:title>$(Format-Xml $_.Title)</maml:title><dev:code>$(Format-Xml $_.Code)</dev:code><dev:remarks>$(Format-Paragraph ($_.Remark + '' + ''))</dev:remarks></command:example>"
    }
    $notes = if ($page.NOTES) { "<maml:alertSet><maml:alert>$(Format-Paragraph $page.NOTES)</maml:alert></maml:alertSet>" }
    $links = $page.LINKS | ForEach-Object { "<maml:navigationLink><maml:linkText>$(Format-Xml $_)</maml:linkText><maml:uri /></maml:navigationLink>" }
    @"
<command:command xmlns:maml="http://schemas.microsoft.com/maml/2004/10" xmlns:command="http://schemas.microsoft.com/maml/dev/command/2004/10" xmlns:dev="http://schemas.microsoft.com/maml/dev/2004/10">
<command:details><command:name>$($Command.Name)</command:name><command:verb>$($Command.Verb)</command:verb><command:noun>$($Command.Noun)</command:noun><maml:description>$(Format-Paragraph $page.SYNOPSIS)</maml:description></command:details>
<maml:description>$(Format-Paragraph $page.DESCRIPTION)</maml:description>
<command:syntax>$($syntax -join "`n")</command:syntax>
<command:parameters>$($parameters -join "`n")</command:parameters>
<command:inputTypes>$(Format-Type 'inputType' $facts.Inputs $page.INPUTS)</command:inputTypes>
<command:returnValues>$(Format-Type 'returnValue' $facts.Outputs $page.OUTPUTS)</command:returnValues>
$notes
<command:examples>$($examples -join "`n")</command:examples>
<command:relatedLinks>$($links -join "`n")</command:relatedLinks>
</command:command>
"@
}

Import-Module (Join-Path (Resolve-Path -LiteralPath $ModulePath) 'NeuralPS.psd1')
$commands = @(Get-Command -Module NeuralPS -CommandType Cmdlet | Sort-Object Name)
$help = $commands | ForEach-Object { Format-Command $_ }
foreach ($page in Get-ChildItem (Join-Path $PSScriptRoot '*.md') | Where-Object BaseName -notin @($commands | ForEach-Object Name)) {
    $problems.Add("module/help/$($page.Name) describes a cmdlet that is not exported.")
}
$null = New-Item -ItemType Directory -Force (Split-Path $Destination)
$maml = [xml]"<?xml version=`"1.0`" encoding=`"utf-8`"?><helpItems schema=`"maml`" xmlns=`"http://msh`">`n$($help -join "`n")`n</helpItems>"
$maml.Save($PSCmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Destination))
if ($problems) {
    $problems | ForEach-Object { Write-Host "help: $_" }
    exit 1
}
